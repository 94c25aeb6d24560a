using Madaline.Data;
using Madaline.Formats;

namespace Madaline.Tests.Data.Tables;

public sealed class DateColumnTests
{
    [Theory]
    [InlineData("2024-03-04", "2024-03-04")]
    [InlineData("2024-3-4", "2024-03-04")]
    [InlineData("2024/03/04", "2024-03-04")]
    [InlineData("2024-03", "2024-03-01")]
    [InlineData("2024-03-04T15:06:07Z", "2024-03-04T15:06:07")]
    [InlineData("2024-03-04 15:06", "2024-03-04T15:06:00")]
    [InlineData("2024-03-04T00:30:00+02:00", "2024-03-03T22:30:00")]
    [InlineData("2024-03-04T23:30:00-0130", "2024-03-05T01:00:00")]
    [InlineData("2024-03-04 15:06:07.25", "2024-03-04T15:06:07.2500000")]
    [InlineData("4.3.2024", "2024-03-04")]
    [InlineData("04.03.2024 9:05", "2024-03-04T09:05:00")]
    [InlineData("4 Mar 2024", "2024-03-04")]
    [InlineData("4-March-2024", "2024-03-04")]
    [InlineData("Mar 4, 2024", "2024-03-04")]
    [InlineData("Sept 4, 2024 12:30 AM", "2024-09-04T00:30:00")]
    [InlineData("September 4 2024 12:30pm", "2024-09-04T12:30:00")]
    [InlineData("03/03/2024", "2024-03-03")]
    public void A_date_is_read_as_it_is_written(string cell, string expected)
    {
        Assert.True(DateText.TryParse(cell, out var date));
        Assert.Equal(expected, DateText.Show(date.In(null)!.Value));
    }

    [Theory]
    [InlineData("2024-02-30")]
    [InlineData("2023-02-29")]
    [InlineData("2024-13-01")]
    [InlineData("24-03-04")]
    [InlineData("3/4/24")]
    [InlineData("13/13/2024")]
    [InlineData("31.4.2024")]
    [InlineData("2024-03-04 25:00")]
    [InlineData("2024-03-04 13:00 PM")]
    [InlineData("2024-03-04 12:60")]
    [InlineData("0000-01-01")]
    [InlineData("4 Mur 2024")]
    [InlineData("2024")]
    [InlineData("20240304")]
    [InlineData("1.2.3")]
    [InlineData("12:30")]
    [InlineData("2024-03-04-05")]
    [InlineData("hello 2024")]
    [InlineData(":::: 2024")]
    public void What_is_no_date_is_none(string cell) => Assert.False(DateText.TryParse(cell, out _));

    [Fact]
    public void A_date_becomes_its_parts_and_the_days_since_the_first()
    {
        var data = Encode("when,class\n2024-01-01,x\n2024-04-10,y\n2025-07-06,x\n");
        Assert.Equal(["when year", "when month sin", "when month cos", "when day", "when weekday sin",
            "when weekday cos", "when days"], data.FeatureNames);
        float[][] rows = [.. data.Features.Chunk(7)];
        // A Monday in January, the 100th day after it in April (a quarter of the year), a Sunday in July (a half).
        AssertNear([2024, 0, 1, 1, 0, 1, 0], rows[0]);
        AssertNear([2024, 1, 0, 10, 0.9749279, -0.2225209, 100], rows[1]);
        AssertNear([2025, 0, -1, 6, -0.7818315, 0.6234898, 552], rows[2]);
        Assert.Equal(DType.Float32, data.Encoder.DType);
    }

    [Fact]
    public void A_time_of_day_is_a_place_on_a_circle_and_a_part_of_a_day()
    {
        var data = Encode("when,class\n2024-01-01 06:00,x\n2024-01-01 18:00:01,y\n");
        Assert.Equal(["when time sin", "when time cos"], data.FeatureNames.TakeLast(2));
        double[] values = data.Inputs.ToArray<double>();
        Assert.Equal(DType.Float64, data.Encoder.DType);
        Assert.Equal([1, 0], values[7..9].Select(value => Math.Round(value, 9)));
        Assert.Equal(43201 / 86400.0, values[9 + 6], 1e-15);
    }

    [Theory]
    [InlineData("3/4/2024\n25/12/2024", DateOrder.DayFirst, "2024-04-03")]
    [InlineData("3/4/2024\n12/25/2024", DateOrder.MonthFirst, "2024-03-04")]
    [InlineData("3-4-2024\n31-1-2024", DateOrder.DayFirst, "2024-01-31")]
    public void The_column_shows_whether_the_day_is_first(string cells, DateOrder order, string first)
    {
        var column = Column(cells, null);
        Assert.Equal((order, first), (column.Order, DateText.Show(column.First)));
        // What another column needs said changes nothing where a column shows it.
        foreach (DateOrder said in Enum.GetValues<DateOrder>())
            Assert.Equal(order, Column(cells, said).Order);
    }

    [Fact]
    public void An_order_that_no_row_shows_is_asked_for()
    {
        const string cells = "3/4/2024\n5/6/2024";
        var error = Assert.Throws<DataFormatException>(() => Column(cells, null));
        Assert.Equal(new TableRemedy(TableRemedyKind.DateOrder), error.Remedy);
        Assert.Equal((2, 1), (error.Line, error.Column));
        Assert.Contains("'3/4/2024'", error.Message, StringComparison.Ordinal);
        Assert.Equal("2024-04-03", DateText.Show(Column(cells, DateOrder.DayFirst).First));
        Assert.Equal("2024-03-04", DateText.Show(Column(cells, DateOrder.MonthFirst).First));
        Assert.Null(Column("3/3/2024\n5/5/2024", null).Order);
    }

    [Theory]
    [InlineData("25/12/2024\n12/25/2024\n1/1/2024", 3, "two styles", "2 with the day first such as '25/12/2024' (line 2)",
        "1 with the month first such as '12/25/2024' (line 3)")]
    [InlineData("2024-01-01\n1.2.2024\n2024-01-02", 3, "two styles", "2 such as '2024-01-01' (line 2)",
        "1 such as '1.2.2024' (line 3)")]
    [InlineData("1.2.2024\n1.3.2024\n2024-01-01\n1.4.2024\n2024-01-02\n2024-01-05", 4, "two styles",
        "3 such as '1.2.2024' (line 2)", "3 such as '2024-01-01' (lines 4, 6 and 7)")]
    [InlineData("1.2.2024\n4 Mar 2024\n2024-01-01\n1.4.2024", 3, "three styles", "'4 Mar 2024' (line 3)")]
    [InlineData("1.2.2024\n1.3.2024\n1.4.2024\n31.2.2024\n1.5.2024", 5, "4 such as '1.2.2024'",
        "1 such as '31.2.2024' (line 5) that is no date", "dates only")]
    [InlineData("1.2.2024\n2024-03-04\n1.3.2024\n1.4.2024\nsoon", 3, "two styles", "1 such as 'soon' (line 6)")]
    [InlineData("2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n7", 2, "dates, 4 such as", "1 number")]
    public void Dates_in_two_styles_and_dates_with_exceptions_are_refused_with_their_lines(
        string cells, int line, params string[] words)
    {
        foreach (bool oneHot in (bool[])[false, true])
        {
            var error = Assert.Throws<DataFormatException>(() => Fit(
                $"when,class\n{cells.Replace("\n", ",x\n")},y\n", new TableOptions { OneHot = oneHot }));
            Assert.Equal((line, 1), (error.Line, error.Column));
            Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
            Assert.Equal(words.Contains("dates only") ? TableRemedyKind.NameMissing : TableRemedyKind.SameDateStyle,
                Assert.IsType<TableRemedy>(error.Remedy).Kind);
        }
    }

    [Fact]
    public void Two_styles_are_refused_also_where_all_dates_differ()
    {
        string rows = string.Concat(Enumerable.Range(1, 28).Select(day =>
            day % 2 == 0 ? $"2024-01-{day:00},x\n" : $"{day:00}.01.2024,y\n"));
        Assert.Contains("two styles", Assert.Throws<DataFormatException>(() => Fit($"when,class\n{rows}",
            new TableOptions { OneHot = true, RareBelow = 5 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_among_dates_is_named_as_missing_and_then_the_column_holds_dates()
    {
        string rows = string.Concat(Enumerable.Range(1, 28).Select(day =>
            day % 9 == 0 ? "open,x\n" : $"2024-01-{day:00},{(day % 2 == 0 ? "x" : "y")}\n"));
        var advice = TableAdvice.Find(Table.Parse($"when,class\n{rows}"));
        Assert.Equal(["open"], advice.Options.MissingValues!);
        Assert.IsType<DateColumn>(advice.Data!.Encoder.Columns[0]);
    }

    [Theory]
    [InlineData("2024-01-01\nsoon")]
    [InlineData("2024-01-01\n7")]
    public void What_is_not_mostly_dates_is_text(string cells) => Assert.IsType<CategoryColumn>(Fit(
        $"when,class\n{cells.Replace("\n", ",x\n")},y\n", new TableOptions { OneHot = true }).Columns[0]);

    [Fact]
    public void A_header_above_dates_is_a_header()
    {
        var data = Encode("when,class\n2024-01-01,x\n2024-02-01,y\n");
        Assert.Equal((2, "when year"), (data.Count, data.FeatureNames[0]));
        Assert.Equal(2, Encode("2024-01-01,x\n2024-02-01,y\n").Count);
    }

    [Fact]
    public void Later_dates_are_read_in_the_order_of_the_training_or_as_iso()
    {
        var encoder = TableEncoder.FromJson(Fit("when,class\n3/4/2024,x\n25/12/2024,y\n").ToJson());
        float[] expected = encoder.EncodeRow("7/8/2023").ToArray<float>();
        Assert.Equal(-240, expected[6]);
        Assert.Equal(expected, encoder.EncodeRow("2023-08-07").ToArray<float>());
        foreach (object date in (object[])[new DateTime(2023, 8, 7), new DateOnly(2023, 8, 7), "2023-08-07",
            new DateTimeOffset(2023, 8, 7, 2, 0, 0, TimeSpan.FromHours(2))])
        {
            Assert.Equal(expected, encoder.EncodeRow(new Dictionary<string, object> { ["when"] = date }).ToArray<float>());
        }

        foreach (string wrong in (string[])["12/25/2023", "soon", "7"])
        {
            var error = Assert.Throws<DataFormatException>(() => encoder.EncodeRow(wrong));
            Assert.Contains("'when'", error.Message, StringComparison.Ordinal);
            Assert.Contains("day-first", error.Message, StringComparison.Ordinal);
        }

        var iso = Fit("when,class\n2024-01-01,x\n2024-02-01,y\n");
        Assert.Contains("day first or month first",
            Assert.Throws<DataFormatException>(() => iso.EncodeRow("3/4/2024")).Message, StringComparison.Ordinal);
    }

    private static void AssertNear(double[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));

    private static DateColumn Column(string cells, DateOrder? order) => Assert.IsType<DateColumn>(Fit(
        $"when,class\n{cells.Replace("\n", ",x\n")},y\n", new TableOptions { Dates = order }).Columns[0]);

    private static TableEncoder Fit(string text, TableOptions? options = null) =>
        TableEncoder.Fit(Table.Parse(text), options);

    private static TableData Encode(string text) => Fit(text).Encode(Table.Parse(text));
}
