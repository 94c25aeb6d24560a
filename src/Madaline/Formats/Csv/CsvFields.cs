namespace Madaline.Formats;

/// <summary>Finds the cells of one record after the other among the bytes of a table.</summary>
/// <param name="text">The bytes.</param>
/// <param name="delimiter">What stands between cells; a blank for runs of blanks and tabs.</param>
/// <param name="isSample">Whether a record that the bytes cut off is passed over in silence.</param>
internal sealed class CsvFields(CsvText text, char delimiter, bool isSample)
{
    /// <summary>Most cells of a record.</summary>
    public const int MaxColumns = 16_384;

    private const int MaxRecordBytes = 1 << 20;
    private readonly bool _isBlanks = delimiter == ' ';
    private readonly byte _delimiter = (byte)delimiter;

    // Places from the record's first byte; the sign bit of the length says that the cell was quoted.
    private (int Start, int Length)[] _cells = new (int, int)[16];
    private int _next, _at;

    /// <summary>Number of cells.</summary>
    public int Count { get; private set; }

    /// <summary>Line ends of the record, those inside quotes included.</summary>
    public int LineEnds { get; private set; }

    /// <summary>Whether there is nothing but blanks on the line.</summary>
    public bool IsBlank => Count == 0 || (Count == 1 && _cells[0].Length == 0);

    /// <summary>The bytes of the record without its end.</summary>
    public ReadOnlySpan<byte> Record
    {
        get
        {
            var (start, length) = this[Count - 1];
            return text.Bytes.Slice(text.Start, start + length);
        }
    }

    /// <summary>Where a cell lies: in the record's bytes, or where the reader has put its letters.</summary>
    public (int Start, int Length) this[int index]
    {
        get => (_cells[index].Start, _cells[index].Length & int.MaxValue);
        set => _cells[index] = (value.Start, value.Length | (_cells[index].Length & int.MinValue));
    }

    /// <summary>Whether a cell was in quotes.</summary>
    public bool IsQuoted(int index) => _cells[index].Length < 0;

    /// <summary>Goes to the next record; it may be blank.</summary>
    /// <param name="line">Its line, for errors.</param>
    public bool Next(int line)
    {
        text.Start += _next;
        (Count, LineEnds, _next, _at) = (0, 0, 0, 0);
        if (!Have(0))
            return false;
        do
        {
            if (!ReadCell(line))
                return !isSample;
        }
        while (_at >= 0);
        return true;
    }

    private byte At(int place) => text.Bytes[text.Start + place];

    /// <summary>Whether there is a byte at a place of the record; more are fetched where there may be.</summary>
    private bool Have(int place) =>
        text.Start + place < text.Bytes.Length || (text.Refill(keepPlaces: false) && Have(place));

    /// <summary>One cell and what ends it; afterwards <c>_at</c> is the next one's place, or -1.</summary>
    /// <returns>False where a sample ends within it.</returns>
    private bool ReadCell(int line)
    {
        SkipBlanks();
        if (Have(_at) && At(_at) == '"')
            return ReadQuoted(line);
        int start = _at, end = FindEnd(line);
        _at = end;
        if (!Have(end) && isSample && text.IsCut)
            return false;
        while (end > start && IsBlankAt(end - 1))
            end--;
        if (!_isBlanks || end > start)
            Add(start, end - start, isQuoted: false, line);
        TakeEnd();
        return true;
    }

    private bool ReadQuoted(int line)
    {
        int start = ++_at, openedOn = line + LineEnds;
        if (!FindQuote(line))
        {
            if (isSample && text.IsCut)
                return false;
            throw new DataFormatException(text.Name, openedOn, Count + 1, "a quote opens here and is never closed. "
                + "Close it; a quote inside a quoted cell is written twice (\"\").");
        }

        Add(start, _at++ - start, isQuoted: true, line);
        SkipBlanks();
        if (Have(_at) && !(_isBlanks && IsBlankAt(_at - 1)) && At(_at) != _delimiter && At(_at) is not (10 or 13))
        {
            throw new DataFormatException(text.Name, line + LineEnds, Count, "text follows a closing quote. Put the "
                + "whole cell between quotes; a quote inside it is written twice (\"\").");
        }

        TakeEnd();
        return true;
    }

    /// <summary>Goes to the quote that closes a cell; false where there is none.</summary>
    private bool FindQuote(int line)
    {
        while (true)
        {
            if (!Have(_at))
                return false;
            var rest = text.Bytes[(text.Start + _at)..];
            int length = rest.IndexOfAny("\"\n\r"u8);
            _at += length < 0 ? rest.Length : length;
            CheckLength(line);
            if (length < 0)
                continue;
            bool isNextSame = Have(_at + 1) && At(_at + 1) == (byte)(At(_at) == '"' ? '"' : '\n');
            if (At(_at) == '"' && !isNextSame)
                return true;
            if (At(_at) != '"')
                LineEnds++;
            _at += At(_at) != '\n' && isNextSame ? 2 : 1;
        }
    }

    /// <summary>The place of the delimiter or line end that ends a cell without quotes.</summary>
    private int FindEnd(int line)
    {
        int at = _at;
        while (true)
        {
            var rest = text.Bytes[(text.Start + at)..];
            int length = _isBlanks ? rest.IndexOfAny(" \t\n\r"u8)
                : rest.IndexOfAny(_delimiter, (byte)'\n', (byte)'\r');
            if (length >= 0)
            {
                _at = at + length;
                CheckLength(line);
                return _at;
            }

            _at = at += rest.Length;
            CheckLength(line);
            if (!Have(at))
                return at;
        }
    }

    /// <summary>Steps over the delimiter, or ends the record.</summary>
    private void TakeEnd()
    {
        if (_isBlanks)
            SkipBlanks();
        if (!Have(_at))
        {
            (_next, _at) = (_at, -1);
            return;
        }

        byte b = At(_at++);
        if (b == '\r' && Have(_at) && At(_at) == '\n')
            _at++;
        if (b is (byte)'\n' or (byte)'\r')
        {
            LineEnds++;
            (_next, _at) = (_at, -1);
        }
        else if (_isBlanks)
        {
            _at--;
        }
    }

    private void SkipBlanks()
    {
        while (Have(_at) && IsBlankAt(_at))
            _at++;
    }

    private bool IsBlankAt(int place) => At(place) is var b && b is 32 or 9 && (_isBlanks || b != _delimiter);

    private void Add(int start, int length, bool isQuoted, int line)
    {
        if (Count == MaxColumns)
            throw new DataFormatException(text.Name, line, 0, $"too wide; expected at most {MaxColumns} columns.");
        if (Count == _cells.Length)
            Array.Resize(ref _cells, 2 * Count);
        _cells[Count++] = (start, isQuoted ? length | int.MinValue : length);
    }

    private void CheckLength(int line)
    {
        if (_at > MaxRecordBytes)
        {
            throw new DataFormatException(text.Name, line, 0,
                $"too long; expected at most {MaxRecordBytes} bytes a row.");
        }
    }
}
