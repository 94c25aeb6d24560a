using Madaline.Formats;

namespace Madaline.Data;

/// <summary>A table of cells as it was written: comma-separated, or with another delimiter.</summary>
/// <remarks>
/// <see cref="TableEncoder"/> makes numbers of it; <see cref="Rows()"/> gives the cells themselves. What is read is
/// described at <see cref="CsvReader"/>. Memory: the file's bytes.
/// </remarks>
public sealed class Table
{
    private readonly byte[] _bytes;

    private Table(byte[] bytes, string name, CsvFormat? format) =>
        (_bytes, Name, Format) = (bytes, name, (format ?? new CsvFormat()).Checked());

    /// <summary>The file's path, or the name given.</summary>
    public string Name { get; }

    /// <summary>How it is written, as far as it was said.</summary>
    public CsvFormat Format { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How it is written; null to find out.</param>
    /// <exception cref="DataFormatException">Empty, without an end, or larger than an array.</exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public static Table Read(string path, CsvFormat? format = null)
    {
        using var stream = InputFile.Open(path);
        return Read(stream, path, format);
    }

    /// <summary>Reads to the end of a stream, which stays open.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="format">How it is written; null to find out.</param>
    /// <param name="maxBytes">Most bytes.</param>
    /// <exception cref="DataFormatException">More bytes than are allowed.</exception>
    public static Table Read(Stream stream, string name, CsvFormat? format = null, long maxBytes = int.MaxValue)
    {
        maxBytes = Math.Min(maxBytes, Array.MaxLength);
        if (stream.CanSeek)
        {
            long length = stream.Length - stream.Position;
            if (length > maxBytes)
                throw TooLarge(name, maxBytes);
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return new Table(bytes, name, format);
        }

        using var copy = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (copy.Length + read > maxBytes)
                throw TooLarge(name, maxBytes);
            copy.Write(buffer, 0, read);
        }

        return new Table(copy.ToArray(), name, format);
    }

    /// <summary>A table from text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="format">How it is written; null to find out.</param>
    public static Table Parse(string text, string name = "text", CsvFormat? format = null) =>
        new(System.Text.Encoding.UTF8.GetBytes(text), name, (format ?? new CsvFormat()) with { Encoding = null });

    /// <summary>The same table, read as if it were written in another way.</summary>
    /// <param name="format">How it is written.</param>
    public Table As(CsvFormat format) => new(_bytes, Name, format);

    /// <summary>The records from the first one on, a header among them.</summary>
    /// <exception cref="DataFormatException">The beginning is no text.</exception>
    public CsvReader Rows() => Rows(suits: null);

    /// <summary>The records; a delimiter that makes a suitable first one is preferred.</summary>
    internal CsvReader Rows(Func<CsvReader, bool>? suits) => new(CsvText.Of(_bytes, Name, Format), suits);

    /// <summary>The records, with a delimiter that was found out before.</summary>
    internal CsvReader Rows(char delimiter) =>
        new(CsvText.Of(_bytes, Name, Format), delimiter, isSample: false, decodes: true);

    /// <summary>Its name.</summary>
    public override string ToString() => $"Table {Name}";

    private static DataFormatException TooLarge(string name, long maxBytes) =>
        new(name, maxBytes, $"the file is too large; expected at most {maxBytes} bytes.");
}
