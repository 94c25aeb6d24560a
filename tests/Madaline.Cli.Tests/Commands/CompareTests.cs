using System.Text.Json;

namespace Madaline.Cli.Tests.Commands;

public sealed class CompareTests
{
    [Fact]
    public void Two_runs_are_judged_by_the_same_samples_and_the_better_one_is_named()
    {
        using var tool = new Tool();
        tool.Run("train", tool.SmallRecipe(epochs: 1, count: 300), "--out", "weak", "--quiet").Expect(0);
        tool.Run("train", tool.SmallRecipe(epochs: 8, count: 2000, name: "strong"), "--out", "strong", "--quiet")
            .Expect(0);
        JsonElement both = tool.Run("compare", "weak", "strong", "--json").Expect(0).Last;
        Assert.Equal(200, both.GetProperty("test_samples").GetInt32());
        int[] counts = [.. new[] { "both_right", "only_a", "only_b", "both_wrong" }.Select(name =>
            both.GetProperty(name).GetInt32())];
        Assert.Equal(200, counts.Sum());
        Assert.Equal((double)(counts[2] - counts[1]) / 200, both.GetProperty("difference").GetDouble(), 1e-12);
        Assert.Equal(("b", true), (both.GetProperty("better").GetString(),
            both.GetProperty("beyond_chance").GetBoolean()));
        double excess = Math.Abs(counts[1] - counts[2]) - 1.0;
        Assert.Equal(excess * excess / (counts[1] + counts[2]), both.GetProperty("statistic").GetDouble(), 1e-9);
        JsonElement alone = tool.Run("evaluate", "strong", "--json").Expect(0).Last;
        Assert.Equal(alone.GetProperty("test_accuracy").GetDouble(),
            both.GetProperty("b").GetProperty("accuracy").GetDouble(), 1e-12);
        var classes = both.GetProperty("classes").EnumerateArray().ToList();
        Assert.Equal(10, classes.Count);
        Assert.Equal(counts[2], classes.Sum(c => c.GetProperty("only_b").GetInt32()));
        string text = tool.Run("compare", "strong", "weak").Expect(0).Out;
        Assert.Contains("A is better than B by", text);
        Assert.Contains("95% interval", text);
        Assert.Contains("McNemar, chi-squared with continuity correction", text);
    }

    [Fact]
    public void A_run_does_not_differ_from_itself()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        JsonElement same = tool.Run("compare", run, run, "--json").Expect(0).Last;
        Assert.Equal((0, 0, 1.0, JsonValueKind.Null), (same.GetProperty("only_a").GetInt32(),
            same.GetProperty("only_b").GetInt32(), same.GetProperty("p_value").GetDouble(),
            same.GetProperty("better").ValueKind));
        string text = tool.Run("compare", run, run).Expect(0).Out;
        Assert.Contains("no difference larger than chance", text);
        Assert.Contains("exact binomial", text);
    }

    [Fact]
    public void Splits_of_two_seeds_are_other_samples()
    {
        using var tool = new Tool();
        foreach (string seed in (string[])["1", "2"])
            tool.Run("train", "wheat", "--dataset", "wheat-sample", "--epochs", "2", "--seed", seed, "--out", seed,
                "--quiet").Expect(0);
        tool.Run("compare", "1", "2").Explains(1, "wheat-sample", "seeds are 1 and 2", "same --holdout", "same --seed");
        // A common test set chosen afterwards holds what one side, or both, were trained on.
        tool.Run("compare", "1", "2", "--holdout", "40").Explains(1, "A (1)", "of 40 evaluated samples", "same --holdout",
            "same --seed");
        tool.Run("compare", "1", "2", "--dataset", "wheat-sample").Explains(1, "B (2)", "of 42 evaluated samples");
    }

    [Fact]
    public void Runs_that_held_out_the_same_samples_are_compared_whatever_their_seeds()
    {
        using var tool = new Tool();
        foreach (string seed in (string[])["1", "2"])
            tool.Run("train", tool.SmallRecipe(epochs: 1), "--holdout", "150", "--seed", seed, "--out", seed,
                "--quiet").Expect(0);
        JsonElement both = tool.Run("compare", "1", "2", "--json").Expect(0).Last;
        Assert.Equal((150, 0, 0), (both.GetProperty("test_samples").GetInt32(),
            both.GetProperty("a").GetProperty("seen_in_training").GetInt32(),
            both.GetProperty("b").GetProperty("seen_in_training").GetInt32()));
    }

    [Fact]
    public void A_run_that_does_not_say_what_it_learned_from_is_compared_with_a_note()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        File.Delete(tool[$"{run}/training-samples.safetensors"]);
        var outcome = tool.Run("compare", run, run).Expect(0);
        Assert.Contains("Whether B was trained on the evaluated samples is not known", outcome.Errors);
        Assert.Equal(JsonValueKind.Null, tool.Run("compare", run, run, "--json").Expect(0).Last.GetProperty("a")
            .GetProperty("seen_in_training").ValueKind);
    }

    [Fact]
    public void A_missing_run_and_runs_of_other_inputs_are_explained()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        tool.Run("compare", run).Explains(2);
        tool.Run("compare", run, "nowhere").Explains(1, "nowhere", "no such folder", "train");
        tool.Run("train", "wheat", "--dataset", "wheat-sample", "--epochs", "2", "--out", "wheat", "--quiet").Expect(0);
        tool.Run("compare", run, "wheat").Explains(1, "digits", "wheat-sample");
        tool.Run("compare", run, "wheat", "--dataset", "digits").Explains(1, "wheat", "28, 28]");
    }
}
