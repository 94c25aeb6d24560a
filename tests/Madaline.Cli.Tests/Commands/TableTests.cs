using System.Text.Json;

namespace Madaline.Cli.Tests.Commands;

public sealed class TableTests
{
    [Fact]
    public void Any_table_is_learned_by_its_target_column()
    {
        using var tool = new Tool();
        JsonElement result = Train(tool, "--exclude", "colour").Expect(0).Last;
        Assert.Equal("table:fruit.csv", result.GetProperty("dataset").GetString());
        Assert.Equal(["apple", "banana", "pear"],
            result.GetProperty("class_accuracy").EnumerateObject().Select(field => field.Name));
        Assert.InRange(result.GetProperty("test_accuracy").GetDouble(), 0.8, 1);
        Assert.Equal(12, result.GetProperty("test_samples").GetInt32());
    }

    [Fact]
    public void Text_columns_are_refused_with_the_flags_that_help()
    {
        using var tool = new Tool();
        Train(tool).Explains(1, "fruit.csv, line 2, column 1", "'colour'", "yellow", "--one-hot", "--exclude colour");
    }

    [Fact]
    public void A_missing_cell_is_reported_with_line_and_column()
    {
        using var tool = new Tool();
        string[] lines = File.ReadAllLines(tool[tool.FruitTable()]);
        lines[16] = "yellow,,18.0,banana";
        File.WriteAllLines(tool["holes.csv"], lines);
        tool.Run("train", "wheat", "--data", "holes.csv", "--target", "fruit", "--one-hot").Explains(1,
            "holes.csv, line 17, column 2", "'weight'", "missing");
    }

    [Fact]
    public void An_unknown_target_column_is_explained()
    {
        using var tool = new Tool();
        tool.Run("train", "wheat", "--data", tool.FruitTable(), "--target", "taste").Explains(1, "taste");
        tool.Run("train", "wheat", "--data", "fruit.csv").Explains(1, "fruit.csv", "not a wheat file",
            "--target COLUMN");
        tool.Run("train", "wheat", "--target", "fruit").Explains(2, "--target", "--data FILE.csv");
    }

    [Fact]
    public void Columns_of_text_become_features_and_are_predicted_from_as_they_were_written()
    {
        using var tool = new Tool();
        Assert.Equal(5 * 32 + 32 + 32 * 16 + 16 + 16 * 3 + 3,
            Train(tool, "--one-hot", "--out", "run").Expect(0).Last.GetProperty("parameters").GetInt32());
        Assert.Equal("banana", Class(tool.Run("predict", "run", "yellow,123,18.2", "--json")));
        Assert.Equal("apple", Class(tool.Run("predict", "run", "red, 152, 8.1", "--json")));
        Assert.Equal("pear", Class(tool.RunWith("green;173;9.1\n", "predict", "run", "-", "--json")));
        // One number a feature is understood too: the colours are sorted.
        Assert.Equal("banana", Class(tool.Run("predict", "run", "0,0,1,123,18.2", "--json")));
        tool.Run("predict", "run", "blue,123,18.2").Explains(2, "blue", "colour", "green, red, yellow");
        tool.Run("predict", "run", "yellow,heavy,18.2").Explains(2, "heavy", "column 2", "weight");
        tool.Run("predict", "run", "yellow,123").Explains(2, "2 cells", "colour, weight, length");
        tool.Run("predict", "run", "yellow,123,18.2,banana,5").Explains(2, "5 cells", "all 4 columns");
        Assert.Equal("banana", Class(tool.Run("predict", "run", "yellow,123,18.2,?", "--json")));
    }

    [Fact]
    public void A_file_of_rows_is_predicted_by_the_names_in_its_header()
    {
        using var tool = new Tool();
        Train(tool, "--one-hot", "--out", "run").Expect(0);
        tool.Write("new.csv", "length,fruit,colour,weight\n18.2,?,yellow,123\n8.1,?,red,152\n");
        var lines = tool.Run("predict", "run", "new.csv", "--json").Expect(0).Lines;
        Assert.Equal(["banana", "apple"], lines.Select(line => line.GetProperty("class").GetString()));
        Assert.Equal(["new.csv:2", "new.csv:3"], lines.Select(line => line.GetProperty("input").GetString()));
        Assert.Equal("apple", Class(tool.Run("predict", "run", "new.csv", "--index", "1", "--json")));
        tool.Run("predict", "run", "new.csv", "--index", "2").Explains(2, "no row 2");
    }

    [Fact]
    public void A_run_on_a_table_is_judged_on_its_own_test_part_and_on_another_table()
    {
        using var tool = new Tool();
        JsonElement trained = Train(tool, "--one-hot", "--out", "run").Expect(0).Last;
        JsonElement own = tool.Run("evaluate", "run", "--json").Expect(0).Last;
        Assert.Equal(trained.GetProperty("test_loss").GetDouble(), own.GetProperty("test_loss").GetDouble());
        // The table holds doublets; those of its own test part are no reason to refuse it.
        Assert.InRange(own.GetProperty("seen_in_training").GetInt32(), 1, 6);
        Assert.Contains("as duplicates in a set do", tool.Run("evaluate", "run").Expect(0).Errors);
        string copy = tool.FruitTable("copy.csv");
        tool.Run("evaluate", "run", "--data", copy).Explains(1, "of 60 evaluated samples are among those", "--allow-seen");
        tool.Write("other.csv", "colour,weight,length,fruit\nred,151.5,8.2,apple\nyellow,122.5,18,banana\n"
            + "green,171.5,9,pear\n");
        JsonElement other = tool.Run("evaluate", "run", "--data", "other.csv", "--json").Expect(0).Last;
        Assert.Equal(("table:other.csv", 3, 0), (other.GetProperty("dataset").GetString(),
            other.GetProperty("test_samples").GetInt32(), other.GetProperty("seen_in_training").GetInt32()));
        Assert.Contains("None of the 3 samples", tool.Run("evaluate", "run", "--data", "other.csv").Expect(0).Errors);
        tool.Write("swapped.csv",
            "weight,colour,length,fruit\n120,red,8,apple\n121,green,8,apple\n122,yellow,8,banana\n");
        Assert.Equal(3, tool.Run("evaluate", "run", "--data", "swapped.csv", "--json").Expect(0).Last
            .GetProperty("test_samples").GetInt32());
        tool.Write("other-names.csv", "weight,hue,length,fruit\n120,red,8,apple\n");
        tool.Run("evaluate", "run", "--data", "other-names.csv").Explains(1, "other-names.csv, line 1",
            "lacks 'colour'");
    }

    [Fact]
    public void A_table_is_cross_validated()
    {
        using var tool = new Tool();
        JsonElement result = tool.Run("crossval", "wheat", "--data", tool.FruitTable(), "--target", "fruit",
            "--exclude", "colour",
            "--folds", "3", "--epochs", "30", "--json").Expect(0).Last;
        Assert.Equal("table:fruit.csv", result.GetProperty("dataset").GetString());
        Assert.InRange(result.GetProperty("mean_accuracy").GetDouble(), 0.8, 1);
    }

    private static Outcome Train(Tool tool, params string[] flags) =>
        tool.Run(["train", "wheat", "--data", tool.FruitTable(), "--target", "fruit", "--json", .. flags]);

    private static string? Class(Outcome outcome) =>
        Assert.Single(outcome.Expect(0).Lines).GetProperty("class").GetString();
}
