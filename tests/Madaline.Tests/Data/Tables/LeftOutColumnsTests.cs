using Madaline.Data;
using Madaline.Formats;

namespace Madaline.Tests.Data.Tables;

public sealed class LeftOutColumnsTests
{
    [Theory]
    [InlineData("a running number", "n", 60, "i", true)]
    [InlineData("one that begins elsewhere", "n", 60, "i+1000", true)]
    [InlineData("too few rows to say so", "n", 40, "i", false)]
    [InlineData("few, but called so", "id", 40, "i", true)]
    [InlineData("with gaps, and called so", "customer_id", 40, "7i", true)]
    [InlineData("shuffled, and called so", "orderId", 40, "shuffled", true)]
    [InlineData("shuffled, without gaps", "n", 60, "shuffled", true)]
    [InlineData("called so, but the same for several rows", "id", 60, "i/2", false)]
    [InlineData("with gaps", "n", 60, "7i", false)]
    [InlineData("a measure", "n", 60, "1.5i", false)]
    [InlineData("a measure that ends like it", "valid", 60, "7i", false)]
    [InlineData("texts of their own", "n", 60, "t", true)]
    [InlineData("nearly", "n", 60, "t59", true)]
    [InlineData("texts that come again", "n", 60, "t30", false)]
    [InlineData("one value", "n", 60, "5", true)]
    [InlineData("one word", "n", 60, "w", true)]
    [InlineData("no values", "n", 60, "", true)]
    [InlineData("dates of their own", "n", 60, "d", false)]
    public void Columns_of_no_use_are_noticed(string what, string name, int rows, string cell, bool isLeftOut)
    {
        Assert.NotEmpty(what);
        var encoder = Fit(name, rows, cell, new TableOptions { OneHot = true });
        Assert.Equal(isLeftOut, encoder.Columns[1] is OmittedColumn);
        Assert.Equal(isLeftOut, encoder.Notes.Any(note => note.Text.Contains($"'{name}'", StringComparison.Ordinal)));
        // They are no hindrance without one-hot either, and can be kept where they have values.
        if (!isLeftOut || cell.Length == 0)
            return;
        Assert.IsType<OmittedColumn>(Fit(name, rows, cell, new TableOptions()).Columns[1]);
        var remedy = Assert.IsType<TableRemedy>(encoder.Notes[^1].Remedy);
        Assert.Equal(new TableRemedy(TableRemedyKind.Include, name), remedy);
        Assert.True(Fit(name, rows, cell, new TableOptions { OneHot = true, Include = [name] }).Columns[1].IsFeature);
    }

    [Fact]
    public void A_table_of_nothing_else_keeps_them()
    {
        string text = "id,k\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i % 2}\n"));
        Assert.Equal(["id"], TableEncoder.Fit(Table.Parse(text)).FeatureNames);
        Assert.Contains("no values", Assert.Throws<DataFormatException>(() =>
            TableEncoder.Fit(Table.Parse("a,k\n,1\n,2\n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_cannot_be_kept_and_left_out_at_once() => Assert.Contains("included and excluded",
        Assert.Throws<DataFormatException>(() => TableEncoder.Fit(Table.Parse("a,b,k\n1,2,3\n4,5,6\n"),
            new TableOptions { Include = ["a"], Exclude = ["a"] })).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_columns_of_one_name_are_no_hindrance_where_one_is_left_out()
    {
        const string text = "x,x,class\n1,9,a\n2,8,b\n3,7,a\n";
        var error = Assert.Throws<DataFormatException>(() => TableEncoder.Fit(Table.Parse(text)));
        Assert.Equal(new TableRemedy(TableRemedyKind.RenameOrExclude, "1"), error.Remedy);
        foreach (var (excluded, expected) in (KeyValuePair<string, float[]>[])[new("1", [1, 2, 3]), new("0", [9, 8, 7])])
        {
            var encoder = TableEncoder.FromJson(TableEncoder.Fit(Table.Parse(text),
                new TableOptions { Exclude = [excluded] }).ToJson());
            Assert.Equal(expected, encoder.Encode(Table.Parse(text)).Features);
            // In another order nothing tells the two apart.
            Assert.Throws<DataFormatException>(() => encoder.Encode(Table.Parse("class,x,x\na,1,9\n")));
            Assert.Equal([4], encoder.EncodeRow("4").ToArray<float>());
        }
    }

    private static TableEncoder Fit(string name, int rows, string cell, TableOptions options)
    {
        string text = $"m,{name},class\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
            $"{i * 7 % 13},{Cell(cell, i, rows)},{(i % 3 == 0 ? "x" : "y")}\n"));
        return TableEncoder.Fit(Table.Parse(text), options);
    }

    private static string Cell(string kind, int i, int rows) => kind switch
    {
        "i" => $"{i}",
        "i+1000" => $"{i + 1000}",
        "i/2" => $"{i / 2}",
        "7i" => $"{7 * i}",
        "1.5i" => FormattableString.Invariant($"{1.5 * i}"),
        "shuffled" => $"{(i * 17) % rows}",
        "t" => $"t{i}",
        "t59" => $"t{Math.Min(i, 58)}",
        "t30" => $"t{i % 30}",
        "d" => new DateTime(2024, 1, 1).AddDays(i).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        _ => kind,
    };
}
