using System.Globalization;
using System.Text.Json;
using Madaline.Data;
using Madaline.Formats;

namespace Madaline.Tests.Data.Tables;

public sealed class RowEncoderTests
{
    private static readonly TableEncoder Fruit = Fit(
        "id,colour,\"weight, g\",t=u,kind\n1,red,150,p,apple\n2,yellow,120,q,banana\n3,\"dark, red\",155,p,apple\n",
        new TableOptions { OneHot = true, Exclude = ["id"] });

    private static readonly TableEncoder Numbers = Fit("a,b,class\n1,2,x\n3,4,y\n");

    [Theory]
    [InlineData("colour,\"weight, g\",t=u\nyellow,121,q\n")]
    [InlineData("t=u;weight, g;kind;colour;more\nq;121;?;yellow;0\n")]
    [InlineData("COLOUR\tWeight, g\tT=U\nyellow\t121\tq\n")]
    [InlineData("id,colour,\"weight, g\",t=u,kind\n9,yellow,121,q,\n")]
    [InlineData("yellow,121,q")]
    [InlineData("yellow;121;q\n")]
    [InlineData(" yellow | 1.21e2 | q ")]
    [InlineData("9,yellow,121,q,banana")]
    [InlineData("0,0,1,121,0,1")]
    [InlineData("\uFEFF\"yellow\",\"121\",\"q\"\r\n")]
    public void The_columns_of_a_row_are_told_by_name_or_by_order(string text) =>
        Assert.Equal([0, 0, 1, 121, 0, 1], Assert.Single(Fruit.EncodeRows(Table.Parse(text))).Values.ToArray<float>());

    [Theory]
    [InlineData("\"dark, red\",1,p")]
    [InlineData("dark, red;1;p")]
    [InlineData("dark, red\t1\tp")]
    [InlineData("dark, red;1;p\ndark, red;1;p")]
    public void The_delimiter_is_the_one_that_makes_a_row_of_the_columns(string text) =>
        Assert.All(Fruit.EncodeRows(Table.Parse(text)), row => Assert.Equal(1, row.Values.ToArray<float>()[0]));

    [Theory]
    [InlineData("", 0, 0, "empty")]
    [InlineData("\n \n", 0, 0, "empty")]
    [InlineData("a,b\n", 1, 0, "header", "no rows")]
    [InlineData("a\n1\n", 1, 0, "lacks 'b'", "It has a;", "2 (a, b)")]
    [InlineData("a,x\n1,2\n", 1, 0, "lacks 'b'")]
    [InlineData("a,b,a\n1,2,3\n", 1, 3, "'a'", "Rename")]
    [InlineData("1,2,3,4", 1, 0, "4 cells", "2 (a, b)", "all 3 columns")]
    [InlineData("1", 1, 0, "1 cell;", "2 (a, b)")]
    [InlineData("1,2\n3\n", 2, 0, "1 cell;", "expected 2 as in line 1")]
    [InlineData("1,2\n3,4,\n", 2, 0, "3 cells", "delimiter")]
    [InlineData("1,\n", 1, 2, "'b'", "missing")]
    [InlineData("b,a\n\n1,2\n3,?\n", 4, 2, "'a'", "missing")]
    [InlineData("1,2\n3,many\n", 2, 2, "'many'", "'b'", "no number")]
    [InlineData("p,q\n1,2\n", 1, 1, "'p'", "header")]
    [InlineData("1,inf\n", 1, 2, "'inf'")]
    [InlineData("1,1e400\n", 1, 2, "1e400", "single precision")]
    [InlineData("1;2,5\n", 1, 2, "2,5", "decimal point")]
    [InlineData("1;\"1,000\"\n", 1, 2, "1,000", "may be 1000, in thousands, or 1.000", "in training")]
    public void A_row_that_does_not_fit_is_refused_with_place_and_expectation(
        string text, int line, int column, params string[] words)
    {
        var error = Assert.Throws<DataFormatException>(() => Numbers.EncodeRows(Table.Parse(text, "t.csv")).ToList());
        Assert.Equal(("t.csv", line, column), (error.File, error.Line, error.Column));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_value_is_refused_with_those_that_are_known()
    {
        var error = Assert.Throws<DataFormatException>(() => Fruit.EncodeRow("blue,1,p"));
        foreach (string word in (string[])["'blue'", "'colour'", "dark, red, red, yellow"])
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Contains("'plum'", Assert.Throws<DataFormatException>(() =>
            Fruit.Encode(Table.Parse("colour,\"weight, g\",t=u,kind\nred,1,p,plum\n"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_judged_by_its_class_column_under_whatever_name()
    {
        const string Text = "kind,b,a\nx,1,2\ny,3,4\n";
        Assert.Contains("'class' is missing", Assert.Throws<DataFormatException>(() =>
            Numbers.Encode(Table.Parse(Text))).Message, StringComparison.Ordinal);
        foreach (string target in (string[])["kind", "KIND", "0"])
        {
            var table = Numbers.Encode(Table.Parse(Text), target);
            Assert.Equal([2, 1, 4, 3], table.Features);
            Assert.Equal([0, 1], table.Labels);
        }

        Assert.Equal([1, 0], Numbers.Encode(Table.Parse("1,2,y\n3,4,x\n")).Labels);
    }

    [Fact]
    public void Integers_are_classes_however_they_are_written()
    {
        var encoder = Fit("a,k\n1,1\n2,2\n");
        Assert.Equal([0, 0, 1], encoder.Encode(Table.Parse("a,k\n1,1.0\n1,+1\n1,2e0\n")).Labels);
    }

    [Fact]
    public void A_row_may_be_a_dictionary_of_texts_numbers_or_anything()
    {
        float[] expected = [0, 0, 1, 121, 0, 1];
        Assert.Equal(expected, Fruit.EncodeRow(new Dictionary<string, string>
        {
            ["colour"] = " yellow ",
            ["weight, g"] = "121",
            ["t=u"] = "q",
            ["kind"] = "",
        }).ToArray<float>());
        foreach (object weight in (object[])[121, 121f, 121.0, 121m, 121L, (byte)121, (Half)121])
        {
            Assert.Equal(expected, Fruit.EncodeRow(new Dictionary<string, object?>
            {
                ["Colour"] = "yellow",
                ["weight, g"] = weight,
                ["t=u"] = "q",
            }).ToArray<float>());
        }

        var json = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
            "{\"colour\":\"yellow\",\"weight, g\":121,\"t=u\":\"q\"}")!;
        Assert.Equal(expected, Fruit.EncodeRow(json).ToArray<float>());
        var numbers = new Dictionary<string, double> { ["b"] = 2, ["a"] = 1 };
        Assert.Equal([1, 2], Numbers.EncodeRow(numbers).ToArray<float>());
    }

    [Theory]
    [InlineData("b", 1.0, "no 'a'", "has b", "2 (a, b)")]
    [InlineData("a", null, "'a' is missing")]
    [InlineData("a", double.NaN, "'a' is missing")]
    [InlineData("a", "", "'a' is missing")]
    [InlineData("a", double.PositiveInfinity, "single precision")]
    [InlineData("a", "many", "'many'", "no number")]
    [InlineData("a", "1,5", "'1,5'", "decimal point")]
    public void A_dictionary_that_does_not_fit_is_refused(string name, object? value, params string[] words)
    {
        var row = new Dictionary<string, object?> { [name] = value };
        row.TryAdd("b", 1);
        var error = Assert.Throws<DataFormatException>(() => Numbers.EncodeRow(row));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_culture_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
        CultureInfo.CurrentCulture = german;
        try
        {
            Assert.Equal([1.5f, 2], Numbers.EncodeRow("1.5;2").ToArray<float>());
            Assert.Equal([1.5f, 2], Numbers.EncodeRow(new Dictionary<string, object> { ["a"] = 1.5m, ["b"] = "2" })
                .ToArray<float>());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void One_row_is_one_row()
    {
        Assert.Contains("several rows", Assert.Throws<DataFormatException>(() => Numbers.EncodeRow("1,2\n3,4")).Message,
            StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => Numbers.EncodeRow(""));
    }

    private static TableEncoder Fit(string text, TableOptions? options = null) =>
        TableEncoder.Fit(Table.Parse(text), options);
}
