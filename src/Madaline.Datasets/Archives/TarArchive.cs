using System.Globalization;
using Madaline.Formats;

namespace Madaline.Datasets.Archives;

/// <summary>Reads a tar archive from front to back without unpacking anything to disk.</summary>
/// <remarks>
/// Of the runtime's own reader it differs in what a hostile archive can do: it allocates nothing that a header asks
/// for beyond 64 KiB of names, counts entries and bytes, and refuses links, devices and paths that lead elsewhere.
/// </remarks>
/// <param name="stream">The unpacked archive, read to its end.</param>
/// <param name="file">What errors call it.</param>
/// <param name="limits">What it may hold.</param>
internal sealed class TarArchive(Stream stream, string file, TarLimits limits)
{
    private const int MaxNameBytes = 64 * 1024;
    private readonly byte[] _block = new byte[TarHeader.Bytes];
    private long _offset, _left, _padding;
    private int _entries;
    private string? _longName;
    private long _longSize = -1;

    /// <summary>The path of the file that <see cref="Next"/> came to, with <c>/</c> between folders.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Bytes unpacked so far.</summary>
    public long Offset => _offset;

    /// <summary>Goes on to the next file, past folders; false at the archive's end.</summary>
    /// <exception cref="DataFormatException">The archive is damaged, passes a limit, or holds what is none of a
    /// data set's: links, devices, paths outside.</exception>
    public bool Next()
    {
        Skip(_left + _padding);
        while (true)
        {
            long at = _offset;
            Fill(_block);
            var header = new TarHeader(_block);
            if (header.IsEnd)
            {
                Drain();
                return false;
            }

            if (!header.HasRightSum)
                throw Wrong(at, "no tar header: its checksum is wrong. The archive is damaged; fetch it again.");
            if (++_entries > limits.Entries)
                throw Wrong(at, $"the archive has more than {limits.Entries} entries. It is not the data set's.");
            if (Enter(header, at)) return true;
        }
    }

    /// <summary>Reads bytes of the file; 0 at its end.</summary>
    public int Read(Span<byte> buffer)
    {
        if (_left == 0 || buffer.Length == 0) return 0;
        int read = ReadSome(buffer[..(int)Math.Min(buffer.Length, _left)]);
        if (read == 0) throw Cut();
        _left -= read;
        return read;
    }

    /// <summary>Takes an entry in; true if it is a file.</summary>
    private bool Enter(TarHeader header, long at)
    {
        char kind = header.Kind;
        bool isName = kind is 'x' or 'g' or 'L' or 'K';
        long size = !isName && _longSize >= 0 ? _longSize : header.Size;
        if (size < 0 || size > limits.EntryBytes)
        {
            throw Wrong(at, $"the entry's size is {(size < 0 ? "no number" : $"{size} bytes")}; expected at most "
                + $"{limits.EntryBytes}. The archive is damaged, or not the data set's.");
        }

        (_left, _padding) = (size, -size & (TarHeader.Bytes - 1));
        if (isName)
        {
            TakeName(kind, at);
            return false;
        }

        Name = CheckedName(_longName ?? header.Name, at);
        (_longName, _longSize) = (null, -1);
        if (kind is '0' or '\0' or '7' && !Name.EndsWith('/')) return true;
        if (kind is not ('5' or '0' or '\0'))
        {
            throw Wrong(at, $"the entry {Shown(Name)} is {(kind is '1' or '2' ? "a link" : $"of kind '{kind}'")}; "
                + "expected only files and folders. The archive is not the data set's.");
        }

        Skip(_left + _padding);
        return false;
    }

    /// <summary>Reads what belongs to the next entry: a longer name, and POSIX's records of name and size.</summary>
    private void TakeName(char kind, long at)
    {
        if (_left > MaxNameBytes)
            throw Wrong(at, $"a name of {_left} bytes; expected at most {MaxNameBytes}. The archive is damaged.");
        var bytes = new byte[_left];
        Fill(bytes);
        _left = 0;
        Skip(_padding);
        if (kind == 'L') _longName = TarHeader.TextOf(bytes);
        if (kind == 'x') TakeRecords(bytes, at);
    }

    /// <summary>POSIX's records, each <c>LENGTH KEY=VALUE\n</c>.</summary>
    private void TakeRecords(ReadOnlySpan<byte> records, long at)
    {
        while (records.Length > 0)
        {
            int blank = records.IndexOf((byte)' '), length = 0;
            bool isRecord = blank > 0
                && int.TryParse(records[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out length)
                && length > blank + 1 && length <= records.Length && records[length - 1] == '\n';
            if (!isRecord) throw Wrong(at, "the records of a POSIX header are damaged. Fetch the archive again.");
            var record = records[(blank + 1)..(length - 1)];
            if (record.StartsWith("path="u8)) _longName = TarHeader.TextOf(record["path=".Length..]);
            if (record.StartsWith("size="u8) && !long.TryParse(record["size=".Length..], NumberStyles.None,
                CultureInfo.InvariantCulture, out _longSize))
                throw Wrong(at, "the size in a POSIX header is no number. Fetch the archive again.");
            records = records[length..];
        }
    }

    private string CheckedName(string name, long at)
    {
        string path = name.Replace('\\', '/');
        bool isOutside = path.StartsWith('/') || (path.Length > 1 && path[1] == ':')
            || path.Split('/').Contains("..");
        if (!isOutside && path.Length > 0) return path;
        throw Wrong(at, $"the entry's path is {Shown(name)}; expected one inside the archive's folder. "
            + "The archive is not the data set's: do not unpack it.");
    }

    /// <summary>Reads to the end, so that the checksum of a gzip file is compared.</summary>
    private void Drain()
    {
        (_left, _padding) = (0, 0);
        while (ReadSome(_block) > 0)
        {
        }
    }

    private void Skip(long bytes)
    {
        (_left, _padding) = (0, 0);
        Span<byte> buffer = stackalloc byte[8 * TarHeader.Bytes];
        while (bytes > 0)
        {
            int read = ReadSome(buffer[..(int)Math.Min(bytes, buffer.Length)]);
            if (read == 0) throw Cut();
            bytes -= read;
        }
    }

    private void Fill(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            int read = ReadSome(buffer);
            if (read == 0) throw Cut();
            buffer = buffer[read..];
        }
    }

    private int ReadSome(Span<byte> buffer)
    {
        int read = stream.Read(buffer);
        _offset += read;
        return _offset <= limits.TotalBytes ? read : throw Wrong(_offset,
            $"the archive unpacks to more than {limits.TotalBytes} bytes. It is not the data set's.");
    }

    private DataFormatException Cut() =>
        Wrong(_offset, "the archive ends too early. Fetch it again.");

    private DataFormatException Wrong(long at, string reason) => new(file, at, reason);

    private static string Shown(string name) => $"\"{PlainText.Cut(name, 60)}\"";
}
