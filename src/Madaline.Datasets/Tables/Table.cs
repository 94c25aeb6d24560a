using Madaline.Formats;

namespace Madaline.Datasets.Tables;

/// <summary>Reads any CSV table: number columns become features, one column the class.</summary>
/// <remarks>
/// Found out: the delimiter (comma, semicolon, tab) and whether the first row is a header (text where later rows have
/// numbers, or the names asked for). Classes are sorted: integers by number, text by character code. Blank lines are
/// passed over; numbers have a decimal point.
/// Memory: the file, the result (sized exactly by a first pass), and reading buffers of at most 1 MiB for records up
/// to 64 Ki characters. Limits: 16,384 columns, 1 Mi characters a record, the largest array for the features.
/// </remarks>
public static class Table
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="options">Target, exclusions, encoding; null: the last column, and numbers alone.</param>
    /// <exception cref="DataFormatException">
    /// Not a table, a column that can't be used, or a missing cell: with line, column and remedy.
    /// </exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public static TableData Read(string path, TableOptions? options = null)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        return Read(stream, path, options);
    }

    /// <summary>Reads to the end of a stream, which stays open.</summary>
    /// <param name="stream">The text, UTF-8.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">Target, exclusions, encoding; null: the last column, and numbers alone.</param>
    /// <exception cref="DataFormatException">As for a file.</exception>
    public static TableData Read(Stream stream, string name, TableOptions? options = null)
    {
        var text = TableBytes.Read(stream, name, Array.MaxLength);
        var delimiter = CsvDialect.Detect(text);
        CsvDialect.CheckWidth(text, delimiter, name);
        options ??= new TableOptions();
        TableScan scan;
        using (var records = new CsvRecords(text, delimiter, name)) scan = TableScan.Run(records, name, options);
        var builder = new TableBuilder(scan, name, options);
        using (var records = new CsvRecords(text, delimiter, name)) builder.CollectValues(records);
        using (var records = new CsvRecords(text, delimiter, name)) return builder.Fill(records);
    }
}
