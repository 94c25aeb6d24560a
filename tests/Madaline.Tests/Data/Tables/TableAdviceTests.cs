using System.Text;
using Madaline.Data;
using Madaline.Formats;

namespace Madaline.Tests.Data.Tables;

public sealed class TableAdviceTests
{
    [Fact]
    public void All_problems_of_a_table_are_found_at_once_and_options_that_work()
    {
        string text = "id;x;x;born;score;note;price;city;kind\n" + string.Concat(Enumerable.Range(0, 200).Select(i =>
            $"{i};{i * 7 % 31};{i % 5};0{1 + (i % 9)}/0{1 + (i % 7)}/2020;{(i % 50 == 3 ? "unknown" : i % 23)};"
            + $"{(i % 9 == 0 ? "" : $"n{i % 3}")};1,5{i % 7};{(i % 2 == 0 ? $"c{i}" : $"k{i % 4}")};{(i % 3 == 0 ? "a" : "b")}\n"));
        var advice = TableAdvice.Find(Table.Parse(text));
        TableRemedyKind[] found = [.. advice.Problems.Select(p => ((TableRemedy)p.Remedy!).Kind)];
        foreach (TableRemedyKind kind in (TableRemedyKind[])[TableRemedyKind.RenameOrExclude, TableRemedyKind.FillOrExclude,
            TableRemedyKind.DecimalComma, TableRemedyKind.OneHotOrExclude, TableRemedyKind.PoolOrExclude,
            TableRemedyKind.DateOrder])
            Assert.Contains(kind, found);
        Assert.NotNull(advice.Data);
        Assert.Equal(("kind", MissingCells.Fill, ',', DateOrder.DayFirst), (advice.TargetReference, advice.Options.Missing,
            advice.Format.Decimal, advice.Options.Dates));
        Assert.Equal(["unknown"], advice.Options.MissingValues);
        Assert.Equal(["2"], advice.Options.Exclude);
        Assert.Equal(200, advice.Data.Count);
        Assert.Contains("price", advice.Data.FeatureNames);
        // What is advised is what works.
        var table = Table.Parse(text).As(advice.Format);
        Assert.Equal(advice.Data.Features, TableEncoder.Fit(table, advice.Options).Encode(table).Features);
    }

    [Fact]
    public void A_sound_table_has_no_problems()
    {
        var advice = TableAdvice.Find(Table.Parse("a,b,kind\n1,2,x\n3,4,y\n5,6,x\n7,1,y\n2,2,x\n"));
        Assert.Empty(advice.Problems);
        Assert.Equal((null, "kind"), (advice.Holdout, advice.TargetReference));
    }

    [Theory]
    [InlineData("class,a,b\nx,1.5,2.5\ny,2.5,1\nx,3,4\ny,1,7\nx,9,2\n", "class")]
    [InlineData("a,n,group,note\n", "group")]
    public void A_column_that_may_be_the_class_is_named(string text, string target)
    {
        if (text.EndsWith("note\n", StringComparison.Ordinal))
            text += string.Concat(Enumerable.Range(0, 30).Select(i => $"{i * 1.5},{i % 4},{(i % 2 == 0 ? "u" : "v")},text {i}\n"));
        Assert.Equal(target, TableAdvice.Find(Table.Parse(text)).TargetReference);
    }

    [Theory]
    [InlineData("kind,a,price\nx,1.5,2.5\ny,2.5,1.5\nx,3,4.5\ny,1,7.5\nx,9,2.5\n", "price")]
    [InlineData("a,b\n1,2.5\n3,4.5\n5,6.5\n", "b")]
    [InlineData("a,b\n1,7\n3,8\n5,9\n1,10\n3,11\n5,12\n1,13\n3,14\n5,15\n1,16\n3,17\n", "b")]
    public void A_quantity_in_the_last_column_is_a_number_to_predict(string text, string target)
    {
        var advice = TableAdvice.Find(Table.Parse(text));
        Assert.Equal((target, true), (advice.TargetReference, advice.Options.NumericTarget));
        Assert.True(advice.Data!.Encoder.HasNumericTarget);
        Assert.Contains(advice.Problems, problem => problem.Message.Contains("To predict it as a number", StringComparison.Ordinal));
    }

    [Fact]
    public void A_target_that_was_asked_for_is_not_exchanged()
    {
        string text = "size,town,price,note\n" + string.Concat(Enumerable.Range(0, 40)
            .Select(i => $"{i % 7},{(i % 2 == 0 ? "u" : "v")},{100_000 + (i * 7919 % 40_009)},text {i}\n"));
        var advice = TableAdvice.Find(Table.Parse(text), new TableOptions { Target = "price", Exclude = ["note"] });
        Assert.Equal(("price", true), (advice.TargetReference, advice.Options.NumericTarget));
        var none = TableAdvice.Find(Table.Parse(text), new TableOptions { Target = "note" });
        Assert.Null(none.Data);
        Assert.NotEmpty(none.Problems);
    }

    [Theory]
    [InlineData("{0},{1} €")]
    [InlineData("{0} kg")]
    [InlineData("${0}.{1}")]
    public void Numbers_with_a_unit_are_named_and_no_key(string cell)
    {
        string text = "a;price;kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
            $"{i % 7};{string.Format(System.Globalization.CultureInfo.InvariantCulture, cell, 100 + (i * 37), 10 + (i % 90))};{(i % 2 == 0 ? "x" : "y")}\n"));
        var advice = TableAdvice.Find(Table.Parse(text));
        Assert.Contains(advice.Data!.Encoder.Notes, note => note.Text.Contains("'price' holds numbers with", StringComparison.Ordinal));
        Assert.DoesNotContain(advice.Data.Encoder.Notes, note => note.Text.Contains("identif", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("k-17", "")]
    [InlineData("A12", "")]
    [InlineData("1.441,85 €", "€")]
    [InlineData("66%", "%")]
    [InlineData("€ 12", "€")]
    [InlineData("5 km/h", "km/h")]
    [InlineData("12:30", "")]
    [InlineData("3 red, large", "")]
    [InlineData("text", "")]
    public void The_unit_of_a_cell(string cell, string unit) => Assert.Equal(unit, CellUnit.Of(cell).ToString());

    [Theory]
    [InlineData("a,b\n1.5,2.5\n")]
    [InlineData("a\n1\n2\n")]
    [InlineData("")]
    [InlineData("a,b\n")]
    [InlineData("a,b\n1,\"2\n")]
    public void Where_nothing_helps_the_problems_are_said_and_no_options(string text)
    {
        var advice = TableAdvice.Find(Table.Parse(text));
        Assert.Null(advice.Data);
        Assert.NotEmpty(advice.Problems);
    }

    [Fact]
    public void Bytes_rows_and_classes_are_mended_too()
    {
        byte[] latin = Encoding.Latin1.GetBytes("a,kind\n1,größe\n2,x\n3,x,9\n4,größe\n5,einmal\n");
        var advice = TableAdvice.Find(Table.Read(new MemoryStream(latin), "t.csv"));
        Assert.Equal("latin1", advice.Format.Encoding);
        Assert.Equal((MissingCells.Drop, 1.0, 4), (advice.Options.Missing, advice.Holdout, advice.Data!.Count));
        Assert.Contains(advice.Problems, problem => problem.Message.Contains("one row only", StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_that_may_be_groups_or_decimals_are_ambiguous_and_the_mark_is_said()
    {
        var advice = TableAdvice.Find(Table.Parse("a;b;kind\n1,000;1;x\n2,500;2;y\n1,750;3;x\n9,000;4;y\n8,000;5;x\n"));
        Assert.Equal(('.', true), (advice.Format.Decimal, advice.Format.IsDecimalSaid));
        Assert.Empty(advice.Options.Exclude);
        Assert.Contains("ambiguous: 1000, in thousands, or 1.000", Assert.Single(advice.Problems).Message,
            StringComparison.Ordinal);
        Assert.Equal(1000, advice.Data!.Inputs[0, 0].ToArray<float>()[0]);
    }

    [Fact]
    public void Every_kind_of_remedy_has_its_mend()
    {
        foreach (TableRemedyKind kind in Enum.GetValues<TableRemedyKind>())
        {
            var problem = new DataFormatException("t", 2, 1, "wrong.", new TableRemedy(kind, "latin1"));
            TableMending.Mend(Table.Parse("a,b,k\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n"), new CsvFormat(), new TableOptions(), problem,
                keepsTarget: false);
        }
    }

    [Fact]
    public void A_profile_tells_what_every_column_holds()
    {
        var profile = TableProfile.Of(Table.Parse(
            "n,i,d,t,m,e,k\n1.5,3,2024-01-05,u,1,,x\n2,4,2023-01-05,v,w,,y\nNA,4,,u,2,,x\n1,2\n"));
        Assert.Equal((3, 1, ',', true), (profile.Rows, profile.RaggedRows, profile.Delimiter, profile.HasHeader));
        Assert.Equal(["numbers", "integers", "dates", "text", "text and numbers", "empty", "text"],
            profile.Columns.Select(column => column.Type));
        Assert.Equal([1, 0, 1, 0, 0, 3, 0], profile.Columns.Select(column => column.Missing));
        Assert.Equal([2, 2, 2, 2, 3, 0, 2], profile.Columns.Select(column => column.Distinct));
        Assert.Equal(["1.5-2", "3-4", "2023-01-05-2024-01-05", "-", "-", "-", "-"],
            profile.Columns.Select(column => $"{column.Min}-{column.Max}"));
        Assert.Equal(["u", "v"], profile.Columns[3].Values);
    }

    [Fact]
    public void A_thousand_random_tables_are_described_without_any_other_error()
    {
        byte[][] seeds = [.. ((string[])
        [
            "a,b,kind\n1,2,x\n3,,y\n5,6,x\n",
            "id;when;n;c\n1;2024-01-05;1,5;u\n2;5.6.2024;2,5;v\n3;soon;?;u\n",
            "x\tx\tk\n1\t2\t\"a\nb\"\n3\t4\tb\n",
        ]).Select(Encoding.UTF8.GetBytes)];
        var (read, refused) = Fuzzing.Fuzz.Run(seeds, 1000, input =>
        {
            var table = Table.Read(new MemoryStream(input), "t.csv");
            var advice = TableAdvice.Find(table);
            if (advice.Data is null)
                throw new DataFormatException("t.csv", 0, 0, advice.Problems[^1].Message);
            TableEncoder.Fit(table.As(advice.Format), advice.Options).Encode(table.As(advice.Format));
            return 1_000_000;
        }, (file, result) => (10_000 * file) + (1 << 24) + result);
        Assert.True(read > 100 && refused > 50, $"{read} mended, {refused} not: the mutations are one-sided");
    }
}
