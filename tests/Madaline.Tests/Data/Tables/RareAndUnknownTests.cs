using Madaline.Data;
using Madaline.Formats;

namespace Madaline.Tests.Data.Tables;

public sealed class RareAndUnknownTests
{
    private const string Text = "city,class\nUlm,x\nUlm,y\nUlm,x\nBonn,y\nBonn,x\nEmden,y\nHusum,x\n";

    [Fact]
    public void Unknown_values_share_a_feature_and_are_told_or_are_refused()
    {
        var bucket = Fit(new TableOptions { OneHot = true, Unknown = UnknownValues.Bucket });
        Assert.Equal("city=(other)", bucket.FeatureNames[^1]);
        var row = Assert.Single(bucket.EncodeRows(Table.Parse("city\nParis\n")));
        Assert.Equal([0, 0, 0, 0, 1], row.Values.ToArray<float>());
        Assert.Contains("'Paris'", Assert.Single(row.Remarks).ToString(), StringComparison.Ordinal);
        var refusing = Fit(new TableOptions { OneHot = true });
        Assert.Contains("Bonn, Emden, Husum, Ulm", Assert.Throws<DataFormatException>(() =>
            refusing.EncodeRow("Paris")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rare_values_share_a_feature_whether_unknown_ones_may_or_not()
    {
        foreach (UnknownValues rule in Enum.GetValues<UnknownValues>())
        {
            var encoder = TableEncoder.FromJson(Fit(new TableOptions { OneHot = true, RareBelow = 2, Unknown = rule })
                .ToJson());
            Assert.Equal(["city=Bonn", "city=Ulm", "city=(other)"], encoder.FeatureNames);
            var rows = encoder.EncodeRows(Table.Parse("city\nHusum\nBonn\nEmden\n")).ToArray();
            Assert.Equal([0, 0, 1, 1, 0, 0, 0, 0, 1], rows.SelectMany(row => row.Values.ToArray<float>()));
            Assert.All(rows, row => Assert.Empty(row.Remarks));
            if (rule == UnknownValues.Bucket)
                Assert.Equal([0, 0, 1], encoder.EncodeRow("Paris").ToArray<float>());
            else
                Assert.Contains("Emden", Assert.Throws<DataFormatException>(() => encoder.EncodeRow("Paris")).Message);
        }
    }

    [Fact]
    public void A_column_of_rare_values_only_says_nothing()
    {
        var encoder = TableEncoder.Fit(Table.Parse("n,city,class\n1,a,x\n3,b,y\n5,c,x\n"),
            new TableOptions { OneHot = true, RareBelow = 2 });
        Assert.Equal(["n"], encoder.FeatureNames);
        Assert.Contains(encoder.Notes, note => note.Text.Contains("'city'", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_many_values_become_few_enough_where_rare_ones_share_a_feature()
    {
        string text = "v,n,class\n" + string.Concat(Enumerable.Range(0, 400)
            .Select(i => $"{(i % 4 == 0 ? $"r{i}" : $"v{i % 40}")},{i * 7 % 11},{i % 2}\n"));
        var error = Assert.Throws<DataFormatException>(() => Fit(new TableOptions { OneHot = true }, text));
        Assert.Equal(new TableRemedy(TableRemedyKind.PoolOrExclude, "v"), error.Remedy);
        var encoder = Fit(new TableOptions { OneHot = true, RareBelow = 5 }, text);
        Assert.Equal(30 + 1 + 1, encoder.Width);
    }

    [Fact]
    public void A_header_that_lacks_a_column_is_no_row_of_unknown_values()
    {
        var encoder = Fit(new TableOptions { OneHot = true, Unknown = UnknownValues.Bucket },
            "a,b,class\nu,p,x\nv,q,y\nu,q,x\n");
        Assert.Contains("lacks 'b'", Assert.Throws<DataFormatException>(() =>
            encoder.EncodeRows(Table.Parse("a,c\nu,p\n")).ToList()).Message, StringComparison.Ordinal);
    }

    private static TableEncoder Fit(TableOptions options, string text = Text) =>
        TableEncoder.Fit(Table.Parse(text), options with { Target = "class" });
}
