using System.Diagnostics;

namespace Madaline.Cli.Tests.Faults;

/// <summary>Runs that go on after what may happen to their folder and their data.</summary>
public sealed class GoingOnTests
{
    [Fact]
    public void An_empty_recipe_is_no_run_and_can_be_begun_anew()
    {
        using var tool = new Tool();
        tool.SmallRecipe();
        Directory.CreateDirectory(tool["run/checkpoints"]);
        File.WriteAllText(tool["run/recipe.json"], "");
        File.WriteAllText(tool["run/training.lock"], "");
        File.WriteAllText(tool["run/.recipe.json.abcdefgh.abc.tmp"], "{");
        File.WriteAllText(tool["run/checkpoints/.last.safetensors.abcdefgh.abc.tmp"], "x");
        tool.Run("train", "--resume", "run").Explains(1, "run holds no run: its recipe.json is empty", "--out run");
        tool.Run("train", "small.json", "--out", "run").Expect(0);
        tool.Run("train", "--resume", "run").Expect(0);
        Assert.DoesNotContain(Directory.GetFiles(tool["run"], ".*", SearchOption.AllDirectories), file => file.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.False(File.Exists(tool["run/training.lock"]));
    }

    [Fact]
    public void Changed_data_are_refused_unless_allowed()
    {
        using var tool = new Tool();
        string table = tool.FruitTable();
        string[] train = ["train", "wheat", "--data", table, "--target", "fruit", "--one-hot", "--epochs", "3"];
        tool.Run([.. train, "--out", "run"]).Expect(0);
        tool.Run("train", "--resume", "run", "--epochs", "4").Expect(0);
        string text = File.ReadAllText(tool[table]);
        tool.Write(table, text.Replace(",18.1,", ",18.15,", StringComparison.Ordinal));
        tool.Run("train", "--resume", "run", "--epochs", "5").Explains(1, "not those that run was trained on", "are new", "--allow-changed");
        // The same inputs with other classes: the fingerprints of inputs do not see that.
        tool.Write(table, text.Replace("banana", "x", StringComparison.Ordinal).Replace("apple", "banana", StringComparison.Ordinal)
            .Replace("x", "apple", StringComparison.Ordinal));
        var refused = tool.Run("train", "--resume", "run", "--epochs", "5").Expect(1);
        Assert.Contains("--allow-changed", refused.Errors);
        tool.Run("train", "--resume", "run", "--epochs", "5", "--allow-changed").Expect(0);
        tool.Write(table, text);
        tool.Run("train", "--resume", "run", "--epochs", "6").Expect(1);
    }

    [Fact]
    public void Damaged_metrics_do_not_keep_a_run_from_going_on()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        foreach (string damage in (string[])["nothing\n", "{\"epoch\":1}\n", ""])
        {
            tool.Write($"{run}/metrics.jsonl", damage);
            var outcome = tool.Run("train", "--resume", run, "--epochs", "3").Expect(0);
            Assert.Equal(damage.Length > 0, outcome.Errors.Contains("metrics are written anew", StringComparison.Ordinal));
            Assert.Equal(3, File.ReadLines(tool[$"{run}/metrics.jsonl"]).Count());
        }
    }

    [Fact]
    public void A_folder_that_is_removed_while_training_is_written_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "open files cannot be removed");
        using var tool = new Tool();
        tool.SmallRecipe(epochs: 400);
        using Process process = tool.Start("train", "small.json", "--out", "run", "--quiet");
        for (var started = Stopwatch.StartNew(); !File.Exists(tool["run/metrics.jsonl"]) && started.Elapsed.TotalSeconds < 60;)
            Thread.Sleep(10);
        Directory.Delete(tool["run"], recursive: true);
        Tool.Finish(process, "").Expect(0);
        foreach (string file in (string[])["recipe.json", "model.safetensors", "metrics.jsonl", "training-samples.safetensors",
            "checkpoints/last.safetensors"])
            Assert.True(File.Exists(tool[$"run/{file}"]), file);
        tool.Run("evaluate", "run").Expect(0);
        tool.Run("train", "--resume", "run").Expect(0);
    }
}
