using System.Text;
using Madaline.Formats;
using Sylvan.Data.Csv;

namespace Madaline.Datasets.Tables;

/// <summary>The records of a CSV text, with the line that each begins on; blank lines are passed over.</summary>
/// <remarks>
/// Memory: a buffer of the text's length or 64 Ki characters, whichever is less; it doubles for longer records, up to
/// 1 Mi characters. The field index of the library grows 32 fields at a time, so a record of w fields costs
/// 12·w²/64 bytes of short-lived memory in all.
/// </remarks>
internal sealed class CsvRecords : IDisposable
{
    private const int BufferChars = 64 * 1024;
    private const int MaxRecordChars = 1024 * 1024;
    private readonly CsvDataReader _reader;
    private readonly string _file;
    private int _nextLine = 1;

    public CsvRecords(byte[] text, char delimiter, string file)
    {
        _file = file;
        var options = new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = delimiter,
            BufferSize = BufferChars,
            MaxBufferSize = MaxRecordChars,
            Comment = '\uFFFF', // none: a # at the start of a line is data
        };
        var reader = new StreamReader(new MemoryStream(text), new UTF8Encoding(false), true, 4096);
        try
        {
            _reader = CsvDataReader.Create(reader, options);
        }
        catch (CsvFormatException error)
        {
            throw Translate(error);
        }
    }

    /// <summary>Line of the current record, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Number of fields of the current record.</summary>
    public int FieldCount => _reader.RowFieldCount;

    /// <summary>A field of the current record, without blanks around it.</summary>
    public ReadOnlySpan<char> this[int index] => _reader.GetFieldSpan(index).Trim();

    /// <summary>Goes to the next record.</summary>
    /// <exception cref="DataFormatException">Wrong quotes, or a record beyond 1 Mi characters.</exception>
    public bool Read()
    {
        while (ReadRecord())
        {
            var record = _reader.GetRawRecordSpan();
            Line = _nextLine;
            _nextLine += CountLineEnds(record);
            if (!record.Trim().IsEmpty) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private static int CountLineEnds(ReadOnlySpan<char> record)
    {
        var count = 0;
        for (int at; (at = record.IndexOfAny('\n', '\r')) >= 0; count++)
        {
            var isPair = record[at] == '\r' && at + 1 < record.Length && record[at + 1] == '\n';
            record = record[(at + (isPair ? 2 : 1))..];
        }

        return count;
    }

    private bool ReadRecord()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException error)
        {
            throw Translate(error);
        }
    }

    private DataFormatException Translate(CsvFormatException error) =>
        new(_file, _nextLine, error.FieldOrdinal + 1, error.Message, error);
}
