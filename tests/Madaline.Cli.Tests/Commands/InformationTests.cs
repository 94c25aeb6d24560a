using System.Text.Json;
using Madaline.Datasets;
using Madaline.Recipes;

namespace Madaline.Cli.Tests.Commands;

public sealed class InformationTests
{
    private static readonly string[] Recipes = ["cifar10-cnn", "cifar10-cnn-deep", "cifar10-cnn-tutorial", "cifar10-fcn",
        "cifar10-resnet", "customers", "digits", "mnist-cnn", "mnist-fcn", "mnist-fcn-15", "mnist-quadratic", "regression",
        "shapes-cnn", "table", "wheat", "wheat-scratch"];
    private static readonly string[] Sets = ["digits", "shapes", "wheat-sample", "heating", "customers", "wheat", "mnist",
        "fashion-mnist", "cifar10", "cifar100", "table", "images"];

    [Fact]
    public void Recipes_are_listed_and_shown_as_something_to_start_from()
    {
        using var tool = new Tool();
        Assert.Equal(Recipes, tool.Run(
            "recipe", "list", "--json").Expect(0).Lines.Select(line => line.GetProperty("recipe").GetString()));
        string list = tool.Run("recipe", "list").Expect(0).Out,
            shown = tool.Run("recipe", "show", "wheat").Expect(0).Out;
        Assert.All(Recipes, name => Assert.Contains(name, list));
        using (var json = JsonDocument.Parse(shown))
            Assert.Equal("wheat", json.RootElement.GetProperty("name").GetString());
        tool.Write("mine.json", shown);
        tool.Run("train", "mine.json", "--dataset", "wheat-sample", "--epochs", "1", "--quiet").Expect(0);
        Assert.Equal("wheat", Assert.Single(
            tool.Run("recipe", "show", "mine.json", "--json").Expect(0).Lines).GetProperty("name").GetString());
        tool.Run("recipe", "show", "nope").Explains(2, "nope", "mnist-fcn");
        tool.Run("recipe").Explains(2, "list, show");
    }

    [Fact]
    public void Help_names_every_entry_of_the_catalogs()
    {
        using var tool = new Tool();
        string parts = Words(tool.Run("recipe", "parts", "--help").Expect(0).Out), list = tool.Run("recipe", "parts").Expect(0).Out;
        foreach (var (part, entries) in (KeyValuePair<string, IReadOnlyCollection<CatalogEntry>>[])[new("dataset", DatasetCatalog.All), .. RecipeCatalog.Parts])
        {
            Assert.Contains($"{part}: {string.Join(", ", entries)}", parts);
            var lines = tool.Run("recipe", "parts", part, "--json").Expect(0).Lines;
            Assert.Equal(entries.Select(entry => entry.Name), lines.Select(line => line.GetProperty("type").GetString()));
            Assert.All(entries, entry => Assert.Contains($" {entry.Name} ", list));
        }

        string train = Words(tool.Run("train", "--help").Expect(0).Out);
        Assert.Contains(string.Join(", ", RecipeCatalog.Optimizers.Names), train);
        Assert.Contains(string.Join(", ", DatasetCatalog.All.Names), train);
        tool.Run("recipe", "parts", "losses").Explains(2, "no part losses. Did you mean loss?", "schedule");
    }

    /// <summary>A text with its line breaks as blanks.</summary>
    private static string Words(string text) => string.Join(' ', text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Data_sets_are_listed_and_described()
    {
        using var tool = new Tool();
        var lines = tool.Run("data", "list", "--json").Expect(0).Lines;
        Assert.Equal(Sets, lines.Select(line => line.GetProperty("name").GetString()));
        Assert.Equal([true, true, true, true, true, false, false, false, false, false, false, false],
            lines.Select(line => line.GetProperty("here").GetBoolean()));
        string list = tool.Run("data", "list").Expect(0).Out;
        Assert.All(Sets, name => Assert.Contains(name, list));
        JsonElement mnist = Assert.Single(tool.Run("data", "info", "mnist", "--json").Expect(0).Lines);
        Assert.Equal((60_000, 10_000),
            (mnist.GetProperty("train_samples").GetInt32(), mnist.GetProperty("test_samples").GetInt32()));
        Assert.Contains("data get mnist", tool.Run("data", "info", "mnist").Expect(0).Out);
        tool.Run("data", "info", "nope").Explains(2, "nope", "fashion-mnist");
    }

    [Fact]
    public void Fetching_without_a_network_names_files_folder_and_flag_and_leaves_nothing()
    {
        using var tool = new Tool();
        foreach (string name in (string[])["mnist", "fashion-mnist"])
            tool.Run("data", "get", name, "--data", "root").Explains(1, "train-images-idx3-ubyte.gz",
                tool[$"root/{name}"], "--data", "MADALINE_OFFLINE");
        tool.Run("data", "get", "wheat", "--data", "root").Explains(1, "seeds_dataset.txt", tool["root/wheat"],
            "--data");
        Assert.False(Directory.Exists(tool["root"])
            && Directory.EnumerateFiles(tool["root"], "*", SearchOption.AllDirectories).Any());
        Assert.Contains("built in", tool.Run("data", "get", "digits").Expect(0).Errors);
        tool.Run("data", "get", "nope").Explains(2, "nope");
    }

    [Fact]
    public void A_set_that_is_here_needs_no_fetching()
    {
        using var tool = new Tool().WithRealData("mnist/train-images-idx3-ubyte.gz");
        JsonElement mnist = tool.Run("data", "get", "mnist", "--json").Expect(0).Last;
        Assert.True(mnist.GetProperty("here").GetBoolean());
    }

    [Fact]
    public void A_summary_shows_layers_shapes_and_parameters_of_recipe_and_run()
    {
        using var tool = new Tool();
        var outcome = tool.Run("summary", "mnist-fcn", "--json").Expect(0);
        Assert.Equal(397_510, outcome.Last.GetProperty("parameters").GetInt32());
        Assert.Contains(outcome.Lines, line => line.GetProperty("event").GetString() == "layer"
            && line.GetProperty("output_shape").GetString() == "[1, 500]");
        Assert.Contains("[1, 500]", tool.Run("summary", "mnist-fcn").Expect(0).Out);
        Assert.Equal(784 * 15 + 15 + 150 + 10,
            tool.Run("summary", "mnist-fcn", "--hidden", "15",
            "--json").Expect(0).Last.GetProperty("parameters").GetInt32());
        string run = tool.Trained();
        Assert.Equal(25_450, tool.Run("summary", run, "--json").Expect(0).Last.GetProperty("parameters").GetInt32());
        tool.Run("summary", "nope").Explains(2, "nope");
    }

    [Fact]
    public void A_summary_of_a_recipe_goes_through_its_transforms()
    {
        using var tool = new Tool();
        tool.Write("small.json", """
            {
              "name": "small",
              "dataset": { "type": "shapes", "count": 300, "test-count": 100 },
              "transforms": [{ "type": "to-float" }, { "type": "grayscale" }, { "type": "resize", "size": [20, 24] },
                { "type": "random-crop", "size": 18 }, { "type": "normalize" }, { "type": "center-crop", "size": 16 }],
              "layers": [{ "type": "flatten" }, { "type": "linear", "outputs": "classes" }],
              "loss": "cross-entropy", "optimizer": { "type": "sgd", "lr": 0.01 }, "epochs": 1, "batch": 50
            }
            """);
        JsonElement summary = tool.Run("summary", "small.json", "--json").Expect(0).Last;
        Assert.Equal(("[1, 1, 16, 16]", 2570), (summary.GetProperty("input_shape").GetString(),
            summary.GetProperty("parameters").GetInt32()));
        tool.Run("train", "small.json", "--out", "run", "--quiet").Expect(0);
        Assert.Equal(summary.GetProperty("input_shape").GetString(),
            tool.Run("summary", "run", "--json").Expect(0).Last.GetProperty("input_shape").GetString());
    }

    [Fact]
    public void The_doctor_tells_machine_threads_devices_and_data_root()
    {
        using var tool = new Tool().With("MADALINE_DATA", "/some/where");
        string text = tool.Run("doctor").Expect(0).Out;
        foreach (string word in (string[])["SIMD", "threads", "cpu: usable", "cuda: not usable", "mps: not usable",
            "opencl: not usable", "/some/where", "MADALINE_DATA"])
            Assert.Contains(word, text);
        JsonElement report = Assert.Single(tool.Run("doctor", "--threads", "3", "--json").Expect(0).Lines);
        Assert.Equal(3, report.GetProperty("threads").GetInt32());
        Assert.Equal("usable", report.GetProperty("devices").GetProperty("cpu").GetString());
        Assert.Equal(5, Assert.Single(
            tool.With("MADALINE_NUM_THREADS", "5").Run("doctor", "--json").Lines).GetProperty("threads").GetInt32());
    }

    [Fact]
    public void Every_command_has_help_under_the_tools_own_name()
    {
        using var tool = new Tool();
        Assert.Contains("madaline [command]", tool.Run("--help").Expect(0).Out);
        Assert.Matches(@"^\d+\.\d+\.\d+", tool.Run("--version").Expect(0).Out);
        foreach (string command in (string[])["train", "evaluate", "compare", "show", "predict", "crossval",
            "recipe list", "recipe show", "recipe parts", "data list", "data info", "data get", "data show", "summary", "doctor"])
            Assert.Contains($"madaline {command}", tool.Run([.. command.Split(' '), "--help"]).Expect(0).Out);
    }
}
