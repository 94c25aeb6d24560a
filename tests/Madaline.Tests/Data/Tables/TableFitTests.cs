using System.Text;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Tests.Fuzzing;

namespace Madaline.Tests.Data.Tables;

public sealed class TableFitTests
{
    [Fact]
    public void The_last_column_is_the_class_unless_another_is_named()
    {
        const string text = "a,b,kind\n1,2,x\n3,4,y\n5,6,x\n";
        var last = Parse(text);
        Assert.Equal(["a", "b"], last.FeatureNames);
        Assert.Equal([1, 2, 3, 4, 5, 6], last.Features);
        Assert.Equal([0, 1, 0], last.Labels);
        Assert.Equal(["x", "y"], last.ClassNames);
        Assert.Equal([2, 3, 4], last.SourceLines);
        var first = Parse(text, new TableOptions { Target = "A", Exclude = ["kind"] });
        Assert.Equal(["b"], first.FeatureNames);
        Assert.Equal(["1", "3", "5"], first.ClassNames);
        var byNumber = Parse(text, new TableOptions { Target = "1", Exclude = ["2"] });
        Assert.Equal(["2", "4", "6"], byNumber.ClassNames);
    }

    [Theory]
    [InlineData("1;2;x\n3;4;y\n")]
    [InlineData("1\t2\tx\n3\t4\ty\n")]
    [InlineData("1,2,x\r\n3,4,y\r\n")]
    [InlineData("1,2,x\r3,4,y")]
    [InlineData("\uFEFF1,2,x\n\n3,4,y\n\n")]
    [InlineData("\"1\",\"2\",\"x\"\n 3 , 4 , y \n")]
    public void Delimiters_line_ends_quotes_and_blank_lines_are_found_out(string text)
    {
        var table = Parse(text);
        Assert.Equal([1, 2, 3, 4], table.Features);
        Assert.Equal(["x", "y"], table.ClassNames);
        Assert.Equal(["c0", "c1"], table.FeatureNames);
    }

    [Fact]
    public void A_header_is_found_by_text_above_numbers_or_by_the_names_asked_for()
    {
        Assert.Equal(2, Parse("a,b\n1,x\n2,y\n").Count);
        Assert.Equal(2, Parse("1,x\n2,y\n").Count);
        Assert.Equal(2, Parse("a,b\nu,x\nv,y\n", new TableOptions { Target = "b", OneHot = true }).Count);
        Assert.Equal(3, Parse("a,b\nu,x\nv,y\n", new TableOptions { OneHot = true }).Count);
        var header = new CsvFormat { HasHeader = true };
        Assert.Equal(2, Parse("1,2\n3,4\n5,6\n", null, header).Count);
        Assert.Equal(["1"], Parse("1,2\n3,4\n5,6\n", null, header).FeatureNames);
        var none = new CsvFormat { HasHeader = false };
        Assert.Equal(3, Parse("a,b\nu,x\nv,y\n", new TableOptions { OneHot = true }, none).Count);
    }

    [Fact]
    public void Integer_classes_are_sorted_as_numbers_and_text_by_character()
    {
        Assert.Equal(["-1", "2", "10"], Parse("1,10\n1,2\n1,-1\n1,2.0\n").ClassNames);
        Assert.Equal(["10", "2", "B", "a"], Parse("1,2\n1,a\n1,B\n1,10\n").ClassNames);
        Assert.Equal([2, 1, 0, 1], Parse("1,10\n1,2\n1,-1\n1,2.0\n").Labels);
    }

    [Fact]
    public void Text_columns_become_one_feature_a_value_when_asked()
    {
        var table = Parse("size,colour,kind\n1,red,x\n2,blue,y\n3,red,x\n", new TableOptions { OneHot = true });
        Assert.Equal(["size", "colour=blue", "colour=red"], table.FeatureNames);
        Assert.Equal([1, 0, 1, 2, 1, 0, 3, 0, 1], table.Features);
    }

    [Fact]
    public void Text_columns_are_refused_with_the_column_and_the_remedy()
    {
        var error = Assert.Throws<DataFormatException>(() => Parse("size,colour,kind\n1,red,x\n2,blue,y\n"));
        Assert.Equal((2, 2), (error.Line, error.Column));
        foreach (var part in (string[])["colour", "red", "OneHot", "exclude 'colour'"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(new TableRemedy(TableRemedyKind.OneHotOrExclude, "colour"), error.Remedy);
        Assert.Equal(["size"], Parse("size,colour,kind\n1,red,x\n2,blue,y\n",
            new TableOptions { Exclude = ["colour"] }).FeatureNames);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("?")]
    [InlineData("nan")]
    [InlineData("NaN")]
    public void Missing_cells_are_reported_with_line_and_column(string missing)
    {
        var error = Assert.Throws<DataFormatException>(() => Parse($"a,b,kind\n1,\"two\n\nlines\",x\n3,{missing},y\n",
            new TableOptions { OneHot = true }));
        Assert.Equal((5, 2), (error.Line, error.Column));
        Assert.Equal(new TableRemedy(TableRemedyKind.FillOrExclude, "b"), error.Remedy);
        Assert.DoesNotContain("--", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("\n\n", 0, 0)]
    [InlineData("1\n2\n", 1, 0)]
    [InlineData("1,2\n3,4,5\n", 2, 0)]
    [InlineData("1,2\n\"3,4\n", 2, 1)]
    [InlineData("1,2\n1e39,4\n", 2, 1)]
    [InlineData("1,2\n3,4.5\n", 2, 2)]
    [InlineData("1,2\n3,4,\n", 2, 0)]
    [InlineData("a,b\n", 1, 1)]
    public void A_table_that_is_none_is_refused_with_the_place(string text, int line, int column)
    {
        var error = Assert.Throws<DataFormatException>(() => Parse(text));
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public void Unknown_and_ambiguous_columns_and_too_many_values_are_refused()
    {
        const string text = "a,A,k\n1,2,3\n4,5,6\n";
        Assert.Contains("a, A, k", Fails(text, new TableOptions { Target = "z" }), StringComparison.Ordinal);
        Assert.Equal(["1", "4"], Parse(text, new TableOptions { Target = "a" }).ClassNames);
        Assert.Contains("2 columns", Fails("ab,Ab,k\n1,2,3\n4,5,6\n", new TableOptions { Target = "AB" }),
            StringComparison.Ordinal);
        var both = new TableOptions { Exclude = ["k"] };
        Assert.Contains("target and excluded", Fails(text, both), StringComparison.Ordinal);
        Assert.Contains("quantity", Fails(text, new TableOptions { MaxClasses = 1 }), StringComparison.Ordinal);
        var many = string.Concat(Enumerable.Range(0, 70).Select(i => $"v{i},1\n"));
        Assert.Contains("64", Fails(many, new TableOptions { OneHot = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_wide_a_line_is_refused_before_it_is_split()
    {
        var input = Encoding.UTF8.GetBytes(new string(',', 1_000_000) + "\n1");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataFormatException>(() => Parse(input));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * input.Length + (1 << 20));
    }

    [Theory]
    [InlineData("x,x,class\n1,2,a\n3,4,b\n", 2)]
    [InlineData("x, x ,class\n1,2,a\n3,4,b\n", 2)]
    [InlineData("x,\"x\",class\n1,2,a\n3,4,b\n", 2)]
    [InlineData("c1,,class\n1,2,a\n3,4,b\n", 2)]
    [InlineData("a,b,a\n1,2,3\n4,5,6\n", 3)]
    public void A_column_name_that_comes_twice_is_refused(string text, int column)
    {
        var error = Assert.Throws<DataFormatException>(() => Parse(text));
        Assert.Equal((1, column), (error.Line, error.Column));
        Assert.Contains("Rename", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_with_commas_and_equals_signs_are_names()
    {
        const string text = "height,\"weight, kg\",\"a=1\",kind\n1,2,q,a\n3,4,p,b\n5,6,q,a\n";
        var oneHot = new TableOptions { OneHot = true };
        Assert.Equal(["height", "weight, kg", "a=1=p", "a=1=q"], Parse(text, oneHot).FeatureNames);
        Assert.Equal(["height"], Parse(text, new TableOptions { Exclude = ["weight, kg", "a=1"] }).FeatureNames);
        Assert.Equal(["weight, kg"], Parse(text, new TableOptions { Exclude = ["height,a=1"] }).FeatureNames);
        Assert.Contains("'weight,kg'", Fails(text, new TableOptions { Exclude = ["weight,kg"] }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n\"1,000\",x\n\"2,000\",y\n", null, TableRemedyKind.DecimalPoint, "ambiguous")]
    [InlineData("a;b\n1,000;x\n2,000;y\n", null, TableRemedyKind.DecimalMark, "ambiguous")]
    [InlineData("a;b\n1,5;x\n2,5;y\n", null, TableRemedyKind.DecimalComma, "decimal point here")]
    [InlineData("a;b\n1,5;x\n1,500;y\n", '.', TableRemedyKind.DecimalComma, "decimal point here")]
    [InlineData("a;b\n1.5;x\n2.5;y\n", ',', TableRemedyKind.DecimalPoint, "decimal comma here")]
    [InlineData("a;b\n1.000,5;x\n2.000,5;y\n", null, TableRemedyKind.DecimalComma, "decimal point here")]
    [InlineData("b;a\nx;1,5\ny;2,5\n", '.', TableRemedyKind.DecimalComma, "decimal point here")]
    [InlineData("b;c;a\n1,5;0.5;x\n2,5;1;y\n", null, TableRemedyKind.SameNotation, "'0.5' in line 2 of column 'c'")]
    [InlineData("c;a\n1,5;x\n0.5;y\n", null, TableRemedyKind.SameNotation, "'0.5' in line 3 of the same column")]
    [InlineData("b,a\n\"1,5\",x\n\"2,5\",y\n", null, TableRemedyKind.SameNotation, "cells end at commas")]
    public void Numbers_in_another_notation_are_never_words(
        string text, char? mark, TableRemedyKind remedy, string words)
    {
        foreach (bool oneHot in (bool[])[false, true])
        {
            var error = Assert.Throws<DataFormatException>(() =>
                Parse(text, new TableOptions { OneHot = oneHot },
                    mark is { } said ? new CsvFormat { Decimal = said } : null));
            Assert.Equal((2, remedy), (error.Line, ((TableRemedy)error.Remedy!).Kind));
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a;b;k\n1,441.85;1;x\n350;2;y\n", null, 1441.85f)]
    [InlineData("a;b;k\n1.441,85;1;x\n350;2;y\n", ',', 1441.85f)]
    [InlineData("a;b;k\n350 000;1;x\n350;2;y\n", null, 350000f)]
    [InlineData("a,b,k\n1'441.85,1,x\n350,2,y\n", null, 1441.85f)]
    [InlineData("a;b;k\n1,441;1.5;x\n350;2;y\n", null, 1441f)]
    [InlineData("a;b;k\n1,441;1;x\n350;2;y\n", '.', 1441f)]
    [InlineData("a;b;k\n1.441;1;x\n350;2;y\n", ',', 1441f)]
    [InlineData("a;b;k\n1,441;1;x\n1,441,850;2;y\n", null, 1441f)]
    public void Thousands_are_read_where_the_decimal_mark_is_said_or_shown(string text, char? mark, float expected)
    {
        var data = Parse(text, null, mark is { } said ? new CsvFormat { Decimal = said } : null);
        Assert.Equal(expected, data.Features[0]);
        Assert.Contains(data.Encoder.Notes, note => note.Text.Contains("grouped in thousands", StringComparison.Ordinal));
        var again = TableEncoder.FromJson(data.Encoder.ToJson());
        string row = text.Split('\n')[1];
        Assert.Equal(expected, again.EncodeRow(row[..row.LastIndexOfAny([';', ','])]).ToArray<float>()[0]);
    }

    [Theory]
    [InlineData("a;b;k\n1.441;1;x\n2.500;2;y\n", null, true)]
    [InlineData("a;b;k\n1.441;1.5;x\n2.500;2;y\n", null, false)]
    [InlineData("a;b;k\n1.441;1;x\n2.500;2;y\n", '.', false)]
    [InlineData("a;b;k\n1.441;1;x\n25;2;y\n1250;3;x\n", null, false)]
    [InlineData("a;b;k\n0.441;1;x\n2.500;2;y\n", null, false)]
    public void Decimals_that_may_be_thousands_are_told_unless_something_shows_the_mark(
        string text, char? mark, bool isTold)
    {
        var data = Parse(text, null, mark is { } said ? new CsvFormat { Decimal = said } : null);
        Assert.InRange(data.Features[0], 0.4, 1.5);
        Assert.Equal(isTold, data.Encoder.Notes.Any(note => note.Text.Contains("Ambiguous", StringComparison.Ordinal)
            && note.Remedy is TableRemedy { Kind: TableRemedyKind.DecimalMark, Subject: "." }));
    }

    [Theory]
    [InlineData("age;w;kind\n", "k.A.", "k.A.")]
    [InlineData("age;w;kind\nNA;1;x\n", "unknown", "NA,unknown")]
    public void A_word_among_numbers_is_named_with_all_that_count_as_missing(string head, string word, string words)
    {
        string text = head + string.Concat(Enumerable.Range(0, 20).Select(i =>
            $"{(i % 7 == 3 ? word : $"{i % 5}")};{i % 3};{(i % 2 == 0 ? "x" : "y")}\n"));
        var options = new TableOptions { Missing = MissingCells.Fill };
        var error = Assert.Throws<DataFormatException>(() => Parse(text, options));
        Assert.Contains($"such as '{word}' among", error.Message, StringComparison.Ordinal);
        var remedy = Assert.IsType<TableRemedy>(error.Remedy);
        Assert.Equal((TableRemedyKind.NameMissingOrOneHot, words, "age"), (remedy.Kind, remedy.Subject, remedy.Column));
        Assert.Equal(words, string.Join(',', TableAdvice.Find(Table.Parse(text), options).Options.MissingValues!));
        Assert.NotNull(Parse(text, options with { MissingValues = words.Split(',') }));
    }

    [Fact]
    public void A_header_of_texts_above_texts_is_told_and_suggested()
    {
        string text = "colour,shape,kind\n" + string.Concat(Enumerable.Range(0, 12).Select(i =>
            $"{(i % 3 == 0 ? "red" : "blue")},{(i % 2 == 0 ? "round" : "square")},{(i % 4 < 2 ? "x" : "y")}\n"));
        Assert.Contains(Parse(text, new TableOptions { OneHot = true }).Encoder.Notes,
            note => note.Text.Contains("nothing tells names from data", StringComparison.Ordinal));
        var advice = TableAdvice.Find(Table.Parse(text));
        Assert.Equal((true, "kind", 12), (advice.Format.HasHeader, advice.TargetReference, advice.Data!.Count));
        Assert.Null(TableAdvice.Find(Table.Parse(text[(text.IndexOf('\n') + 1)..])).Format.HasHeader);
    }

    [Fact]
    public void A_decimal_comma_is_read_where_it_is_asked_for()
    {
        var table = Parse("a;b;k\n1,5;-2;x\n,25;1e-3;y\n", null, new CsvFormat { Decimal = ',' });
        Assert.Equal([1.5f, -2, .25f, .001f], table.Features);
    }

    [Theory]
    [InlineData("1,x\n2,y\n1,x\n", "")]
    [InlineData("a,b\n1,x\n2,y\n", "")]
    [InlineData("city,2019,kind\n1,5,x\n2,6,y\n", "2019")]
    [InlineData("country,2019,kind\nx,1,a\ny,2,b\nx,3,a\ny,4,b\n", "country")]
    [InlineData("a,b,\n1,x,\n2,y,\n", "delimiter")]
    [InlineData("a,b\n1,x\n2,x\n", "one class")]
    [InlineData("a,b\n1,x\n2,y\n3,x\nunknown,y\n", "3 numbers and 1 text,")]
    public void What_may_be_otherwise_than_meant_is_said(string text, string word)
    {
        var notes = Parse(text, new TableOptions { OneHot = true }).Encoder.Notes;
        if (word.Length == 0)
            Assert.Empty(notes);
        else
            Assert.Contains(notes, note => note.Text.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public void Columns_with_more_digits_than_single_precision_holds_stay_double()
    {
        Assert.Equal(DType.Float32, Parse("t,k\n15.26,x\n0.1,y\n16777216,x\n").Inputs.DType);
        foreach (string cell in (string[])["1700000001", "1234567.89", "16777217", "1e-45", "0.30000000000000004"])
        {
            var table = Parse($"t,n,k\n{cell},1,x\n1,2,y\n");
            Assert.Equal(DType.Float64, table.Inputs.DType);
            Assert.Equal(double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture),
                table.Inputs.ToArray<double>()[0]);
        }
    }

    [Fact]
    public void An_encoder_comes_back_from_its_json()
    {
        var encoder = Parse("\"t, µ\";\"a=1\";id;k\n1700000001,5;q;1;3\n2;\"p\nr\";2;4,0\n",
            new TableOptions { OneHot = true, Exclude = ["id"] }, new CsvFormat { Decimal = ',' }).Encoder;
        var again = TableEncoder.FromJson(encoder.ToJson());
        Assert.Equal(encoder.ToJson(), again.ToJson());
        Assert.Equal(["t, µ", "a=1=p\nr", "a=1=q"], again.FeatureNames);
        Assert.Equal((DType.Float64, ','), (again.DType, again.Decimal));
        Assert.Equal([7, 1, 0], again.EncodeRow("7;\"p\r\nr\"").ToArray<double>());
        Assert.Equal(["3", "4"], again.ClassNames);
        foreach (string broken in (string[])["", "[]", "{}", encoder.ToJson().Replace("\"version\":2", "\"version\":3"),
            encoder.ToJson().Replace("one-hot", "two-hot"), encoder.ToJson().Replace("\"q\"", "\"p\\nr\"")])
            Assert.Throws<DataFormatException>(() => TableEncoder.FromJson(broken));
    }

    [Fact]
    public void A_large_table_allocates_little_beside_the_file_and_the_result()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 40_000; i++) text.Append(i).Append(",0.5,1.25,-3,").Append(i % 7).Append('\n');
        var input = Encoding.UTF8.GetBytes(text.ToString());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var table = Parse(input);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((40_000, 4), (table.Count, table.Width));
        Assert.InRange(allocated, 0, 2 * input.Length + (1 << 20) + ResultBytes(table));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Three_thousand_damaged_tables_throw_only_the_documented_error(bool oneHot)
    {
        byte[][] seeds =
        [
            .. ((string[])
            [
                "a,b,kind\n1,2,x\n3,4,y\n5,6,x\n",
                "5.1;3.5;1.4;0\r\n4.9;3.0;1.4;1\r\n6.3;3.3;6.0;2\r\n",
                "id\tcolour\tn\n1\tred\t0\n2\t\"dark, \"\"deep\"\"\nblue\"\t1\n3\tred\t0\n",
                "-1e-3,1E5,.5,+2,1\n0,0,0,0,2\n\n1,2,3,4,1",
            ]).Select(Encoding.UTF8.GetBytes),
        ];
        var options = new TableOptions { OneHot = oneHot, Exclude = ["0"] };
        var all = new TableOptions { OneHot = true };
        foreach (var seed in seeds) Parse(seed, all);
        var (read, refused) = Fuzz.Run(
            oneHot ? seeds : [seeds[0], seeds[1], seeds[3]],
            3000,
            input => ResultBytes(Parse(input, options)),
            (file, result) => 2 * file + (1 << 20) + result);
        Assert.True(read > 200 && refused > 500, $"{read} read, {refused} refused: the mutations are one-sided");
    }

    private static long ResultBytes(TableData table) =>
        (8L * table.Count * table.Width) + (4L * (table.Labels.Length + table.SourceLines.Length))
        + table.FeatureNames.Concat(table.ClassNames).Sum(name => 40L + 2 * name.Length);

    private static string Fails(string text, TableOptions options) =>
        Assert.Throws<DataFormatException>(() => Parse(text, options)).Message;

    private static TableData Parse(string text, TableOptions? options = null, CsvFormat? format = null) =>
        Parse(Encoding.UTF8.GetBytes(text), options, format);

    private static TableData Parse(byte[] text, TableOptions? options = null, CsvFormat? format = null)
    {
        var table = Table.Read(new MemoryStream(text), "table.csv", format);
        return TableEncoder.Fit(table, options).Encode(table);
    }
}
