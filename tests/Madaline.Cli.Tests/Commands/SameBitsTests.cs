using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Madaline.Cli.Tests.Commands;

public sealed partial class SameBitsTests
{
    [Fact]
    public void Weights_depend_on_the_seed_and_not_on_threads_or_vector_width()
    {
        using var tool = new Tool();
        tool.SmallRecipe(count: 1500);
        string expected = Weights(tool, "--threads", "1");
        Assert.Equal(expected, Weights(tool, "--threads", "2"));
        Assert.Equal(expected, Weights(tool, "--threads", "3"));
        Assert.NotEqual(expected, Weights(tool, "--threads", "1", "--seed", "2"));
        tool.With("DOTNET_EnableAVX512", "0");
        Assert.Equal(expected, Weights(tool, "--threads", "2"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_stopped_run_says_how_to_go_on_and_reaches_the_same_weights(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent by kill");
        using var tool = new Tool();
        Process process = StartLong(tool, WaitFor.Steps);
        Kill(process, signal);
        var stopped = Tool.Finish(process, "").Expect(1);
        Assert.Contains("train --resume long", stopped.Errors);
        Assert.DoesNotContain("test accuracy", stopped.Out);
        AssertResumes(tool);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_killed_run_is_resumed_to_the_same_weights(bool images)
    {
        using var tool = new Tool();
        Process process = StartLong(tool, WaitFor.Checkpoint, images);
        process.Kill();
        Assert.NotEqual(0, Tool.Finish(process, "").Code);
        tool.Run("evaluate", "long").Explains(1, "--resume long");
        AssertResumes(tool);
    }

    [Fact]
    public void A_run_with_early_stopping_reports_the_same_when_it_is_resumed_at_its_end()
    {
        using var tool = new Tool();
        tool.SmallRecipe(epochs: 40, extra: "\"patience\": 1,");
        JsonElement first = tool.Run("train", "small.json", "--lr", "0.05", "--out", "run", "--json").Expect(0).Last;
        Assert.Equal("StoppedEarly", first.GetProperty("end").GetString());
        JsonElement again = tool.Run("train", "--resume", "run", "--json").Expect(0).Last;
        Assert.Equal(Essentials(first), Essentials(again));
    }

    [Fact]
    public void What_does_not_go_together_with_resume_is_explained()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        tool.Run("train", "--resume", "nowhere").Explains(1, "nowhere", "no such folder", "train");
        tool.Run("train", "--resume", run, "--out", "other").Explains(2, "--out", "--resume");
        tool.Run("train", "--resume", run, "--seed", "5").Explains(2, "--resume", "--epochs");
        tool.Run("train", "--resume", run, "--hidden", "5").Explains(2, "--resume");
        tool.Run("train", "wheat", "--resume", run).Explains(2, "wheat", "small");
        JsonElement longer = tool.Run("train", "--resume", run, "--epochs", "3", "--json").Expect(0).Last;
        Assert.Equal(3, longer.GetProperty("epochs").GetInt32());
        JsonElement straight = tool.Run("train", "small.json", "--epochs", "3", "--json").Expect(0).Last;
        Assert.Equal(straight.GetProperty("weights_sha256").GetString(),
            longer.GetProperty("weights_sha256").GetString());
    }

    /// <summary>All of a convolutional training that has a state, or draws from a stream.</summary>
    private const string Images = """
        {
          "name": "long", "dataset": { "type": "shapes", "count": 300, "test-count": 100 },
          "transforms": [
            { "type": "random-crop", "padding": 4 }, { "type": "flip" }, { "type": "rotation", "degrees": 15 },
            { "type": "random-erasing" }, { "type": "to-float" }, "normalize", { "type": "cutmix", "alpha": 1 }
          ],
          "layers": [
            { "type": "block", "channels": 8, "stride": 2 }, { "type": "dropout2d", "p": 0.1 },
            { "type": "residual", "layers": [{ "type": "block", "channels": 16, "stride": 2 }] },
            { "type": "max-pool", "kernel": 2 }, "flatten", { "type": "dropout", "p": 0.2 },
            { "type": "linear", "outputs": "classes" }
          ],
          "loss": { "type": "cross-entropy" }, "optimizer": { "type": "adam", "lr": 0.01 },
          "epochs": 1000000, "batch": 32
        }
        """;

    private enum WaitFor
    {
        Steps,
        Checkpoint,
    }

    /// <summary>Starts a run without end and waits until it is well under way.</summary>
    private static Process StartLong(Tool tool, WaitFor what, bool images = false)
    {
        if (images)
            tool.Write("long.json", Images);
        else
            tool.SmallRecipe(epochs: 1_000_000, count: 2000, name: "long");
        Process process = tool.Start("train", "long.json", "--out", "long");
        string file = tool[what == WaitFor.Checkpoint ? "long/checkpoints/last.safetensors" : "long/metrics.jsonl"];
        var patience = Stopwatch.StartNew();
        while (!File.Exists(file))
        {
            Assert.False(process.HasExited, "the run ended before it could be stopped");
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(15), $"{file} did not appear");
            Thread.Sleep(20);
        }

        return process;
    }

    /// <summary>The resumed run, an uninterrupted one and a run resumed at its end say the same.</summary>
    private static void AssertResumes(Tool tool)
    {
        Assert.False(File.Exists(tool["long/model.safetensors"]));
        string[] epochs = ["--epochs", $"{EpochsOf(tool["long/checkpoints/last.safetensors"]) + 2}", "--json"];
        JsonElement resumed = tool.Run(["train", "--resume", "long", "--threads", "1", .. epochs]).Expect(0).Last;
        JsonElement straight = tool.Run(["train", "long.json", "--out", "straight", .. epochs]).Expect(0).Last;
        JsonElement again = tool.Run("train", "--resume", "long", "--json").Expect(0).Last;
        Assert.Equal(Essentials(straight), Essentials(resumed));
        Assert.Equal(Essentials(straight), Essentials(again));
        Assert.Equal(Learned(tool["straight/metrics.jsonl"]), Learned(tool["long/metrics.jsonl"]));
    }

    /// <summary>How many epochs a checkpoint has behind it.</summary>
    private static int EpochsOf(string checkpoint)
    {
        Match match = Epoch().Match(File.ReadAllText(checkpoint, Encoding.Latin1));
        Assert.True(match.Success, "the checkpoint names no epoch");
        return int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>JSON inside JSON: its quotes are escaped.</summary>
    [GeneratedRegex("""(?:\\u0022|\\")epoch(?:\\u0022|\\"):(?<n>\d+)""")]
    private static partial Regex Epoch();

    /// <summary>All of a result but the time it took and the folder.</summary>
    private static string Essentials(JsonElement result) => string.Join('\n', result.EnumerateObject()
        .Where(field => field.Name is not ("train_seconds" or "run"))
        .Select(field => $"{field.Name}={field.Value.GetRawText()}"));

    private static string[] Learned(string metrics) =>
        [.. File.ReadLines(metrics).Select(line => line[..line.IndexOf("\"seconds\"", StringComparison.Ordinal)])];

    private static void Kill(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    private static string Weights(Tool tool, params string[] flags) =>
        tool.Run(["train", "small.json", "--json", .. flags]).Expect(0).Last.GetProperty("weights_sha256").GetString()!;
}
