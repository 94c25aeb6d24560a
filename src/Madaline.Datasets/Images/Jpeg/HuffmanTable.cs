namespace Madaline.Datasets.Images.Jpeg;

/// <summary>A Huffman code of at most 16 bits: by a table for short codes, by length for long ones.</summary>
/// <remarks>Source: ITU-T T.81, annex C and figure F.16.</remarks>
internal sealed class HuffmanTable
{
    /// <summary>Codes up to this number of bits are found at once.</summary>
    public const int ShortBits = 9;

    private const int MaxBits = 16;
    private readonly int[] _limit = new int[MaxBits + 1], _offset = new int[MaxBits + 1];
    private readonly byte[] _symbols;

    private HuffmanTable(ReadOnlySpan<byte> symbols) => _symbols = symbols.ToArray();

    /// <summary>Length (upper byte) and symbol of the code that begins with an index's bits; 0 if none.</summary>
    public ushort[] Short { get; } = new ushort[1 << ShortBits];

    /// <summary>The largest symbol: a difference of means has at most 15 bits.</summary>
    public int LargestSymbol => _symbols.Length == 0 ? 0 : _symbols.Max();

    /// <summary>Builds a code, or gives null where there are more codes of a length than bits allow.</summary>
    /// <param name="counts">How many codes have 1 to 16 bits.</param>
    /// <param name="symbols">Their symbols, in order.</param>
    public static HuffmanTable? Create(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        var table = new HuffmanTable(symbols);
        int code = 0, at = 0;
        for (int length = 1; length <= MaxBits; length++, code <<= 1)
        {
            int count = counts[length - 1];
            if (code + count > 1 << length) return null;
            table._offset[length] = at - code;
            for (int i = 0; i < count && length <= ShortBits; i++)
            {
                table.Short.AsSpan(code + i << ShortBits - length, 1 << ShortBits - length)
                    .Fill((ushort)(length << 8 | symbols[at + i]));
            }

            (code, at) = (code + count, at + count);
            table._limit[length] = code << MaxBits - length;
        }

        return table;
    }

    /// <summary>The symbol of the code that the next 16 bits begin with, and its bits; -1 if there is none.</summary>
    public (int Symbol, int Length) Long(int bits)
    {
        for (int length = 1; length <= MaxBits; length++)
        {
            if (bits < _limit[length])
                return (_symbols[(bits >> MaxBits - length) + _offset[length]], length);
        }

        return (-1, MaxBits);
    }
}
