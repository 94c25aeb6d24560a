using System.Text;
using Madaline.Data;
using Madaline.Formats;
using Sylvan.Data.Csv;

namespace Madaline.Datasets.Tests.Tables;

public sealed class RealTableTests
{
    [Fact]
    public void The_real_iris_table_has_four_features_and_three_species()
    {
        var table = Read(RealData.File("extras/iris.csv"));
        Assert.Equal((150, 4), (table.Count, table.Width));
        Assert.Equal(["Iris-setosa", "Iris-versicolor", "Iris-virginica"], table.ClassNames);
        Assert.Equal([5.1f, 3.5f, 1.4f, 0.2f], table.Features[..4]);
        Assert.Equal([50, 50, 50], table.Labels.CountBy(label => label).OrderBy(c => c.Key).Select(c => c.Value));
        Assert.Empty(table.Encoder.Notes);
    }

    [Fact]
    public void The_real_wheat_file_reads_as_a_table_too()
    {
        var path = RealData.File("wheat/wheat.csv");
        var table = Read(path, new TableOptions { Target = "Type", Exclude = ["Province"] });
        Assert.Equal(WheatFiles.Read(path).Features, table.Features);
        Assert.Equal(WheatFiles.Read(path).Labels, table.Labels);
        Assert.Equal(17, Read(path, new TableOptions { OneHot = true }).Width);
    }

    [Theory]
    [InlineData("wheat/wheat.csv")]
    [InlineData("wheat/wheat-seeds.csv")]
    [InlineData("wheat/seeds_dataset.txt")]
    public void The_encoder_of_wheat_reads_the_rows_of_the_real_files(string path)
    {
        var wheat = WheatFiles.Read(RealData.File(path));
        var rows = wheat.Encoder.EncodeRows(Table.Read(RealData.File(path))).ToArray();
        Assert.Equal(wheat.SourceLines, rows.Select(row => row.Line));
        Assert.Equal(wheat.Features, rows.SelectMany(row => row.Values.ToArray<float>()));
    }

    /// <summary>Tables drawn at random, read by another library and by ours.</summary>
    [Fact]
    public void Two_thousand_tables_read_as_another_library_reads_them()
    {
        var random = new Random(7);
        for (int i = 0; i < 2000; i++)
        {
            string text = Draw(random);
            Assert.Equal(Others(text), Ours(text));
        }
    }

    private static string Draw(Random random)
    {
        string[] cells =
            ["1", "-2.5", "größe", "", " x ", "\"a,b\"", "\"c\"\"d\"", "\"e\nf\"", "5\"", "\"\"", "#", "'"];
        string[] ends = ["\n", "\r\n"];
        var text = new StringBuilder();
        int width = random.Next(2, 6);
        for (int rows = random.Next(1, 6); rows > 0; rows--)
        {
            string[] row = [.. Enumerable.Range(0, width).Select(_ => cells[random.Next(cells.Length)])];
            text.AppendJoin(',', row).Append(rows > 1 || random.Next(2) == 0 ? ends[random.Next(2)] : "");
        }

        return text.ToString();
    }

    private static List<string> Ours(string text)
    {
        var rows = new List<string>();
        for (var reader = Table.Parse(text, format: new CsvFormat { Delimiter = ',' }).Rows(); reader.Read();)
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader[i].ToString())));
        return rows;
    }

    private static List<string> Others(string text)
    {
        var rows = new List<string>();
        var options = new CsvDataReaderOptions { HasHeaders = false, Delimiter = ',', Comment = '\uFFFF' };
        using var reader = CsvDataReader.Create(new StringReader(text), options);
        while (reader.Read())
        {
            var cells = Enumerable.Range(0, reader.RowFieldCount).Select(i => reader.GetString(i).Trim());
            rows.Add(string.Join('|', cells));
        }

        return rows;
    }

    private static TableData Read(string path, TableOptions? options = null)
    {
        var table = Table.Read(path);
        return TableEncoder.Fit(table, options).Encode(table);
    }
}
