using System.Text;
using System.Text.Json;

namespace Madaline.Cli.Tests.Commands;

public sealed class EvaluateTests
{
    [Fact]
    public void A_run_is_judged_on_its_own_test_set_as_training_judged_it()
    {
        using var tool = new Tool();
        JsonElement trained = tool.Run("train", tool.SmallRecipe(), "--out", "run", "--json").Expect(0).Last;
        JsonElement judged = tool.Run("evaluate", "run", "--json").Expect(0).Last;
        foreach (string field in (string[])["recipe", "dataset", "test_accuracy", "test_loss", "baseline_accuracy",
            "class_accuracy", "parameters", "weights_sha256", "run", "confusion"])
            Assert.Equal(trained.GetProperty(field).GetRawText(), judged.GetProperty(field).GetRawText());
        var people = tool.Run("evaluate", "run").Expect(0);
        Assert.Contains("test accuracy", people.Out);
        Assert.Contains("95% interval", people.Out);
    }

    [Fact]
    public void Each_class_has_counts_an_interval_and_what_it_was_taken_for()
    {
        using var tool = new Tool();
        string run = tool.Trained("--epochs", "1");
        JsonElement judged = tool.Run("evaluate", run, "--json").Expect(0).Last;
        int[][] confusion = [.. judged.GetProperty("confusion").EnumerateArray().Select(row =>
            row.EnumerateArray().Select(cell => cell.GetInt32()).ToArray())];
        var classes = judged.GetProperty("classes").EnumerateArray().ToList();
        for (int c = 0; c < 10; c++)
        {
            Assert.Equal((confusion[c].Sum(), confusion[c][c]), (classes[c].GetProperty("samples").GetInt32(),
                classes[c].GetProperty("right").GetInt32()));
            int[] wrong = [.. confusion[c].Select((count, j) => j == c ? 0 : count)];
            Assert.Equal(wrong.Max(), classes[c].GetProperty("mistaken").GetInt32());
            Assert.InRange(classes[c].GetProperty("accuracy").GetDouble(),
                classes[c].GetProperty("interval")[0].GetDouble(), classes[c].GetProperty("interval")[1].GetDouble());
        }

        JsonElement differences = judged.GetProperty("class_differences");
        Assert.Equal(45, differences.GetProperty("pairs").GetInt32());
        Assert.All(differences.GetProperty("beyond_chance").EnumerateArray(), pair =>
            Assert.True(pair.GetProperty("p_corrected").GetDouble() < 0.05));
        string text = tool.Run("evaluate", run).Expect(0).Out;
        Assert.Contains("most often taken for", text);
        Assert.Contains("Holm", text);
        Assert.Contains("45 pairs", text);
    }

    [Fact]
    public void A_set_with_other_inputs_or_classes_is_refused()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        tool.Run("evaluate", run, "--dataset", "wheat-sample").Explains(1, "[7]", "[1, 28, 28]", "--dataset");
        tool.Run("evaluate", run, "--dataset", "nope").Explains(2, "there is no data set \"nope\"");
        tool.Run("evaluate", "nowhere").Explains(1, "nowhere");
        tool.Run("evaluate").Explains(2);
    }

    [Fact]
    public void Another_set_of_the_same_kind_is_judged_whole()
    {
        using var tool = new Tool();
        tool.Run("train", "wheat", "--dataset", "wheat-sample", "--out", "run", "--quiet").Expect(0);
        Assert.Equal(42, tool.Run("evaluate", "run", "--json").Expect(0).Last.GetProperty("test_samples").GetInt32());
        tool.WithRealData("wheat/wheat.csv");
        JsonElement real = tool.Run("evaluate", "run", "--dataset", "wheat", "--json").Expect(0).Last;
        Assert.Equal(("wheat", 210),
            (real.GetProperty("dataset").GetString(), real.GetProperty("test_samples").GetInt32()));
        Assert.InRange(real.GetProperty("test_accuracy").GetDouble(), 0.85, 1);
    }

    [Fact]
    public void Drawn_digits_are_worth_80_percent_on_real_ones()
    {
        using var tool = new Tool().WithRealData("mnist/t10k-images-idx3-ubyte.gz");
        tool.Run("train", "digits", "--out", "run", "--quiet").Expect(0);
        JsonElement judged = tool.Run("evaluate", "run", "--dataset", "mnist", "--json").Expect(0).Last;
        Assert.Equal(("mnist", 10_000),
            (judged.GetProperty("dataset").GetString(), judged.GetProperty("test_samples").GetInt32()));
        Assert.InRange(judged.GetProperty("test_accuracy").GetDouble(), 0.80, 1);
    }

    [Theory]
    [InlineData("recipe.json", "evaluate")]
    [InlineData("model.safetensors", "evaluate")]
    [InlineData("model.safetensors", "predict")]
    [InlineData("metrics.jsonl", "train")]
    [InlineData("checkpoints/last.safetensors", "train")]
    public void A_damaged_run_is_explained(string file, string command)
    {
        using var tool = new Tool();
        string run = tool.Trained(), path = tool[$"{run}/{file}"];
        byte[] whole = File.ReadAllBytes(path);
        byte[][] damaged = [[], whole[..(whole.Length / 2)], Encoding.UTF8.GetBytes("{\"never\": [closed"),
            [.. whole[..8], .. new byte[whole.Length - 8]]];
        foreach (byte[] bytes in damaged)
        {
            File.WriteAllBytes(path, bytes);
            var outcome = command switch
            {
                "train" => tool.Run("train", "--resume", run, "--epochs", "3", "--quiet"),
                "predict" => tool.Run("predict", run, "1,2,3"),
                _ => tool.Run("evaluate", run),
            };
            // A resume needs the checkpoint alone: the metrics are written anew from it.
            if (file == "metrics.jsonl")
                outcome.Expect(0);
            else
                outcome.Explains(1, Path.GetFileName(file));
        }
    }

    [Fact]
    public void A_run_without_its_model_says_how_to_finish_it()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        File.Delete(tool[$"{run}/model.safetensors"]);
        tool.Run("evaluate", run).Explains(1, "--resume run");
        tool.Run("summary", run).Explains(1, "--resume run");
    }

    [Theory]
    [InlineData("80")]
    [InlineData("60")]
    public void Tables_of_thirty_classes_with_long_names_fit_the_terminal(string columns)
    {
        using var tool = new Tool();
        string rows = string.Join('\n', Enumerable.Range(0, 300).Select(i => $"{i % 30},{i % 7},a long name of the class number {i % 30}"));
        string table = tool.Write("many.csv", $"a,b,kind\n{rows}\n");
        tool.Run("train", "wheat", "--data", table, "--target", "kind", "--epochs", "1", "--out", "run").Expect(0);
        string text = tool.With("COLUMNS", columns).Run("evaluate", "run").Expect(0).Out;
        string[] lines = [.. text.Split('\n').SkipWhile(line => !line.StartsWith("  class", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0)];
        Assert.Equal(32, lines.Length);
        Assert.All(lines, line => Assert.True(line.Length <= int.Parse(columns), line));
        Assert.Equal(30, lines[2..].Select(line => line.Trim().Split("   ")[0]).Distinct().Count());
        Assert.Contains("accuracy", lines[0]);
    }
}
