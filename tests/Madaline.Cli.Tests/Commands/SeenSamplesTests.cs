using System.Text.Json;

namespace Madaline.Cli.Tests.Commands;

/// <summary>A network is not evaluated on what it was trained on, whatever flags choose the samples.</summary>
public sealed class SeenSamplesTests
{
    [Fact]
    public void Evaluating_on_samples_trained_on_is_refused_unless_it_is_allowed()
    {
        using var tool = new Tool();
        tool.Run("train", "wheat", "--dataset", "wheat-sample", "--epochs", "2", "--out", "run", "--quiet").Expect(0);
        var own = tool.Run("evaluate", "run").Expect(0);
        Assert.DoesNotContain("trained on", own.Errors);
        Assert.Equal(0, Seen(tool.Run("evaluate", "run", "--json")));
        foreach (string command in (string[])["evaluate", "show"])
        {
            tool.Run(command, "run", "--holdout", "42").Explains(1, command, "of 42 evaluated samples are among those",
                "expected none", "leave out --holdout", "--allow-seen");
        }

        Assert.InRange(Seen(tool.Run("evaluate", "run", "--holdout", "42", "--allow-seen", "--json")), 20, 42);
        Assert.Contains("of 42 evaluated samples are among those",
            tool.Run("evaluate", "run", "--holdout", "42", "--allow-seen").Expect(0).Errors);
        tool.Run("show", "run", "--holdout", "42", "--allow-seen").Expect(0);
    }

    [Fact]
    public void A_run_without_a_holdout_is_not_judged_on_the_end_of_its_training_part()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        tool.Run("evaluate", run, "--holdout", "100").Explains(1, "100 of 100 evaluated samples");
        Assert.Equal(0, Seen(tool.Run("evaluate", run, "--json")));
    }

    [Fact]
    public void A_resumed_run_still_knows_its_samples_and_an_old_one_says_that_it_does_not()
    {
        using var tool = new Tool();
        string run = tool.Trained(), file = tool[$"{run}/training-samples.safetensors"];
        byte[] kept = File.ReadAllBytes(file);
        tool.Run("train", "--resume", run, "--epochs", "3", "--quiet").Expect(0);
        Assert.Equal(kept, File.ReadAllBytes(file));

        File.Delete(file);
        tool.Run("train", "--resume", run, "--epochs", "4", "--quiet").Expect(0);
        Assert.False(File.Exists(file));
        var judged = tool.Run("evaluate", run, "--holdout", "100").Expect(0);
        Assert.Contains("is not known", judged.Errors);
        Assert.Equal(JsonValueKind.Null,
            tool.Run("evaluate", run, "--json").Expect(0).Last.GetProperty("seen_in_training").ValueKind);
    }

    [Fact]
    public void Damaged_fingerprints_are_explained()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        File.WriteAllText(tool[$"{run}/training-samples.safetensors"], "no tensors at all");
        tool.Run("evaluate", run).Explains(1, "training-samples.safetensors");
    }

    private static int Seen(Outcome outcome) => outcome.Expect(0).Last.GetProperty("seen_in_training").GetInt32();
}
