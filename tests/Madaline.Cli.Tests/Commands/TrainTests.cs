using System.Text.Json;

namespace Madaline.Cli.Tests.Commands;

public sealed class TrainTests
{
    private static readonly string[] ResultFields =
    [
        "event", "recipe", "dataset", "epochs", "test_accuracy", "test_loss", "baseline_accuracy", "train_seconds",
        "class_accuracy", "parameters", "weights_sha256", "run",
    ];

    [Fact]
    public void Every_line_of_json_is_an_object_and_the_last_is_the_result()
    {
        using var tool = new Tool();
        var outcome = tool.Run("train", tool.SmallRecipe(epochs: 3), "--json").Expect(0);
        Assert.Equal(["start", "epoch", "epoch", "epoch", "result"],
            outcome.Lines.Select(line => line.GetProperty("event").GetString()));
        JsonElement result = outcome.Last;
        Assert.Equal(ResultFields, result.EnumerateObject().Take(ResultFields.Length).Select(field => field.Name));
        Assert.Equal(("small", "digits", 3),
            (result.GetProperty("recipe").GetString(), result.GetProperty("dataset").GetString(),
            result.GetProperty("epochs").GetInt32()));
        Assert.Equal("0123456789".Select(c => $"{c}"),
            result.GetProperty("class_accuracy").EnumerateObject().Select(field => field.Name));
        Assert.Equal((784 * 32) + 32 + (32 * 10) + 10, result.GetProperty("parameters").GetInt32());
        Assert.Matches("^[0-9a-f]{64}$", result.GetProperty("weights_sha256").GetString());
        Assert.InRange(result.GetProperty("test_accuracy").GetDouble(), 0.3, 1);
        Assert.Equal(0.1, result.GetProperty("baseline_accuracy").GetDouble());
        Assert.StartsWith("runs/small-", result.GetProperty("run").GetString()!.Replace('\\', '/'));
        Assert.Empty(outcome.Errors);
    }

    [Fact]
    public void A_run_folder_holds_recipe_model_metrics_and_checkpoint()
    {
        using var tool = new Tool();
        string run = tool.Trained("--seed", "7");
        foreach (string file in (string[])["recipe.json", "model.safetensors", "metrics.jsonl",
            "training-samples.safetensors", "checkpoints/last.safetensors"])
            Assert.True(File.Exists(tool[$"{run}/{file}"]), file);
        Assert.Equal(2, File.ReadLines(tool[$"{run}/metrics.jsonl"]).Count());
        Assert.Contains("\"seed\": 7", File.ReadAllText(tool[$"{run}/recipe.json"]));
        Assert.Equal(5, Directory.GetFiles(tool[run], "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Results_go_to_stdout_and_progress_to_stderr_without_colour_codes_when_redirected()
    {
        using var tool = new Tool();
        var outcome = tool.Run("train", tool.SmallRecipe(), "--out", "a").Expect(0);
        Assert.Contains("test accuracy", outcome.Out);
        Assert.Matches(@"majority baseline  \d+\.\d\d%  \(always ""\d""\)", outcome.Out);
        Assert.DoesNotContain("epoch", outcome.Out);
        Assert.Contains("epoch 2/2", outcome.Errors);
        Assert.DoesNotContain('\u001b', outcome.Out + outcome.Errors);
        // A build server's variables make terminals of pipes for some libraries; not here.
        var served = tool.With("GITHUB_ACTIONS", "true").With("TERM", "xterm-256color").Run("train", "small.json",
            "--out", "b").Expect(0);
        Assert.DoesNotContain('\u001b', served.Out + served.Errors);
        var quiet = tool.Run("train", "small.json", "--out", "c", "--quiet").Expect(0);
        Assert.Empty(quiet.Errors);
        Assert.Contains("test accuracy", quiet.Out);
    }

    [Fact]
    public void The_built_in_digits_train_from_the_command_of_the_readme()
    {
        using var tool = new Tool();
        JsonElement result = tool.Run("train", "digits", "--epochs", "1", "--json").Expect(0).Last;
        Assert.InRange(result.GetProperty("test_accuracy").GetDouble(), 0.8, 1);
        Assert.Equal(101_770, result.GetProperty("parameters").GetInt32());
    }

    [Fact]
    public void Flags_override_the_recipe_and_are_kept_in_the_run()
    {
        using var tool = new Tool();
        JsonElement result = tool.Run("train", tool.SmallRecipe(), "--epochs", "1", "--batch", "50", "--lr", "0.01",
            "--seed", "9", "--hidden", "12,8",
            "--optimizer", "sgd", "--holdout", "100", "--device", "cpu", "--out", "run", "--json").Expect(0).Last;
        Assert.Equal((784 * 12) + 12 + (12 * 8) + 8 + (8 * 10) + 10, result.GetProperty("parameters").GetInt32());
        Assert.Equal(
            (1, 100), (result.GetProperty("epochs").GetInt32(), result.GetProperty("test_samples").GetInt32()));
        using var recipe = JsonDocument.Parse(File.ReadAllText(tool["run/recipe.json"]));
        JsonElement root = recipe.RootElement;
        Assert.Equal((50, 9, 100),
            (root.GetProperty("batch").GetInt32(), root.GetProperty("seed").GetInt32(),
            root.GetProperty("holdout").GetInt32()));
        Assert.Equal("sgd", root.GetProperty("optimizer").GetProperty("type").GetString());
        Assert.Equal(0.01, root.GetProperty("optimizer").GetProperty("lr").GetDouble());
        Assert.Equal("flatten linear relu dropout linear relu dropout linear",
            string.Join(' ', root.GetProperty("layers").EnumerateArray().Select(x => x.GetProperty("type").GetString())));
    }

    [Fact]
    public void Holdout_takes_the_last_samples_or_a_fraction_of_them()
    {
        using var tool = new Tool();
        var start = tool.Run("train", tool.SmallRecipe(), "--epochs", "1", "--holdout", "0.25",
            "--json").Expect(0).Lines[0];
        Assert.Equal(
            (450, 150), (start.GetProperty("train_samples").GetInt32(), start.GetProperty("test_samples").GetInt32()));
        tool.Run("train", "small.json", "--holdout", "600").Explains(2, "holdout", "1 to 599");
        foreach (string wrong in (string[])["0", "-3", "1.5", "many"])
            tool.Run("train", "small.json", "--holdout", wrong).Explains(2, $"--holdout is {wrong}");
    }

    [Fact]
    public void Another_data_set_can_be_trained_on()
    {
        using var tool = new Tool();
        var result = tool.Run("train", "wheat", "--dataset", "wheat-sample", "--epochs", "20", "--json").Expect(0).Last;
        Assert.Equal(("wheat", "wheat-sample"),
            (result.GetProperty("recipe").GetString(), result.GetProperty("dataset").GetString()));
        Assert.Equal(["Kama", "Rosa", "Canadian"],
            result.GetProperty("class_accuracy").EnumerateObject().Select(field => field.Name));
        Assert.InRange(result.GetProperty("test_accuracy").GetDouble(), 0.8, 1);
    }

    [Fact]
    public void A_missing_data_set_names_files_folder_and_flag()
    {
        using var tool = new Tool();
        tool.Run("train", "mnist-fcn").Explains(1, "train-images-idx3-ubyte.gz", "mnist", "--data", "MADALINE_DATA",
            "madaline data get mnist");
        tool.Run("train", "wheat", "--data", "nowhere").Explains(1, "wheat.csv", tool["nowhere/wheat"], "--data");
        tool.Run("train", "wheat", "--data", "missing.csv").Explains(1, "missing.csv");
        Assert.False(Directory.Exists(tool["runs"]));
    }

    [Theory]
    [InlineData(2, "train needs a recipe", "train")]
    [InlineData(2, "there is no recipe nope", "train", "nope")]
    [InlineData(2, "--nope", "train", "digits", "--nope")]
    [InlineData(2, "--epochs is 0", "train", "digits", "--epochs", "0")]
    [InlineData(2, "--epochs", "train", "digits", "--epochs")]
    [InlineData(2, "--batch is many", "train", "digits", "--batch", "many")]
    [InlineData(2, "--lr is -1", "train", "digits", "--lr", "-1")]
    [InlineData(2, "--seed", "train", "digits", "--seed", "x")]
    [InlineData(2, "--hidden is 12,x", "train", "digits", "--hidden", "12,x")]
    [InlineData(2, "sgd, adam, adamw, rmsprop, adagrad", "train", "digits", "--optimizer", "best")]
    [InlineData(2, "there is no data set \"nope\"", "train", "digits", "--dataset", "nope")]
    [InlineData(2, "--threads is 0", "train", "digits", "--threads", "0")]
    [InlineData(2, "--device is tpu", "train", "digits", "--device", "tpu")]
    [InlineData(2, "--target", "train", "digits", "--target", "x")]
    [InlineData(2, "there is no command fly", "fly")]
    [InlineData(2, "a command is missing", new string[0])]
    [InlineData(1, "NVIDIA", "train", "digits", "--device", "cuda")]
    [InlineData(1, "Apple", "train", "digits", "--device", "mps")]
    [InlineData(1, "OpenCL", "train", "digits", "--device", "opencl")]
    [InlineData(1, "missing.json", "train", "missing.json")]
    public void What_does_not_fit_is_explained(int code, string words, params string[] args)
    {
        using var tool = new Tool();
        var outcome = tool.Run(args).Explains(code, words);
        Assert.Empty(outcome.Out);
        Assert.Empty(Directory.GetFileSystemEntries(tool.Folder));
    }

    [Fact]
    public void A_damaged_recipe_names_the_place()
    {
        using var tool = new Tool();
        tool.Write("broken.json", "{ \"name\": ");
        tool.Run("train", "broken.json").Explains(1, "broken.json");
        tool.Write("typo.json", File.ReadAllText(tool[tool.SmallRecipe()]).Replace("\"relu\"", "\"rellu\""));
        tool.Run("train", "typo.json").Explains(1, "typo.json", "layers[2]", "rellu");
        tool.Write("doubled.json",
            File.ReadAllText(tool["small.json"]).Replace("\"outputs\": \"classes\" }",
            "\"outputs\": \"classes\" }, { \"type\": \"softmax\" }"));
        tool.Run("train", "doubled.json").Explains(1, "softmax", "cross-entropy");
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_not_written_over()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        tool.Run("train", "small.json", "--out", run).Explains(1, "holds a run already", "--out", "--resume");
    }

    [Fact]
    public void A_loss_that_runs_away_ends_with_an_explanation()
    {
        using var tool = new Tool();
        tool.Run("train", tool.SmallRecipe(), "--optimizer", "sgd", "--lr", "1e30", "--quiet").Explains(1, "loss",
            "learning rate");
    }

    [Fact]
    public void Mnist_reaches_94_percent_in_one_epoch()
    {
        using var tool = new Tool().WithRealData("mnist/train-images-idx3-ubyte.gz");
        JsonElement result = tool.Run("train", "mnist-fcn", "--epochs", "1", "--json").Expect(0).Last;
        Assert.InRange(result.GetProperty("test_accuracy").GetDouble(), 0.94, 1);
        Assert.Equal((10_000, 397_510),
            (result.GetProperty("test_samples").GetInt32(), result.GetProperty("parameters").GetInt32()));
    }

    [Fact]
    public void Runs_that_start_at_once_get_folders_of_their_own()
    {
        using var tool = new Tool();
        tool.SmallRecipe(epochs: 1);
        var both = Enumerable.Range(0, 3).Select(_ => tool.Start("train", "small.json", "--json")).ToList();
        var results = both.Select(process => Tool.Finish(process, "").Expect(0).Last);
        var runs = results.Select(result => result.GetProperty("run").GetString()).ToList();
        Assert.Equal(3, runs.Distinct().Count());
    }

    [Fact]
    public void A_terminal_shows_a_bar_in_colour_unless_no_color_is_set()
    {
        const string Terminal = "/usr/bin/script";
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Terminal), "no program that makes a terminal");
        using var tool = new Tool().With("TERM", "xterm-256color");
        tool.SmallRecipe();
        string command = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Madaline.Cli.dll")}' train small.json";
        string colourful = tool.RunOther(Terminal, "-qec", command, "/dev/null").Expect(0).Out;
        Assert.Contains("━", colourful);
        Assert.Matches("\u001b\\[[0-9;]*m", colourful);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*m",
            tool.With("NO_COLOR", "1").RunOther(Terminal, "-qec", command, "/dev/null").Expect(0).Out);
    }
}
