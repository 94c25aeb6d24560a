using System.Text;
using System.Text.Json;

namespace Madaline.Cli.Tests.Commands;

/// <summary>What <c>train</c> reads, <c>predict</c>, <c>evaluate</c> and <c>crossval</c> read alike.</summary>
public sealed class TableReadingTests
{
    public static TheoryData<string, string, string[]> Tables => new()
    {
        { "semicolons and commas", Rows("a;t;class", i => $"{i};{(i % 2 == 0 ? "\"x, y\"" : "z")};{Kind(i)}"), [] },
        { "unquoted commas", Rows("a;t;class", i => $"{i};{(i % 2 == 0 ? "x, y" : "u, v")};{Kind(i)}"), [] },
        { "tabs", Rows("a\tt\tclass", i => $"{i}\t{(i % 2 == 0 ? "x, y" : "z")}\t{Kind(i)}"), [] },
        { "line breaks", Rows("a,t,class", i => $"{i},\"{(i % 2 == 0 ? "p\nq" : "r\r\n\"\"s\"\"")}\",{Kind(i)}"), [] },
        { "equals signs", Rows("a=1,t=u,class", i => $"{i},{(i % 2 == 0 ? "p=1" : "q")},{Kind(i)}"), [] },
        { "a mark and blank lines", "\uFEFF\r\n\r\n" + Rows("a,t,class", i => $"{i},{i % 2},{Kind(i)}"), [] },
        { "no header", Rows("", i => $"{i},{i % 2},{Kind(i)}").TrimStart(), [] },
        { "blanks", Rows("a b class", i => $"{i}   {i % 2}  {Kind(i)}"), [] },
        { "decimal commas", Rows("a;t;class", i => $"{i},5;{i % 2};{Kind(i)}"), ["--decimal", ","] },
        { "ends of lines", Rows("a,t,class,", i => $"{i},{i % 2},{Kind(i)},"), [] },
        { "a line for spreadsheets", "sep=;\n" + Rows("a;t;class", i => $"{i};x, y;{Kind(i)}"), [] },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_that_trains_is_predicted_and_judged(string what, string text, string[] flags)
    {
        Assert.NotEmpty(what);
        using var tool = new Tool();
        tool.Write("table.csv", text);
        string[] table = ["--data", "table.csv", "--one-hot", .. flags];
        tool.Run(["train", "wheat", .. table, "--epochs", "1", "--out", "run", "--quiet"]).Expect(0);
        var file = tool.Run("predict", "run", "table.csv", "--json").Expect(0).Lines;
        Assert.Equal(40, file.Length);
        File.Copy(tool["table.csv"], tool["table.dat"]);
        var other = tool.Run("predict", "run", "table.dat", "--json").Expect(0).Lines;
        Assert.Equal(file.Select(Answer), other.Select(Answer));
        var stream = tool.RunWith(text, "predict", "run", "-", "--json").Expect(0).Lines;
        Assert.Equal(file.Select(Answer), stream.Select(Answer));
        string[] answers = [.. file.Select(line => line.GetProperty("class").GetString()!)];
        int right = answers.Index().Count(answer => answer.Item == Kind(answer.Index));
        tool.Write("copy.csv", text);
        var judged = tool.Run("evaluate", "run", "--data", "copy.csv", "--allow-seen", "--json").Expect(0).Last;
        Assert.Equal(40, judged.GetProperty("test_samples").GetInt32());
        Assert.Equal(right / 40.0, judged.GetProperty("test_accuracy").GetDouble(), 1e-9);
        tool.Run("evaluate", "run", "--json").Expect(0);
    }

    [Fact]
    public void Columns_with_commas_in_their_names_are_left_out()
    {
        using var tool = new Tool();
        tool.Write("comma.csv", Rows("height,\"weight, kg\",\"a=b\",kind", i => $"{i},{i},{i},{Kind(i)}"));
        var outcome = tool.Run("train", "wheat", "--data", "comma.csv", "--exclude", "weight, kg", "--exclude", "a=b",
            "--epochs", "1", "--out", "run", "--json").Expect(0);
        Assert.Equal(1 * 32 + 32 + 32 * 16 + 16 + 16 * 2 + 2, outcome.Last.GetProperty("parameters").GetInt32());
        Assert.Contains("\"weight, kg\"", File.ReadAllText(tool["run/recipe.json"]));
        tool.Run("predict", "run", "comma.csv").Expect(0);
        tool.Run("train", "--resume", "run", "--epochs", "2", "--quiet").Expect(0);
        tool.Write("text.csv", Rows("id,\"text, with comma\",class", i => $"{i},\"t {i}, u\",{Kind(i)}"));
        tool.Run("train", "wheat", "--data", "text.csv", "--target", "class").Explains(1, "text.csv, line 2, column 2",
            "--exclude \"text, with comma\"");
    }

    [Fact]
    public void Two_columns_of_one_name_are_refused_by_every_command()
    {
        using var tool = new Tool();
        tool.Write("dup.csv", Rows("x,x,class", i => $"{i},{i},{Kind(i)}"));
        tool.Write("ok.csv", Rows("x,y,class", i => $"{i},{i},{Kind(i)}"));
        tool.Run("train", "wheat", "--data", "dup.csv", "--target", "class").Explains(1, "dup.csv, line 1, column 2",
            "'x'", "Rename");
        tool.Run("crossval", "wheat", "--data", "dup.csv", "--target", "class").Explains(1, "'x'", "Rename");
        tool.Run("train", "wheat", "--data", "ok.csv", "--target", "class", "--epochs", "1", "--out", "run", "--quiet")
            .Expect(0);
        tool.Write("dup-too.csv", "x,x,y\n1,2,3\n");
        tool.Run("predict", "run", "dup-too.csv").Explains(1, "dup-too.csv, line 1, column 2", "'x'");
        tool.Run("evaluate", "run", "--data", "dup.csv").Explains(1, "dup.csv, line 1", "lacks 'y'");
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_until_their_encoding_is_named()
    {
        using var tool = new Tool();
        string text = Rows("a,b,class", i => $"{i},{i},{(i % 2 == 0 ? "größe" : "grüße")}");
        File.WriteAllBytes(tool["latin.csv"], Encoding.Latin1.GetBytes(text));
        string[] train = ["train", "wheat", "--data", "latin.csv", "--target", "class", "--epochs", "1"];
        tool.Run(train).Explains(1, "latin.csv, line 2, column 3", "0xF6", "--encoding latin1");
        var result = tool.Run([.. train, "--encoding", "latin1", "--out", "run", "--json"]).Expect(0).Last;
        Assert.Equal(["größe", "grüße"], result.GetProperty("class_accuracy").EnumerateObject().Select(c => c.Name));
        tool.Run("evaluate", "run").Expect(0);
        tool.Run("predict", "run", "latin.csv", "--encoding", "latin1").Expect(0);
        tool.Run("predict", "run", "latin.csv").Explains(1, "0xF6", "--encoding latin1");
        tool.Run([.. train, "--encoding", "latin7"]).Explains(1, "latin7", "windows-1252");
    }

    [Fact]
    public void A_header_or_a_class_that_may_be_meant_otherwise_is_said()
    {
        using var tool = new Tool();
        tool.Write("years.csv", Rows("country,2019,class", i => $"c{i % 3},{i},{Kind(i)}"));
        string[] train = ["train", "wheat", "--one-hot", "--epochs", "1", "--data"];
        tool.Run([.. train, "years.csv"]).Explains(1, "too few samples", "'country'", "--header yes");
        tool.Run("crossval", "wheat", "--one-hot", "--data", "years.csv").Explains(1, "--header yes");
        var named = tool.Run([.. train, "years.csv", "--header", "yes"]).Expect(0);
        Assert.DoesNotContain("--header", named.Errors);
        tool.Write("number.csv", Rows("a,2019,class", i => $"{i},{i},{Kind(i)}"));
        Assert.Contains("--header no", tool.Run([.. train, "number.csv"]).Expect(0).Errors);
        tool.Write("one.csv", Rows("a,b,class", i => $"{i},{i},same"));
        Assert.Contains("one class, 'same'", tool.Run([.. train, "one.csv"]).Expect(0).Errors);
        tool.Run([.. train, "one.csv", "--header", "maybe"]).Explains(2, "--header is maybe");
    }

    [Fact]
    public void Digits_that_single_precision_loses_decide_where_a_scaler_keeps_them()
    {
        using var tool = new Tool();
        tool.Write("times.csv", Rows("time,class", i => $"{1_700_000_000 + (i % 2)},{Kind(i)}"));
        var result = tool.Run("train", "wheat", "--data", "times.csv", "--target", "class", "--epochs", "60", "--out",
            "run", "--json").Expect(0).Last;
        Assert.Equal(1, result.GetProperty("test_accuracy").GetDouble());
        Assert.Contains("even", tool.Run("predict", "run", "1700000000").Expect(0).Out);
        Assert.Contains("odd", tool.Run("predict", "run", "1700000001").Expect(0).Out);
        string recipe = File.ReadAllText(tool["run/recipe.json"]).Replace("\"z-score\"", "\"to-float\"");
        tool.Write("plain.json", recipe);
        Assert.Contains("z-score", tool.Run("train", "plain.json", "--epochs", "1").Expect(0).Errors);
    }

    [Theory]
    [InlineData("--lr", "0,001", "write 0.001")]
    [InlineData("--lr", "1,000", "write 1000")]
    [InlineData("--lr", "0x10")]
    [InlineData("--lr", "NaN")]
    [InlineData("--epochs", "1,000", "write 1000")]
    [InlineData("--epochs", "1_000", "write 1000")]
    [InlineData("--batch", "1 000", "write 1000")]
    [InlineData("--batch", "1.5")]
    [InlineData("--holdout", "0,2", "write 0.2")]
    [InlineData("--holdout", "1,000", "write 1000")]
    public void Numbers_of_flags_have_a_decimal_point_and_no_group_separators(
        string flag, string value, params string[] words)
    {
        using var tool = new Tool();
        tool.Run("train", "digits", flag, value).Explains(2, [$"{flag} is {value}", .. words]);
    }

    [Fact]
    public void Tables_with_group_separators_or_decimal_commas_are_explained()
    {
        using var tool = new Tool();
        tool.Write("groups.csv", Rows("a,class", i => $"\"{i + 1},000\",{Kind(i)}"));
        tool.Run("train", "wheat", "--data", "groups.csv", "--target", "class", "--one-hot").Explains(1,
            "groups.csv, line 2, column 1", "ambiguous: 1000, in thousands, or 1.000", "add --decimal .");
        Assert.Contains("Digits are grouped in thousands in column 'a': '1,000' in line 2 is read as 1000.",
            tool.Run("train", "wheat", "--data", "groups.csv", "--target", "class", "--decimal", ".", "--epochs", "1").Expect(0).Errors);
        tool.Run("train", "wheat", "--data", "groups.csv", "--decimal", ";").Explains(2, "--decimal is ;");
        tool.Run("train", "digits", "--decimal", ",").Explains(2, "the decimal mark", "--data FILE.csv");
    }

    [Fact]
    public void A_table_is_described_and_shown_as_train_reads_it()
    {
        using var tool = new Tool();
        tool.Write("people.csv", Rows("id;\"weight, kg\";hue;kind",
            i => $"{i};{i % 7},5;{(i % 2 == 0 ? "red" : "blue")};a{i % 3}"));
        string[] flags = ["--data", "people.csv", "--decimal", ","];
        var info = tool.Run(["data", "info", "table", .. flags, "--one-hot", "--exclude", "id", "--json"]).Expect(0)
            .Last;
        Assert.Equal(("semicolons", 40, 3), (info.GetProperty("delimiter").GetString(),
            info.GetProperty("rows").GetInt32(), info.GetProperty("features").GetInt32()));
        Assert.Equal(["left out", "number", "one feature a value (2)", "class"],
            info.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("becomes").GetString()));
        Assert.Contains("weight, kg", tool.Run(["data", "info", "table", .. flags, "--one-hot"]).Expect(0).Out);
        string found = tool.Run(["data", "info", "table", .. flags]).Expect(0).Out;
        Assert.Contains("line 2, column 3", found);
        Assert.Contains("madaline train table --data people.csv --target kind --one-hot --decimal ,", found);
        var rows = tool.Run(["data", "show", "table", .. flags, "--count", "3", "--json"]).Expect(0).Lines;
        Assert.Equal(["0", "0,5", "red", "a0"],
            rows[1].GetProperty("cells").EnumerateArray().Select(cell => cell.GetString()));
        Assert.Contains("blue", tool.Run(["data", "show", "table", .. flags]).Expect(0).Out);
        tool.Run("data", "show", "table").Explains(2, "--data FILE.csv");
    }

    private static string Answer(JsonElement line) => line.GetProperty("probabilities").GetRawText();

    private static string Kind(int i) => i % 2 == 0 ? "even" : "odd";

    private static string Rows(string header, Func<int, string> row) =>
        string.Join("\r\n", (string[])[header, .. Enumerable.Range(0, 40).Select(row)]) + "\r\n";
}
