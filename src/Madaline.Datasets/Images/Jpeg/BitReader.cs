namespace Madaline.Datasets.Images.Jpeg;

/// <summary>Bits of a scan, first ones first: a zero behind each byte 255 is dropped, and a marker ends them.</summary>
/// <remarks>Behind the end come zeros, and <see cref="IsPastEnd"/> tells once one of them was taken.</remarks>
internal ref struct BitReader(ReadOnlySpan<byte> bytes, int start)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private ulong _buffer;
    private int _count, _invented;

    /// <summary>The first byte that was not taken: a marker's, or the end of the file.</summary>
    public int Position { get; private set; } = start;

    /// <summary>Whether more bits were taken than there are.</summary>
    public readonly bool IsPastEnd => _count < _invented;

    /// <summary>Drops the bits up to the next marker and starts behind it.</summary>
    public void Restart(int position)
    {
        (_buffer, _count, _invented) = (0, 0, 0);
        Position = position;
    }

    /// <summary>The next symbol of a Huffman code, or -1 where no code begins with the next 16 bits.</summary>
    public int Symbol(HuffmanTable table)
    {
        if (_count < 32) Fill();
        int entry = table.Short[(int)(_buffer >> 64 - HuffmanTable.ShortBits)];
        if (entry != 0)
        {
            Skip(entry >> 8);
            return entry & 0xFF;
        }

        var (symbol, length) = table.Long((int)(_buffer >> 48));
        Skip(length);
        return symbol;
    }

    /// <summary>The next bits as a number; 0 to 16 of them.</summary>
    public int Bits(int count)
    {
        if (count == 0) return 0;
        if (_count < count) Fill();
        int value = (int)(_buffer >> 64 - count);
        Skip(count);
        return value;
    }

    /// <summary>One bit.</summary>
    public bool Bit() => Bits(1) != 0;

    /// <summary>A number of the next bits, of which those that begin with zero stand for negative ones.</summary>
    public int Signed(int bits)
    {
        if (bits == 0) return 0;
        int value = Bits(bits);
        return value < 1 << bits - 1 ? value - (1 << bits) + 1 : value;
    }

    private void Skip(int count)
    {
        _buffer <<= count;
        _count -= count;
    }

    private void Fill()
    {
        while (_count <= 56)
        {
            int value = Next();
            if (value < 0) _invented += 8;
            else _buffer |= (ulong)value << 56 - _count;
            _count += 8;
        }
    }

    /// <summary>The next byte, or -1 in front of a marker or the end.</summary>
    private int Next()
    {
        if (Position >= _bytes.Length) return -1;
        int value = _bytes[Position];
        if (value != 0xFF)
        {
            Position++;
            return value;
        }

        int behind = Position + 1;
        while (behind < _bytes.Length && _bytes[behind] == 0xFF) behind++;
        if (behind >= _bytes.Length || _bytes[behind] != 0) return -1;
        Position = behind + 1;
        return value;
    }
}
