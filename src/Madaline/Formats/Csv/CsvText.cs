using System.Text;

namespace Madaline.Formats;

/// <summary>The bytes of a table: all of them in memory, or a window on a stream that moves on.</summary>
internal sealed class CsvText
{
    private const int FirstBytes = 16 * 1024, MaxFirstBytes = 1 << 20;
    private byte[] _bytes;
    private int _count;
    private long _before;
    private Stream? _rest;
    private readonly LetterBuffer _letters;

    private CsvText(string name, CsvFormat format, byte[] bytes, int count, Stream? rest)
    {
        (Name, Format, _bytes, _count, _rest, _letters) = (name, format, bytes, count, rest, new LetterBuffer());
        Charset = CsvCharset.Find(format.Encoding ?? "") ?? CsvCharset.Utf8;
        Delimiter = format.Delimiter;
    }

    private CsvText(CsvText other)
    {
        (Name, Format, Charset, Delimiter) = (other.Name, other.Format, other.Charset, other.Delimiter);
        (_bytes, _count, Start, FirstLine) = (other._bytes, other._count, other.Start, other.FirstLine);
        (_before, IsTranscoded, _letters) = (other._before, other.IsTranscoded, other._letters);
        IsCut = other._rest is not null;
    }

    /// <summary>What errors call it.</summary>
    public string Name { get; }

    /// <summary>How it is written, as far as it was said.</summary>
    public CsvFormat Format { get; }

    public CsvCharset Charset { get; private set; }

    /// <summary>Whether the bytes were of another encoding before, so that their places say nothing.</summary>
    public bool IsTranscoded { get; private set; }

    /// <summary>The delimiter that the format or the first line names; null where neither does.</summary>
    public char? Delimiter { get; private set; }

    /// <summary>Where the next record begins.</summary>
    public int Start { get; set; }

    /// <summary>The line that the records begin on: 2 behind a line <c>sep=;</c>.</summary>
    public int FirstLine { get; private set; } = 1;

    /// <summary>The bytes at hand.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _count);

    /// <summary>Whether more may follow that a sample does not see.</summary>
    public bool IsCut { get; }

    /// <summary>A text of which only the beginning is read yet.</summary>
    public static CsvText Open(Stream stream, string name, CsvFormat format)
    {
        var text = new CsvText(name, format, new byte[FirstBytes], 0, stream);
        while (CsvCharset.MayBeMark(text.Bytes) && text.Refill())
        {
            // Only one byte of a mark.
        }

        text.Begin();
        while (!text.HasLine() && text.Refill())
        {
            // The first line decides what the delimiter is.
        }

        text.TakeDelimiterLine();
        return text;
    }

    /// <summary>A text in memory.</summary>
    public static CsvText Of(byte[] bytes, string name, CsvFormat format)
    {
        var text = new CsvText(name, format, bytes, bytes.Length, null);
        text.Begin();
        text.TakeDelimiterLine();
        return text;
    }

    /// <summary>The same text from its beginning, for the bytes at hand only.</summary>
    public CsvText Sample() => new(this);

    /// <summary>Room for a record's letters, which samples share: long records cost it once.</summary>
    public char[] Letters(int count)
    {
        if (_letters.Chars.Length < count)
            _letters.Chars = new char[Math.Max(count, 2 * _letters.Chars.Length)];
        return _letters.Chars;
    }

    /// <summary>Where a byte of the current record lies in the file.</summary>
    public long OffsetOf(int placeInRecord) => _before + Start + placeInRecord;

    /// <summary>Brings more bytes; those before <see cref="Start"/> may go. False at the end.</summary>
    /// <param name="keepPlaces">Whether all bytes stay where they are.</param>
    public bool Refill(bool keepPlaces = true)
    {
        if (_rest is null)
            return false;
        if (!keepPlaces && Start > 0)
        {
            Bytes[Start..].CopyTo(_bytes);
            (_count, _before, Start) = (_count - Start, _before + Start, 0);
        }

        if (_count == _bytes.Length)
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        int read;
        try
        {
            read = _rest.Read(_bytes, _count, _bytes.Length - _count);
        }
        catch (DecoderFallbackException e)
        {
            throw NotWide(e);
        }

        _count += read;
        if (read == 0)
            _rest = null;
        return read > 0;
    }

    /// <summary>Takes the byte order mark, and turns what has several bytes a letter into UTF-8.</summary>
    private void Begin()
    {
        if (CsvCharset.OfMark(Bytes) is var (charset, length))
            (Charset, Start) = (charset, length);
        if (Charset.Wide is not { } wide)
            return;
        using var start = new MemoryStream(_bytes, Start, _count - Start);
        Stream whole = _rest is null ? start : new JoinedStream(start, _rest);
        var narrow = Encoding.CreateTranscodingStream(whole, wide, Encoding.UTF8, leaveOpen: true);
        (Charset, IsTranscoded, Start) = (CsvCharset.Utf8, true, 0);
        if (_rest is not null)
        {
            (_bytes, _count, _rest) = (new byte[FirstBytes], 0, narrow);
            return;
        }

        try
        {
            using var all = new MemoryStream(_count);
            narrow.CopyTo(all);
            (_bytes, _count) = (all.GetBuffer(), (int)all.Length);
        }
        catch (DecoderFallbackException e)
        {
            throw NotWide(e);
        }
    }

    private DataFormatException NotWide(DecoderFallbackException e) => new(Name, 0, 0,
        $"the bytes {Convert.ToHexString(e.BytesUnknown ?? [])} are no letter of UTF-16.",
        new TableRemedy(TableRemedyKind.Encoding, CsvCharset.Utf8.Name));

    /// <summary>Whether the end of a line that is not blank is at hand, outside quotes.</summary>
    private bool HasLine()
    {
        var rest = Bytes[Start..].TrimStart(" \t\r\n"u8);
        bool isQuoted = false;
        for (int at; (at = rest.IndexOfAny("\"\n\r"u8)) >= 0; rest = rest[(at + 1)..])
        {
            if (rest[at] == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted)
                return true;
        }

        return _count > MaxFirstBytes;
    }

    private void TakeDelimiterLine()
    {
        var line = Bytes[Start..];
        int end = line.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0 || end > "\"sep=;\"".Length)
            return;
        int next = Start + end + (line[end] == '\r' && end + 1 < line.Length && line[end + 1] == '\n' ? 2 : 1);
        line = line[..end].Trim((byte)'"');
        if (line.Length != 5 || !Ascii.EqualsIgnoreCase(line[..4], "sep="u8) || line[4] == Format.Decimal)
            return;
        (Start, FirstLine) = (next, 2);
        Delimiter ??= (char)line[4];
    }

    private sealed class LetterBuffer
    {
        public char[] Chars { get; set; } = [];
    }

    /// <summary>Bytes that were read already, then the rest of their stream.</summary>
    private sealed class JoinedStream(MemoryStream first, Stream rest) : Stream
    {
        private readonly byte[] _first = first.ToArray();
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at == _first.Length)
                return rest.Read(buffer, offset, count);
            int taken = Math.Min(count, _first.Length - _at);
            _first.AsSpan(_at, taken).CopyTo(buffer.AsSpan(offset));
            _at += taken;
            return taken;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
