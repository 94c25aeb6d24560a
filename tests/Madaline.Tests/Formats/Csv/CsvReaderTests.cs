using System.Text;
using Madaline.Data;
using Madaline.Formats;

namespace Madaline.Tests.Formats.Csv;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b / 1|2")]
    [InlineData("a,b\r\n1,2\r\n", "a|b / 1|2")]
    [InlineData("a,b\r1,2", "a|b / 1|2")]
    [InlineData("\n\n  \na,b\n\n1,2\n\n", "a|b / 1|2")]
    [InlineData("\uFEFFa,b\n1,2", "a|b / 1|2")]
    [InlineData("\"a, b\",\"c\"\"d\"\n\"e\nf\",g", "a, b|c\"d / e\nf|g")]
    [InlineData("\"e\r\nf\",g\r\n\"h\ri\",j", "e\nf|g / h\ni|j")]
    [InlineData(" \"a, b\" , c \n1,2", "a, b|c / 1|2")]
    [InlineData("5\" pipe,x\n6\",y", "5\" pipe|x / 6\"|y")]
    [InlineData("\"\",\"\"\n,", "| / |")]
    [InlineData("#1,2\n3,4", "#1|2 / 3|4")]
    [InlineData("a,b,\n1,2,\n", "a|b| / 1|2|")]
    [InlineData("a;b, c\n1;d, e\n2;f", "a|b, c / 1|d, e / 2|f")]
    [InlineData("a\tb, c;d\n1\te, f;g\n", "a|b, c;d / 1|e, f;g")]
    [InlineData("a|b\n1|2", "a|b / 1|2")]
    [InlineData("1.5 2\t \t3\n  4   5 6\n", "1.5|2|3 / 4|5|6")]
    [InlineData("1\t\t2\n3\t4\n", "1|2 / 3|4")]
    [InlineData("2024-01-01 10:00,5\n2024-01-02 11:00,6,7\n", "2024-01-01 10:00|5 / 2024-01-02 11:00|6|7")]
    [InlineData("sep=;\na;b,c\n1;2\n", "a|b,c / 1|2")]
    [InlineData("\"sep=|\"\r\na|b,c\n", "a|b,c")]
    [InlineData("one\ntwo", "one / two")]
    public void Cells_end_at_delimiters_and_lines_outside_quotes(string text, string expected) =>
        Assert.Equal(expected, Show(Table.Parse(text).Rows()));

    [Theory]
    [InlineData("a;b\n1,5;2\n", "a|b / 1,5|2")]
    [InlineData("1,5\t2,5\n3\t4\n", "1,5|2,5 / 3|4")]
    public void Cells_do_not_end_at_a_decimal_comma(string text, string expected)
    {
        var reader = Table.Parse(text, format: new CsvFormat { Decimal = ',' }).Rows();
        Assert.Equal(expected, Show(reader));
    }

    [Fact]
    public void Records_know_the_lines_that_they_begin_on()
    {
        var reader = Table.Parse("\na,b\r\n\"x\r\ny\n\nz\",1\r\r2,3\n").Rows();
        var lines = new List<int>();
        while (reader.Read())
            lines.Add(reader.Line);
        Assert.Equal([2, 3, 8], lines);
    }

    [Theory]
    [InlineData("1.5", '.', 1.5)]
    [InlineData("+5", '.', 5.0)]
    [InlineData("-.5e-2", '.', -.005)]
    [InlineData("1,5", ',', 1.5)]
    [InlineData("007", '.', 7.0)]
    [InlineData("1,5", '.', null)]
    [InlineData("1.5", ',', null)]
    [InlineData("1,000", '.', 1000.0)]
    [InlineData("1.000", ',', 1000.0)]
    [InlineData("1.000,5", ',', 1000.5)]
    [InlineData("-12,345,678.25", '.', -12345678.25)]
    [InlineData("1 000", '.', 1000.0)]
    [InlineData("350\u00A0000", ',', 350000.0)]
    [InlineData("1\u202F000,5", ',', 1000.5)]
    [InlineData("1'441.85", '.', 1441.85)]
    [InlineData("1\u2019441", '.', 1441.0)]
    [InlineData("1.441,85", '.', null)]
    [InlineData("1_000", '.', null)]
    [InlineData("1,00", '.', null)]
    [InlineData("1,0000", '.', null)]
    [InlineData("0,123", '.', null)]
    [InlineData("1234,567", '.', null)]
    [InlineData("1,23,456", '.', null)]
    [InlineData("1,234 567", '.', null)]
    [InlineData("1 234.", '.', null)]
    [InlineData("1,234.5,6", '.', null)]
    [InlineData(",123", '.', null)]
    [InlineData("1,,234", '.', null)]
    [InlineData("1+234", '.', null)]
    [InlineData("0x10", '.', null)]
    [InlineData("½", '.', null)]
    [InlineData("١", '.', null)]
    [InlineData("NaN", '.', null)]
    [InlineData("inf", '.', null)]
    [InlineData("1e400", '.', double.PositiveInfinity)]
    public void Numbers_have_one_decimal_mark_and_perhaps_groups_of_three(string cell, char mark, double? expected)
    {
        var reader = Table.Parse($"{cell};x", format: new CsvFormat { Decimal = mark, Delimiter = ';' }).Rows();
        Assert.True(reader.Read());
        Assert.Equal(expected, reader.TryGetNumber(0, out double value) ? value : null);
    }

    [Theory]
    [InlineData("a,b\nx,gr\xF6n\n", 2, 2, "0xF6", "byte 8", "latin1")]
    [InlineData("a,b\nx,\x80\n", 2, 2, "0x80", "byte 6", "windows-1252")]
    [InlineData("a,b\nx,\"y\n\xE9\"\n", 2, 2, "0xE9", "byte 9", "latin1")]
    [InlineData("\xFC,b\n", 1, 1, "0xFC", "byte 0", "latin1")]
    public void Bytes_that_are_not_utf8_are_refused_with_place_and_remedy(
        string bytes, int line, int column, params string[] words)
    {
        var error = Assert.Throws<DataFormatException>(() => Show(Of(Encoding.Latin1.GetBytes(bytes)).Rows()));
        Assert.Equal((line, column, TableRemedyKind.Encoding), (error.Line, error.Column, ((TableRemedy)error.Remedy!).Kind));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_encoding_that_is_named_or_marked_is_read()
    {
        const string Text = "a,b\nx,größe\n";
        const string Shown = "a|b / x|größe";
        Assert.Equal(Shown, Show(Of(Encoding.Latin1.GetBytes(Text), "latin1").Rows()));
        Assert.Equal(Shown, Show(Of(Encoding.Latin1.GetBytes(Text), "windows-1252").Rows()));
        Assert.Equal("€|“", Show(Of([0x80, (byte)',', 0x93], "windows-1252").Rows()));
        foreach (var wide in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
            Assert.Equal(Shown, Show(Of([.. wide.GetPreamble(), .. wide.GetBytes(Text)]).Rows()));
        Assert.Equal(Shown, Show(Of(Encoding.Unicode.GetBytes(Text), "utf-16").Rows()));
        Assert.Equal(Shown, Show(Of([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)], "latin1").Rows()));
    }

    [Fact]
    public void What_is_no_text_is_refused()
    {
        Assert.Contains("NUL", Refused([.. Encoding.Unicode.GetBytes("a,b\n1,2\n")]).Message, StringComparison.Ordinal);
        Assert.Contains("UTF-16", Refused([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]).Message, StringComparison.Ordinal);
        Assert.Contains("Latin-1", Refused([0x41, 0x81, 0x2C, 0x42], "latin1").Message, StringComparison.Ordinal);
        Assert.Contains("utf-8, latin1", Assert.Throws<ArgumentException>(() => Of([], "latin7")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,\"open\nx,y\n", 2, 2, "never closed")]
    [InlineData("a,b\n\"x\"y,2\n", 2, 1, "closing quote")]
    public void Wrong_quotes_are_refused_where_they_are(string text, int line, int column, string words)
    {
        var error = Assert.Throws<DataFormatException>(() => Show(Table.Parse(text).Rows()));
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void A_stream_in_pieces_reads_as_the_whole(int atOnce)
    {
        const string Text = "\uFEFFa;\"b\r\n, c\";größe\r\n1;\"x \"\"y\"\"\";z\r\n\r\n\"2\";;\r\n";
        byte[] bytes = Encoding.UTF8.GetBytes(Text);
        string whole = Show(Of(bytes).Rows());
        Assert.Equal("a|b\n, c|größe / 1|x \"y\"|z / 2||", whole);
        Assert.Equal(whole, Show(new CsvReader(new Pieces(bytes, atOnce), "pieces")));
        byte[] wide = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text[1..])];
        Assert.Equal(whole, Show(new CsvReader(new Pieces(wide, atOnce), "pieces")));
    }

    [Fact]
    public void A_row_is_there_before_the_next_one_is_asked_for()
    {
        var stream = new Pieces(Encoding.UTF8.GetBytes("1,2\n3,4\n"), 4);
        var reader = new CsvReader(stream, "pieces");
        Assert.True(reader.Read());
        Assert.Equal(4, stream.Position);
        Assert.Equal("1", reader[0].ToString());
    }

    [Theory]
    [InlineData('.', '.')]
    [InlineData(',', ',')]
    [InlineData('.', '"')]
    [InlineData('.', '5')]
    [InlineData('x', ';')]
    public void Marks_that_are_none_are_refused(char mark, char delimiter)
    {
        var format = new CsvFormat { Decimal = mark, Delimiter = delimiter };
        Assert.Contains("expected", Assert.Throws<ArgumentException>(() => Table.Parse("a", format: format)).Message,
            StringComparison.Ordinal);
    }

    private static DataFormatException Refused(byte[] bytes, string? encoding = null) =>
        Assert.Throws<DataFormatException>(() => Show(Of(bytes, encoding).Rows()));

    private static Table Of(byte[] bytes, string? encoding = null) =>
        Table.Read(new MemoryStream(bytes), "table.csv", new CsvFormat { Encoding = encoding });

    private static string Show(CsvReader reader)
    {
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader[i].ToString())));
        return string.Join(" / ", rows);
    }

    /// <summary>Gives few bytes at once, as a terminal or a pipe does.</summary>
    private sealed class Pieces(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, atOnce));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, atOnce)]);
    }
}
