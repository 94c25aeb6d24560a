namespace Madaline.Formats;

/// <summary>The records of a table that is written as text, one after the other; blank lines are passed over.</summary>
/// <remarks>
/// Cells end at the delimiter or the line's end (LF, CR or both). A cell in double quotes may hold delimiters, line
/// breaks, which become LF, and doubled quotes for one; a quote inside another cell is a letter. Blanks around a cell
/// are no part of it. A first line <c>sep=;</c> names the delimiter, as spreadsheets write it.
/// Memory: the buffer, a record's letters, and 8 bytes a cell. Limits: 16,384 cells and 1 MiB a record.
/// </remarks>
public sealed class CsvReader
{
    private readonly CsvText _text;
    private readonly CsvFields _fields;
    private readonly string _file;
    private readonly bool _decodes;
    private int _nextLine;
    private char[] _letters = [];

    /// <summary>Reads from a stream as records are asked for; it stays open.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="format">How it is written; null to find out.</param>
    /// <exception cref="DataFormatException">What has been read so far is no text.</exception>
    public CsvReader(Stream stream, string name, CsvFormat? format = null)
        : this(stream, name, format, suits: null)
    {
    }

    internal CsvReader(Stream stream, string name, CsvFormat? format, Func<CsvReader, bool>? suits)
        : this(CsvText.Open(stream, name, (format ?? new CsvFormat()).Checked()), suits)
    {
    }

    internal CsvReader(CsvText text, Func<CsvReader, bool>? suits)
        : this(text, text.Delimiter ?? CsvDialect.Detect(text, suits), isSample: false, decodes: true)
    {
    }

    /// <param name="text">The text.</param>
    /// <param name="delimiter">What stands between cells.</param>
    /// <param name="isSample">Whether only the bytes at hand are read, from their beginning.</param>
    /// <param name="decodes">Whether cells are asked for; otherwise they are only counted.</param>
    internal CsvReader(CsvText text, char delimiter, bool isSample, bool decodes)
    {
        _decodes = decodes;
        _text = isSample ? text.Sample() : text;
        _file = text.Name;
        (Delimiter, Notation) = (delimiter, text.Format.Notation);
        _fields = new CsvFields(_text, delimiter, isSample);
        _nextLine = text.FirstLine;
    }

    /// <summary>What errors call it.</summary>
    internal string Name => _file;

    /// <summary>What stands between cells; a blank for runs of blanks and tabs.</summary>
    public char Delimiter { get; }

    /// <summary>The decimal mark of numbers.</summary>
    public char Decimal => Notation.Mark;

    /// <summary>How numbers are written, as far as it is known.</summary>
    internal NumberNotation Notation { get; set; }

    /// <summary>Line that the current record begins on, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Number of cells of the current record.</summary>
    public int FieldCount => _fields.Count;

    /// <summary>A cell of the current record, without blanks around it; valid until the next record.</summary>
    /// <param name="index">From 0 to <see cref="FieldCount"/> - 1.</param>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            var (start, length) = _fields[index];
            return _letters.AsSpan(start, length).Trim();
        }
    }

    /// <summary>Goes to the next record.</summary>
    /// <returns>False where there is none.</returns>
    /// <exception cref="DataFormatException">Bytes that are no text, wrong quotes, or too large a record.</exception>
    public bool Read()
    {
        while (_fields.Next(_nextLine))
        {
            Line = _nextLine;
            _nextLine += _fields.LineEnds;
            if (_fields.IsBlank)
                continue;
            if (_decodes)
                Decode();
            return true;
        }

        return false;
    }

    /// <summary>Reads a cell as a number; false for text, and for NaN.</summary>
    /// <param name="index">From 0 to <see cref="FieldCount"/> - 1.</param>
    /// <param name="value">The number; infinite where it is too large.</param>
    public bool TryGetNumber(int index, out double value) => CellNumber.TryParse(this[index], Notation, out value);

    /// <summary>Whether a cell is empty, NA, N/A, ? or nan.</summary>
    /// <param name="index">From 0 to <see cref="FieldCount"/> - 1.</param>
    public bool IsMissing(int index) => CellNumber.IsMissing(this[index]);

    /// <summary>An error at a cell of the current record.</summary>
    /// <param name="index">The cell, from 0; -1 for the record as a whole.</param>
    /// <param name="reason">What is wrong, what was expected, and the remedy.</param>
    public DataFormatException Wrong(int index, string reason) => new(_file, Line, index + 1, reason);

    internal DataFormatException Wrong(int index, string problem, TableRemedy remedy) =>
        new(_file, Line, index + 1, problem, remedy);

    private void Decode()
    {
        var record = _fields.Record;
        if (record.Contains((byte)0))
        {
            throw new DataFormatException(_file, Line, 0, "the line holds a NUL byte, which no text does.",
                new TableRemedy(TableRemedyKind.Encoding, "utf-16"));
        }

        _letters = _text.Letters(record.Length);
        int start = 0;
        for (int i = 0; i < _fields.Count; i++)
        {
            var (at, length) = _fields[i];
            var cell = record.Slice(at, length);
            if (_text.Charset.Decode(cell, _letters.AsSpan(start), out int written) is var read && read < length)
                throw NotText(i, at + read, cell[read]);
            if (_fields.IsQuoted(i))
                written = Unquote(_letters.AsSpan(start, written));
            _fields[i] = (start, written);
            start += written;
        }
    }

    private DataFormatException NotText(int field, int at, byte wrong)
    {
        var (problem, charset) = _text.Charset.Explain(wrong);
        long offset = _text.OffsetOf(at);
        string place = _text.IsTranscoded ? "" : $" (byte {offset} of the text, from 0)";
        return Wrong(field, $"{problem}{place}.", new TableRemedy(TableRemedyKind.Encoding, charset));
    }

    /// <summary>Makes one quote of two, and a line feed of any line break. Returns what is left.</summary>
    private static int Unquote(Span<char> cell)
    {
        int first = cell.IndexOfAny('"', '\r');
        if (first < 0)
            return cell.Length;
        int count = first;
        for (int i = first; i < cell.Length; i++)
        {
            char c = cell[i];
            if (c == '"')
                i++;
            if (c == '\r' && i + 1 < cell.Length && cell[i + 1] == '\n')
                i++;
            cell[count++] = c == '\r' ? '\n' : c;
        }

        return count;
    }
}
