using System.Text;

namespace Madaline.Datasets.Archives;

/// <summary>The 512 bytes before an entry of a tar archive (POSIX ustar, GNU and the older form).</summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    public const int Bytes = 512;

    private readonly ReadOnlySpan<byte> _block = block;

    /// <summary>What the entry is: 0 a file, 5 a folder, 1 and 2 links, x and L a longer name to come.</summary>
    public char Kind => (char)_block[156];

    /// <summary>Whether the block is the archive's end mark.</summary>
    public bool IsEnd => !_block.ContainsAnyExcept((byte)0);

    /// <summary>Whether the sum that the header records is that of its bytes.</summary>
    public bool HasRightSum
    {
        get
        {
            long sum = 8 * ' ';
            for (int i = 0; i < Bytes; i++)
                sum += i is >= 148 and < 156 ? 0 : _block[i];
            return Number(_block.Slice(148, 8)) == sum;
        }
    }

    /// <summary>Bytes of the entry; -1 if the field is no number.</summary>
    public long Size => Number(_block.Slice(124, 12));

    /// <summary>The path recorded, with the prefix of POSIX headers before it.</summary>
    public string Name
    {
        get
        {
            string name = TextOf(_block[..100]);
            bool hasPrefix = _block.Slice(257, 6).SequenceEqual("ustar\0"u8) && _block[345] != 0;
            return hasPrefix ? $"{TextOf(_block.Slice(345, 155))}/{name}" : name;
        }
    }

    /// <summary>UTF-8 up to the first zero.</summary>
    public static string TextOf(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    /// <summary>
    /// Octal digits between blanks, or GNU's big-endian number marked by the first bit; -1 if neither.
    /// </summary>
    private static long Number(ReadOnlySpan<byte> field)
    {
        long value = 0;
        if (field[0] == 0x80)
        {
            foreach (byte b in field[1..])
            {
                if (value > long.MaxValue >> 8) return -1;
                value = value << 8 | b;
            }

            return value;
        }

        var digits = field.Trim(" \0"u8);
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7') return -1;
            value = value * 8 + (digit - '0');
        }

        return value;
    }
}
