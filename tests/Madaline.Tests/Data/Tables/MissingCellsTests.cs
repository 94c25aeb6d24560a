using Madaline.Data;
using Madaline.Formats;

namespace Madaline.Tests.Data.Tables;

public sealed class MissingCellsTests
{
    private const string Text = "age,city,seen,class\n30,Ulm,2024-01-05,x\nNA,Ulm,2024-01-07,y\n50,,2024-01-09,x\n"
        + "10,Bonn,null,y\n20,Ulm,2024-01-01,\n";

    private static readonly TableOptions Filling = new() { OneHot = true, Missing = MissingCells.Fill };

    [Fact]
    public void All_missing_cells_are_counted_by_column_in_one_error()
    {
        var error = Assert.Throws<DataFormatException>(() => Encode(Text, new TableOptions { OneHot = true }));
        Assert.Equal((3, 1), (error.Line, error.Column));
        foreach (string word in (string[])["4 cells are missing", "1 in 'age'", "1 in 'city'", "1 in 'seen'", "1 in 'class'"])
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Equal(new TableRemedy(TableRemedyKind.FillOrExclude, "age"), error.Remedy);
    }

    [Fact]
    public void Rows_that_miss_a_cell_are_left_out_and_counted()
    {
        var data = Encode(Text, Filling with { Missing = MissingCells.Drop });
        Assert.Equal([2], data.SourceLines);
        Assert.Contains(data.Notes, note => note.Text.Contains("3 of 5 rows miss cells", StringComparison.Ordinal));
        Assert.Contains(data.Notes, note => note.Text.Contains("1 of 5 rows have no class", StringComparison.Ordinal));
        Assert.Contains("no row is left", Assert.Throws<DataFormatException>(() => Encode("a,class\n,x\n1,\n",
            Filling with { Missing = MissingCells.Drop })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_misses_a_cell_of_a_column_left_out_as_rare_is_kept_and_its_class_known()
    {
        var data = Encode("a,b,class\n-44,x,no\n5,,yes\n", Filling with
        {
            Missing = MissingCells.Drop,
            RareBelow = 2,
            Unknown = UnknownValues.Bucket,
        });
        Assert.Equal(["a"], data.FeatureNames);
        Assert.Equal([2, 3], data.SourceLines);
        Assert.Equal(["no", "yes"], data.ClassNames);
        Assert.Single(data.Encoder.Notes, note => note.Text.Contains("'b' has rare values only", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_of_another_width_are_left_out_where_rows_are_dropped()
    {
        const string text = "a,class\n1,x\n2\n3,y,z\n4,y\n";
        var drop = new TableOptions { Missing = MissingCells.Drop };
        var data = Encode(text, drop);
        Assert.Equal([2, 5], data.SourceLines);
        Assert.Equal(new TableRemedy(TableRemedyKind.DropRows),
            Assert.Throws<DataFormatException>(() => Encode(text, new TableOptions())).Remedy);
        Assert.Throws<DataFormatException>(() => Encode(text, new TableOptions { Missing = MissingCells.Fill }));
    }

    [Fact]
    public void Cells_are_filled_with_median_and_most_frequent_value_and_a_feature_says_where()
    {
        var data = Encode(Text, Filling);
        string[] names = [.. data.FeatureNames];
        Assert.Equal(["age", "age is missing", "city=Bonn", "city=Ulm", "city is missing"], names[..5]);
        Assert.Equal("seen is missing", names[^1]);
        float[][] rows = [.. data.Features.Chunk(data.Width)];
        // The row without a class is no sample, and says nothing of the others: the median of 30, 50 and 10.
        Assert.Equal(4, rows.Length);
        Assert.Equal([30, 0, 0, 1, 0], rows[0][..5]);
        Assert.Equal([30, 1, 0, 1, 0], rows[1][..5]);
        Assert.Equal([50, 0, 0, 1, 1], rows[2][..5]);
        Assert.Equal(1, rows[3][^1]);
        Assert.Equal(rows[1][5..^1], rows[3][5..^1]);
        Assert.Contains(data.Notes, note => note.Text.Contains("'age' with the median 30", StringComparison.Ordinal));
        Assert.Contains(data.Notes, note => note.Text.Contains("have no class", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1\n2\n3\n10", 2.5)]
    [InlineData("1e300\n1e300", 1e300)]
    [InlineData("-5\n7\n9", 7)]
    public void The_median_is_the_middle_or_the_mean_of_two(string numbers, double median)
    {
        string text = $"a,b,class\n{string.Join('\n', numbers.Split('\n').Select((n, i) => $"{n},{i},{i % 2}"))}\n,9,0\n";
        if (median > float.MaxValue)
        {
            Assert.Contains("single precision", Assert.Throws<DataFormatException>(() => Encode(text, Filling)).Message);
            return;
        }

        var column = Assert.IsType<NumberColumn>(Encode(text, Filling).Encoder.Columns[0]);
        Assert.Equal(median, column.Median);
        Assert.True(column.HasIndicator);
    }

    [Fact]
    public void A_cell_missing_for_the_first_time_is_filled_and_told_or_refused_by_the_same_rule()
    {
        const string text = "a,b,class\n1,u,x\n2,v,y\n4,v,x\n";
        var filling = Fit(text, Filling);
        var row = Assert.Single(filling.EncodeRows(Table.Parse("a,b\n,NA\n")));
        Assert.Equal([2, 0, 1], row.Values.ToArray<float>());
        Assert.Equal(["a", "b"], row.Remarks.Select(remark => remark.Column));
        Assert.Contains("median 2", row.Remarks[0].ToString(), StringComparison.Ordinal);
        Assert.Equal([2, 0, 1], filling.EncodeRow(new Dictionary<string, object?> { ["a"] = null, ["b"] = double.NaN })
            .ToArray<float>());
        Assert.Contains(filling.Encode(Table.Parse("a,b,class\n,u,x\n,v,y\n1,?,y\n")).Notes,
            note => note.Text.Contains("so in 2 rows", StringComparison.Ordinal));
        var refusing = Fit(text, Filling with { Missing = MissingCells.Refuse });
        Assert.Contains("'a' is missing", Assert.Throws<DataFormatException>(() =>
            refusing.EncodeRow(",u")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_to_predict_are_left_out_only_where_somebody_is_told()
    {
        var encoder = Fit("a,b,class\n1,u,x\n2,v,y\n", Filling with { Missing = MissingCells.Drop });
        var table = Table.Parse("a,b\n1,u\n,v\n2,v\n", "new.csv");
        Assert.Equal(3, Assert.Throws<DataFormatException>(() => encoder.EncodeRows(table).ToList()).Line);
        var told = new List<DataFormatException>();
        Assert.Equal([2, 4], encoder.EncodeRows(table, told.Add).Select(row => row.Line));
        Assert.Equal((3, 1), (Assert.Single(told).Line, told[0].Column));
    }

    [Theory]
    [InlineData("")]
    [InlineData("na")]
    [InlineData("N/A")]
    [InlineData("NULL")]
    [InlineData("None")]
    [InlineData("#N/A")]
    [InlineData("<NA>")]
    public void Spellings_of_missing_are_recognised(string spelling) => Assert.Equal([1, 0, 2, 0, 1.5f, 1], Encode(
        $"a,class\n1,x\n2,y\n{spelling},y\n", Filling).Features);

    [Fact]
    public void Other_spellings_take_the_place_of_the_usual_ones()
    {
        var options = Filling with { MissingValues = ["-999", "unknown"] };
        var data = Encode("a,b,class\n1,none,x\n-999,u,y\nUnknown,u,y\n3,u,x\n", options);
        Assert.Equal(["a", "a is missing", "b=none", "b=u"], data.FeatureNames);
        Assert.Equal([2, 1, 0, 1], data.Features[4..8]);
        var again = TableEncoder.FromJson(data.Encoder.ToJson());
        Assert.Equal(["-999", "unknown"], again.MissingValues);
        Assert.Equal([2, 1, 1, 0], again.EncodeRow("-999,none").ToArray<float>());
        Assert.Equal([2, 1, 1, 0], again.EncodeRow(new Dictionary<string, object> { ["a"] = -999, ["b"] = "none" })
            .ToArray<float>());
        Assert.Empty(TableEncoder.FromJson(Encode("a,class\n1,x\n2,y\n", Filling with { MissingValues = [] }).Encoder
            .ToJson()).MissingValues);
    }

    private static TableEncoder Fit(string text, TableOptions options) => TableEncoder.Fit(Table.Parse(text), options);

    private static TableData Encode(string text, TableOptions options) => Fit(text, options).Encode(Table.Parse(text));
}
