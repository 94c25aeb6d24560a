using System.Text;
using Madaline.Datasets.Tables;
using Madaline.Formats;
using Madaline.Tests.Fuzzing;

namespace Madaline.Datasets.Tests.Tables;

public sealed class TableTests
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
        Assert.Equal(2, Parse("1,2\n3,4\n5,6\n", new TableOptions { HasHeader = true }).Count);
        Assert.Equal(["1"], Parse("1,2\n3,4\n5,6\n", new TableOptions { HasHeader = true }).FeatureNames);
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
        foreach (var part in (string[])["colour", "red", "--one-hot", "--exclude colour"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
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
        Assert.Contains("--exclude b", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("\n\n", 0, 0)]
    [InlineData("1\n2\n", 1, 0)]
    [InlineData("1,2\n3,4,5\n", 2, 0)]
    [InlineData("1,2\n\"3,4\n", 2, 1)]
    [InlineData("1,2\n1e39,4\n", 2, 1)]
    [InlineData("1,2\n3,4.5\n", 2, 2)]
    [InlineData("a,b\n", 1, 1)]
    public void A_table_that_is_none_is_refused_with_the_place(string text, int line, int column)
    {
        var error = Assert.Throws<DataFormatException>(() => Parse(text));
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public void Unknown_and_ambiguous_columns_and_too_many_values_are_refused()
    {
        const string text = "a,a,k\n1,2,3\n4,5,6\n";
        Assert.Contains("a, a, k", Fails(text, new TableOptions { Target = "z" }), StringComparison.Ordinal);
        Assert.Contains("2 columns", Fails(text, new TableOptions { Target = "a" }), StringComparison.Ordinal);
        var both = new TableOptions { Exclude = ["k"] };
        Assert.Contains("target and excluded", Fails(text, both), StringComparison.Ordinal);
        Assert.Contains("quantity", Fails(text, new TableOptions { MaxClasses = 1 }), StringComparison.Ordinal);
        var many = string.Concat(Enumerable.Range(0, 70).Select(i => $"v{i},1\n"));
        Assert.Contains("--one-hot", Fails(many, new TableOptions { OneHot = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_wide_a_line_is_refused_before_it_is_split()
    {
        var input = Encoding.UTF8.GetBytes(new string(',', 1_000_000) + "\n1");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataFormatException>(() => Parse(input));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * input.Length + (1 << 20));
    }

    [Fact]
    public void The_real_iris_table_has_four_features_and_three_species()
    {
        var table = Table.Read(RealData.File("extras/iris.csv"));
        Assert.Equal((150, 4), (table.Count, table.Width));
        Assert.Equal(["Iris-setosa", "Iris-versicolor", "Iris-virginica"], table.ClassNames);
        Assert.Equal([5.1f, 3.5f, 1.4f, 0.2f], table.Row(0).ToArray());
        Assert.Equal([50, 50, 50], table.Labels.CountBy(label => label).OrderBy(c => c.Key).Select(c => c.Value));
    }

    [Fact]
    public void The_real_wheat_file_reads_as_a_table_too()
    {
        var path = RealData.File("wheat/wheat.csv");
        var table = Table.Read(path, new TableOptions { Target = "Type", Exclude = ["Province"] });
        Assert.Equal(WheatFiles.Read(path).Features, table.Features);
        Assert.Equal(WheatFiles.Read(path).Labels, table.Labels);
        Assert.Equal(17, Table.Read(path, new TableOptions { OneHot = true }).Width);
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
        4L * (table.Features.Length + table.Labels.Length + table.SourceLines.Length)
        + table.FeatureNames.Concat(table.ClassNames).Sum(name => 40L + 2 * name.Length);

    private static string Fails(string text, TableOptions options) =>
        Assert.Throws<DataFormatException>(() => Parse(text, options)).Message;

    private static TableData Parse(string text, TableOptions? options = null) =>
        Parse(Encoding.UTF8.GetBytes(text), options);

    private static TableData Parse(byte[] text, TableOptions? options = null) =>
        Table.Read(new MemoryStream(text), "table.csv", options);
}
