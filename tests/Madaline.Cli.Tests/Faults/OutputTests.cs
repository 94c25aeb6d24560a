using System.Text.Json;

namespace Madaline.Cli.Tests.Faults;

/// <summary>Outputs that cannot be written, and what every output must hold.</summary>
public sealed class OutputTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Madaline.Cli.dll");

    [Theory]
    [InlineData("2> /dev/full", 0)]
    [InlineData("2>&-", 0)]
    [InlineData("> /dev/full", 1)]
    [InlineData(">&-", 1)]
    [InlineData("> /dev/full 2> /dev/full", 1)]
    [InlineData("<&- >&- 2>&-", 1)]
    [InlineData("--json > /dev/full", 1)]
    public void An_output_that_cannot_be_written_ends_no_training(string redirections, int code)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/dev/full"), "no device that is always full");
        using var tool = new Tool();
        tool.SmallRecipe();
        var outcome = tool.RunOther("/bin/sh", "-c", $"dotnet '{Program}' train small.json --out run {redirections}").Expect(code);
        Assert.True(File.Exists(tool["run/model.safetensors"]));
        Assert.DoesNotContain("Unhandled", outcome.Errors);
        if (code == 1 && !redirections.Contains("2>"))
            Assert.Contains("stdout cannot be written", outcome.Errors);
        tool.Run("evaluate", "run").Expect(0);
    }

    [Fact]
    public void Few_open_files_are_told_in_one_line()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the limit is asked of Linux");
        using var tool = new Tool();
        var outcome = tool.RunOther("/bin/sh", "-c", $"ulimit -n 64; dotnet '{Program}' train digits").Explains(1, "64 files", "ulimit -n");
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Json_never_has_a_key_twice_and_failures_end_with_an_error()
    {
        using var tool = new Tool();
        tool.Trained();
        tool.Run("train", "small.json", "--out", "second", "--seed", "2", "--quiet").Expect(0);
        string[][] commands =
        [
            ["train", "small.json", "--epochs", "1"], ["evaluate", "run"], ["compare", "run", "second"], ["show", "run"],
            ["predict", "run", "nothing"], ["crossval", "small.json", "--epochs", "1", "--folds", "2"], ["recipe", "list"],
            ["recipe", "show", "wheat"], ["data", "list"], ["data", "info", "mnist"], ["data", "get", "digits"],
            ["summary", "run"], ["doctor"], ["train", "small.json", "--out", "run"], ["evaluate", "run", "--dataset", "wheat-sample"],
        ];
        foreach (string[] command in commands)
        {
            var outcome = tool.Run([.. command, "--json"]);
            foreach (string line in outcome.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                RequireUniqueKeys(JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = true }).RootElement, line);
            if (outcome.Code != 0)
                Assert.Equal("error", outcome.Last.GetProperty("event").GetString());
        }
    }

    [Fact]
    public void A_redirected_run_prints_lines_of_epochs_also_of_short_ones_and_the_last()
    {
        using var tool = new Tool();
        tool.Write("early.json", """
            { "name": "early", "dataset": { "type": "wheat-sample", "count": 210 }, "transforms": ["z-score"],
              "layers": [{ "type": "linear", "outputs": 32 }, "relu", { "type": "linear", "outputs": "classes" }],
              "loss": "cross-entropy", "optimizer": { "type": "adam", "lr": 0.02 }, "epochs": 400, "batch": 16, "patience": 10 }
            """);
        var people = tool.Run("train", "early.json", "--out", "a").Expect(0);
        string[] lines = [.. people.Errors.Split('\n').Where(line => line.StartsWith("epoch ", StringComparison.Ordinal))];
        Assert.InRange(lines.Length, 3, 60);
        var outcome = tool.Run("train", "early.json", "--out", "b", "--json").Expect(0);
        JsonElement result = outcome.Last, shown = outcome.Lines[^2];
        int last = result.GetProperty("epochs").GetInt32(), best = result.GetProperty("best_epoch").GetInt32();
        Assert.Equal(("StoppedEarly", last), (result.GetProperty("end").GetString(), shown.GetProperty("epoch").GetInt32()));
        Assert.StartsWith($"epoch {last}/400", lines[^1]);
        Assert.Contains($"stopped early after epoch {last} of 400: no better validation loss in 10 epochs; the weights of epoch {best} are "
            + "kept (validation loss 0.", people.Out);
        Assert.Equal(10, last - best);
    }

    [Fact]
    public void Data_sets_are_counted_as_they_are()
    {
        using var tool = new Tool();
        Directory.CreateDirectory(tool["root/mnist"]);
        foreach (var (part, count) in (ReadOnlySpan<(string, int)>)[("train", 7), ("t10k", 3)])
        {
            File.WriteAllBytes(tool[$"root/mnist/{part}-images-idx3-ubyte"], [0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 28, 0, 0, 0, 28,
                .. new byte[784 * count]]);
            File.WriteAllBytes(tool[$"root/mnist/{part}-labels-idx1-ubyte"], [0, 0, 8, 1, 0, 0, 0, (byte)count, .. new byte[count]]);
        }

        Directory.CreateDirectory(tool["root/cifar10"]);
        File.WriteAllBytes(tool["root/cifar10/data_batch_1.bin"], new byte[3073 * 5]);
        File.WriteAllBytes(tool["root/cifar10/test_batch.bin"], new byte[3073 * 2]);
        var counts = tool.Run("data", "list", "--data", "root", "--json").Expect(0).Lines.ToDictionary(
            line => line.GetProperty("name").GetString()!, line => (line.GetProperty("train_samples").GetInt32(),
                line.GetProperty("test_samples").GetInt32(), line.GetProperty("counted").GetBoolean()));
        Assert.Equal((7, 3, true), counts["mnist"]);
        Assert.Equal((5, 2, true), counts["cifar10"]);
        Assert.Equal((60_000, 10_000, false), counts["fashion-mnist"]);
        Assert.Contains("samples   10000 to train, 2000 to test, unless a recipe asks for another number (count); recipe digits draws 20000 to train",
            tool.Run("data", "info", "digits").Expect(0).Out);
        Assert.Contains("samples   7 to train, 3 to test", tool.Run("data", "info", "mnist", "--data", "root").Expect(0).Out);
        Assert.Contains("(60000)", tool.Run("data", "list", "--data", "root").Expect(0).Out);
    }

    private static void RequireUniqueKeys(JsonElement element, string line)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                RequireUniqueKeys(item, line);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var seen = new HashSet<string>();
            foreach (var property in element.EnumerateObject())
            {
                Assert.True(seen.Add(property.Name), $"{property.Name} twice in {line}");
                RequireUniqueKeys(property.Value, line);
            }
        }
    }
}
