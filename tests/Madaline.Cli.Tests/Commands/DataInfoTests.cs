using System.Text;
using System.Text.Json;

namespace Madaline.Cli.Tests.Commands;

/// <summary><c>data info FILE.csv</c> names every problem, and the command that it ends with works.</summary>
public sealed class DataInfoTests
{
    public static TheoryData<string, string> Nasty => new()
    {
        { "missing cells", Rows("a,b,kind", i => $"{(i % 7 == 0 ? "NA" : i * 3 % 17)},{(i % 5 == 0 ? "" : "u")},{Kind(i)}") },
        { "ragged rows", Rows("a,b,kind", i => i % 9 == 4 ? $"{i}" : $"{i},{i % 4},{Kind(i)}") },
        { "ragged rows and missing cells", Rows("a,b,kind", i => i % 9 == 4 ? $"{i},1,2,3" : $"{i % 8},,{Kind(i)}".Replace(",,", i % 2 == 0 ? ",," : ",4,")) },
        { "decimal commas", Rows("a;b;kind", i => $"{i},5;{i % 3},25;{Kind(i)}") },
        { "grouped thousands", Rows("a;b;kind", i => $"{i + 1},000;{i % 3};{Kind(i)}") },
        { "decimal commas between commas", Rows("a,b,kind", i => $"\"{i},5\",{i % 3},{Kind(i)}") },
        { "ambiguous dates", Rows("when,b,kind", i => $"{1 + (i % 9)}/{1 + (i % 5)}/2024,{i % 3},{Kind(i)}") },
        { "clear dates", Rows("when,b,kind", i => $"{1 + (i % 28)}.{1 + (i % 5)}.2024,{i % 3},{Kind(i)}") },
        { "many values", Rows("a,b,kind", i => $"{(i % 3 == 0 ? "v" + i : "w" + i % 4)},{i % 3},{Kind(i)}", 300) },
        { "an open quote in a name", Rows("\"it's $5 \"\"net\"\"\",\"a`b\",kind", i => $"{i % 4},{(i % 3 == 0 ? "x" : "y")},{Kind(i)}") },
        { "names like flags", Rows("--data,@file,-x,kind", i => $"{i % 4},{(i % 2 == 0 ? "" : "t")},t{i % 5},{Kind(i)}") },
        { "names with line breaks", Rows("\"a\nb\",\"a\nb\",kind", i => $"{i % 4},{i % 3},{Kind(i)}") },
        { "three of one name", Rows("x,x,x,kind", i => $"{i % 4},{i % 3},{i % 5},{Kind(i)}") },
        { "the class first", Rows("class,a,b", i => $"{Kind(i)},{i % 4}.5,{i}.25") },
        { "a last column of texts", Rows("a,group,remark", i => $"{i % 7},{Kind(i)},remark number {i}") },
        { "a class of one row", Rows("a,b,kind", i => $"{i % 4},{i % 3},{(i == 17 ? "once" : Kind(i))}") },
        { "rows without a class", Rows("a,b,kind", i => $"{i % 4},{i % 3},{(i % 6 == 0 ? "" : Kind(i))}") },
        { "words among numbers", Rows("a,b,kind", i => $"{(i % 10 == 0 ? "n.a." : i % 7)},{(i % 8 == 0 ? "NA" : i % 3)},{Kind(i)}") },
        { "keys and constants", Rows("id,uuid,one,a,kind", i => $"{i},k-{i * i},1,{i % 7},{Kind(i)}") },
        { "an empty column", Rows("a,b,c,kind", i => $"{i % 4},,{i % 3},{Kind(i)}") },
        { "too large a number", Rows("a,b,kind", i => $"{(i == 9 ? "1e60" : i % 4)},{i % 3},{Kind(i)}") },
        { "latin", "latin" },
        { "no header", Rows("", i => $"{i % 4},{i % 3},{Kind(i)}").TrimStart() },
        { "a quantity last", Rows("area,city,price", i => $"{i % 23}.5,c{i % 3},{1000 + (i * 37 % 101)}.{i % 10}5") },
        { "a quantity of integers last", Rows("height,weight,age", i => $"{150 + (i % 41)}.5,{50 + (i % 37)}.25,{i * 7 % 43}", 120) },
        { "two rows", "a,b,kind\n1,2,x\n3,4,y\n" },
        { "prices and time stamps", Rows("time,price,kind", i => $"{1_700_000_000 + (i * 977)},{1_000_000 + i}.99,{Kind(i)}") },
        { "everything", Rows("id;x;x;born;score;note;price;kind", i => $"{i};{i % 4};{i % 3};0{1 + (i % 9)}/0{1 + (i % 7)}/2020;"
            + $"{(i % 20 == 3 ? "unknown" : i % 23)};{(i % 9 == 0 ? "" : $"n{i % 3}")};1,5{i % 7};{Kind(i)}", 120) },
    };

    public static TheoryData<string> Cases => [.. CaseFiles().Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Nasty))]
    public void The_command_at_the_end_works(string what, string text)
    {
        using var tool = new Tool();
        if (text == "latin")
            File.WriteAllBytes(tool["a table.csv"], Encoding.Latin1.GetBytes(Rows("a,kind", i => $"{i % 5},{(i % 2 == 0 ? "größe" : "x")}")));
        else
            tool.Write("a table.csv", text);
        JsonElement info = tool.Run("data", "info", "a table.csv", "--json").Expect(0).Last;
        Require(tool, info, what);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_command_at_the_end_works_on_the_cases(string file)
    {
        Assert.SkipWhen(file.Length == 0, "no cases: shared/cases is not there");
        using var tool = new Tool();
        File.Copy(CaseFiles().Single(path => Path.GetFileName(path) == file), tool[file]);
        JsonElement info = tool.Run("data", "info", file, "--json").Expect(0).Last;
        Assert.True(info.GetProperty("readable").GetBoolean());
        // One row is none to train on and another to evaluate on, whatever is said.
        if (file == "blankfirst.csv")
        {
            Assert.Equal(JsonValueKind.Null, info.GetProperty("command").ValueKind);
            string shown = tool.Run("data", "info", file).Expect(0).Out;
            Assert.Contains("madaline data show table --data blankfirst.csv", shown);
            return;
        }

        Require(tool, info, file);
    }

    [Fact]
    public void A_terminal_of_80_columns_breaks_no_word_of_a_table()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "no terminal to pretend");
        using var tool = new Tool();
        tool.Write("t.csv", "the_total_yearly_revenue_of_a_customer,words_of_a_customer_in_full,kind\n" + string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"{1000 + (i * 13.25)},{(i % 3 == 0 ? "a long value of words" : "another long value")},{(i % 2 == 0 ? "existing customer" : "new customer")}\n")));
        string program = Path.Combine(AppContext.BaseDirectory, "Madaline.Cli.dll");
        string told = tool.RunOther("script", "-qec", $"stty cols 80; dotnet '{program}' data info t.csv", "/dev/null").Out;
        Assert.Matches(@"the_total_ye\S*… +numbers +0 +40 +1000 to +1 feature ", told);
        Assert.Matches(@"\n +1516\.75 ", told);
        Assert.Matches(@"kind +text +0 +2 +existing +class ", told);
        tool.Run("train", "table", "--data", "t.csv", "--target", "kind", "--one-hot", "--epochs", "1", "--out", "run", "--quiet").Expect(0);
        told = tool.RunOther("script", "-qec", $"stty cols 80; dotnet '{program}' evaluate run", "/dev/null").Out;
        Assert.Matches(@"class +samples +accuracy +95% interval +precision +F1", told);
        Assert.Matches(@"existing custo… +4 +\d", told);
    }

    [Fact]
    public void All_is_said_at_once_for_people_and_as_json()
    {
        using var tool = new Tool();
        tool.Write("t.csv", Rows("id,when,city,age,kind", i => $"{i},2024-01-{1 + (i % 28):D2},c{i % 3},{(i % 9 == 0 ? "NA" : i % 40)},{Kind(i)}"));
        var outcome = tool.Run("data", "info", "t.csv").Expect(0);
        foreach (string word in (string[])["60 rows, 5 columns", "commas", "integers", "dates", "2024-01-01 to 2024-01-28", "0 to 39",
            "c0, c1, c2", "2 problems:", "7 cells are missing: 7 in 'age'", "--missing fill", "holds text ('c0')", "--one-hot",
            "'id' identifies rows", "--include id",
            "  madaline train table --data t.csv --target kind --one-hot --missing fill"])
            Assert.Contains(word, outcome.Out);
        JsonElement json = tool.Run("data", "info", "t.csv", "--json").Expect(0).Last;
        JsonElement age = json.GetProperty("columns")[3];
        Assert.Equal(("age", "integers", 7, "0", "39"), (age.GetProperty("name").GetString(), age.GetProperty("type").GetString(),
            age.GetProperty("missing").GetInt32(), age.GetProperty("min").GetString(), age.GetProperty("max").GetString()));
        Assert.Equal([4, 3], json.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("column").GetInt32()));
        Assert.Equal(2, json.GetProperty("notes").GetArrayLength());
        // What is asked for is kept, and asked for again.
        string asked = tool.Run("data", "info", "t.csv", "--exclude", "age", "--include", "id", "--json").Expect(0).Last
            .GetProperty("command").GetString()!;
        Assert.Equal("madaline train table --data t.csv --target kind --one-hot --exclude age --include id", asked);
    }

    [Fact]
    public void A_quantity_is_predicted_as_a_number()
    {
        using var tool = new Tool();
        tool.Write("prices.csv", Rows("area,rooms,price", i => $"{i % 23}.5,{i % 5},{1000 + (i * 37 % 101)}.{i % 10}5"));
        tool.Write("ages.csv", Rows("height,weight,age", i => $"{150 + (i % 41)}.5,{50 + (i % 37)}.25,{i * 7 % 43}"));
        foreach (var (file, target) in ((string, string)[])[("prices.csv", "price"), ("ages.csv", "age")])
        {
            JsonElement info = tool.Run("data", "info", file, "--json").Expect(0).Last;
            Assert.Equal($"madaline train regression --data {file} --target {target}", info.GetProperty("command").GetString());
            Assert.Equal("number to predict", info.GetProperty("columns")[2].GetProperty("becomes").GetString());
        }
    }

    [Fact]
    public void A_table_of_ones_own_in_place_of_the_customers_is_read_by_their_rules()
    {
        using var tool = new Tool();
        tool.Write("mine.csv", Rows("age,city,left", i => $"{(i % 9 == 0 ? "" : i % 40)},c{i % 3},{(i % 2 == 0 ? "yes" : "no")}"));
        string[] train = ["train", "customers", "--data", "mine.csv", "--epochs", "1", "--quiet", "--out"];
        tool.Run([.. train, "filled"]).Expect(0);
        Assert.Contains("\"missing\": \"fill\"", File.ReadAllText(tool["filled/recipe.json"]).Replace("\":\"", "\": \""));
        tool.Run([.. train, "dropped", "--missing", "drop"]).Expect(0);
        Assert.Contains("\"missing\": \"drop\"", File.ReadAllText(tool["dropped/recipe.json"]).Replace("\":\"", "\": \""));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_explained_without_a_command()
    {
        using var tool = new Tool();
        tool.Write("open.csv", "a,b\n1,\"2\n3,4\n");
        JsonElement json = tool.Run("data", "info", "open.csv", "--json").Expect(0).Last;
        Assert.False(json.GetProperty("readable").GetBoolean());
        Assert.Contains("quote", json.GetProperty("problems")[0].GetProperty("text").GetString());
        Assert.Contains("no flags mend that", tool.Run("data", "info", "open.csv").Expect(0).Out);
        tool.Run("data", "info", "none.csv").Explains(1, "none.csv");
        tool.Run("data", "info", "nothing").Explains(2, "no data set nothing");
    }

    [Fact]
    public void Customers_go_from_file_to_a_judged_model_in_one_command()
    {
        using var tool = new Tool();
        tool.Run("data", "export", "customers", "--out", "customers.csv").Expect(0);
        Assert.StartsWith("customer_id,", tool.Run("data", "export", "customers", "--count", "3").Expect(0).Out);
        tool.Run("data", "export", "digits").Explains(2, "images");
        tool.Run("data", "export", "customers", "--json").Explains(2, "--out");
        string command = tool.Run("data", "info", "customers.csv", "--json").Expect(0).Last.GetProperty("command").GetString()!;
        Assert.Equal("madaline train table --data customers.csv --target churned --one-hot --missing fill", command);
        JsonElement result = tool.Run([.. command.Split(' ')[1..], "--epochs", "3", "--out", "run", "--json"]).Expect(0).Last;
        Assert.Equal((1000, 0.98), (result.GetProperty("test_samples").GetInt32(),
            Math.Round(result.GetProperty("baseline_accuracy").GetDouble(), 2)));
        Assert.InRange(result.GetProperty("test_accuracy").GetDouble(), 0.95, 1);
        JsonElement builtIn = tool.Run("train", "customers", "--epochs", "2", "--json").Expect(0).Last;
        Assert.Equal("customers", builtIn.GetProperty("dataset").GetString());
        Assert.Equal(39 * 32 + 32 + 32 * 16 + 16 + 16 * 2 + 2, builtIn.GetProperty("parameters").GetInt32());
        Assert.Equal(5000, tool.Run("predict", "run", "customers.csv", "--json").Expect(0).Lines.Length);
    }

    [Fact]
    public void Cells_that_are_filled_unknown_or_left_out_are_told_at_prediction()
    {
        using var tool = new Tool();
        tool.Write("t.csv", Rows("a,c,kind", i => $"{i % 9},c{i % 3},{Kind(i)}"));
        tool.Write("new.csv", "a,c\n,c1\n4,c7\n5,c2\n");
        string[] train = ["train", "table", "--data", "t.csv", "--one-hot", "--epochs", "1", "--quiet", "--out"];
        tool.Run([.. train, "fill", "--missing", "fill", "--unknown", "bucket"]).Expect(0);
        var outcome = tool.Run("predict", "fill", "new.csv").Expect(0);
        Assert.Contains("new.csv:2: 'a' is missing and was never in training: it is filled with the median 4", outcome.Errors);
        Assert.Contains("new.csv:3: 'c7' in 'c' was not trained on", outcome.Errors);
        Assert.Equal([1, 1, 0], tool.Run("predict", "fill", "new.csv", "--json").Expect(0).Lines.Select(line =>
            line.TryGetProperty("remarks", out var remarks) ? remarks.GetArrayLength() : 0));
        tool.Run([.. train, "drop", "--missing", "drop", "--unknown", "bucket"]).Expect(0);
        var dropped = tool.Run("predict", "drop", "new.csv", "--json").Expect(0).Lines;
        Assert.Equal(["skipped", "prediction", "prediction"], dropped.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal("new.csv:2", dropped[0].GetProperty("input").GetString());
        tool.Run([.. train, "refuse"]).Expect(0);
        tool.Run("predict", "refuse", "new.csv").Explains(1, "new.csv, line 2, column 1", "missing");
        tool.Run("evaluate", "refuse", "--missing", "fill").Explains(2, "missing cells: refuse", "Train it anew");
        tool.Run("train", "table", "--data", "t.csv", "--missing", "guess").Explains(2, "--missing is guess",
            "refuse, drop, fill");
        tool.Run("train", "digits", "--missing", "fill").Explains(2, "missing cells", "--data FILE.csv");
        tool.Run("train", "table").Explains(2, "--data FILE.csv");
        string recipe = File.ReadAllText(tool["fill/recipe.json"]);
        Assert.Contains("\"missing\": \"fill\"", recipe);
        Assert.Contains("\"unknown\": \"bucket\"", recipe);
        tool.Write("bad.json", recipe.Replace("\"fill\"", "\"guess\""));
        tool.Run("train", "bad.json").Explains(1, "missing", "fill");
    }

    /// <summary>The command line is given to a shell as it is printed, and leaves a run that can be evaluated.</summary>
    private static void Require(Tool tool, JsonElement info, string what)
    {
        string command = info.GetProperty("command").GetString() ?? throw new InvalidOperationException(
            $"{what}: no command; problems: {info.GetProperty("problems")}");
        Assert.Matches("^madaline train (table|regression) --data ", command);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no shell of Unix here");
        string program = $"madaline() {{ dotnet '{Path.Combine(AppContext.BaseDirectory, "Madaline.Cli.dll")}' \"$@\"; }}\n"
            + $"{command} --epochs 1 --out run --json";
        tool.Write("command.sh", program);
        var outcome = tool.RunOther("bash", "command.sh");
        Assert.True(outcome.Code == 0, $"{what}: {command}\n{outcome.Errors}");
        Assert.InRange(outcome.Last.GetProperty("test_samples").GetInt32(), 1, 1000);
        tool.Run("evaluate", "run", "--json").Expect(0);
    }

    private static string[] CaseFiles()
    {
        string folder = Path.Combine(Given.Repository ?? "", "..", "shared", "cases", "tables");
        string[] files = Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder).Where(path => Path.GetExtension(path) is ".csv" or ".tsv").Order()] : [];
        return files.Length > 0 ? files : [""];
    }

    private static string Kind(int i) => i % 3 == 0 ? "even" : "odd";

    private static string Rows(string header, Func<int, string> row, int count = 60) =>
        string.Join("\n", (string[])[header, .. Enumerable.Range(0, count).Select(row)]) + "\n";
}
