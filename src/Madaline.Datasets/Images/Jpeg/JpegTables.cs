using System.Buffers.Binary;
using Madaline.Formats;

namespace Madaline.Datasets.Images.Jpeg;

/// <summary>The tables that a JPEG defines between its scans.</summary>
internal sealed class JpegTables(string file)
{
    private readonly ushort[]?[] _factors = new ushort[]?[4];
    private readonly HuffmanTable?[] _means = new HuffmanTable?[4], _waves = new HuffmanTable?[4];

    /// <summary>Places of a block's coefficients, in the order in which a file has them.</summary>
    public static ReadOnlySpan<byte> ZigZag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
        12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
        58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>Units between two restart markers; 0 for none.</summary>
    public int RestartInterval { get; private set; }

    /// <exception cref="DataFormatException">The file has no such table.</exception>
    public ushort[] Factors(int number, int at) => _factors[number] ?? throw Missing("quantization", number, at);

    /// <exception cref="DataFormatException">The file has no such table.</exception>
    public HuffmanTable Means(int number, int at) =>
        number < 4 && _means[number] is { } table ? table : throw Missing("Huffman (DC)", number, at);

    /// <exception cref="DataFormatException">The file has no such table.</exception>
    public HuffmanTable Waves(int number, int at) =>
        number < 4 && _waves[number] is { } table ? table : throw Missing("Huffman (AC)", number, at);

    /// <summary>Reads the restart interval.</summary>
    public void ReadInterval(ReadOnlySpan<byte> segment, int at)
    {
        if (segment.Length != 4) throw Damaged("restart interval", at);
        RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
    }

    /// <summary>Reads quantization tables.</summary>
    public void ReadFactors(ReadOnlySpan<byte> segment, int at)
    {
        var rest = segment[2..];
        while (!rest.IsEmpty)
        {
            int size = rest[0] >> 4 == 0 ? 1 : 2, number = rest[0] & 15;
            if (number > 3 || rest.Length < 1 + 64 * size) throw Damaged("quantization table", at);
            var factors = new ushort[64];
            for (int k = 0; k < 64; k++)
            {
                factors[ZigZag[k]] = size == 1 ? rest[1 + k]
                    : BinaryPrimitives.ReadUInt16BigEndian(rest[(1 + 2 * k)..]);
            }

            _factors[number] = factors;
            rest = rest[(1 + 64 * size)..];
        }
    }

    /// <summary>Reads Huffman tables.</summary>
    public void ReadCodes(ReadOnlySpan<byte> segment, int at)
    {
        var rest = segment[2..];
        while (!rest.IsEmpty)
        {
            if (rest.Length < 17) throw Damaged("Huffman table", at);
            int kind = rest[0] >> 4, number = rest[0] & 15, count = 0;
            foreach (byte length in rest.Slice(1, 16)) count += length;
            if (kind > 1 || number > 3 || count > 256 || rest.Length < 17 + count) throw Damaged("Huffman table", at);
            var table = HuffmanTable.Create(rest.Slice(1, 16), rest.Slice(17, count));
            if (table is null || (kind == 0 && table.LargestSymbol > 15)) throw Damaged("Huffman table", at);
            (kind == 0 ? _means : _waves)[number] = table;
            rest = rest[(17 + count)..];
        }
    }

    private DataFormatException Damaged(string what, int at) =>
        new(file, at, $"a {what} of the JPEG is impossible. The file is damaged.");

    private DataFormatException Missing(string what, int number, int at) => new(file, at,
        $"the JPEG has no {what} table {number}, which a scan names. The file is damaged, or one picture of a film.");
}
