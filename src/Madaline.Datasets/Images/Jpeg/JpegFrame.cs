using System.Buffers.Binary;
using Madaline.Formats;

namespace Madaline.Datasets.Images.Jpeg;

/// <summary>A JPEG's size and colours, as its frame header has them.</summary>
internal sealed class JpegFrame
{
    private const int Progressive = 0xC2;

    private JpegFrame(int width, int height, bool isProgressive, JpegComponent[] components)
    {
        (Width, Height, IsProgressive, Components) = (width, height, isProgressive, components);
        MaxAcross = components.Max(c => c.Across);
        MaxDown = components.Max(c => c.Down);
        foreach (var component in components) component.Place(width, height, MaxAcross, MaxDown);
    }

    public int Width { get; }

    public int Height { get; }

    public bool IsProgressive { get; }

    public JpegComponent[] Components { get; }

    public int MaxAcross { get; }

    public int MaxDown { get; }

    /// <summary>Bytes of memory that decoding takes, the picture included.</summary>
    public long Bytes => Components.Sum(c => c.Bytes(IsProgressive))
        + (long)Width * Height * Math.Min(Components.Length, 3);

    /// <summary>Reads the segment behind a frame's marker.</summary>
    /// <exception cref="DataFormatException">Impossible sizes or sampling factors.</exception>
    public static JpegFrame Read(ReadOnlySpan<byte> segment, int marker, int at, string file)
    {
        int count = segment.Length < 8 ? 0 : segment[7];
        if (segment.Length < 8 + 3 * count || count is not (1 or 3 or 4))
            throw new DataFormatException(file, at, "the JPEG's frame header is too short. The file is damaged.");
        var components = new JpegComponent[count];
        for (int c = 0; c < count; c++)
        {
            var bytes = segment.Slice(8 + 3 * c, 3);
            int across = bytes[1] >> 4, down = bytes[1] & 15, table = bytes[2];
            if (across is < 1 or > 4 || down is < 1 or > 4 || table > 3)
            {
                throw new DataFormatException(file, at + 8 + 3 * c, $"component {c} of the JPEG has sampling factors "
                    + $"{across} × {down} and quantization table {table}; expected 1 to 4, and 0 to 3. The file is "
                    + "damaged.");
            }

            components[c] = new JpegComponent(bytes[0], across, down, table);
        }

        var frame = new JpegFrame(BinaryPrimitives.ReadUInt16BigEndian(segment[5..]),
            BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), marker == Progressive, components);
        if (components.All(c => frame.MaxAcross % c.Across == 0 && frame.MaxDown % c.Down == 0)) return frame;
        throw new DataFormatException(file, at, "a JPEG of a kind that is not read: sampling factors "
            + $"{string.Join(", ", components.Select(c => $"{c.Across} × {c.Down}"))}, of which the largest is no "
            + "multiple of the others. Save it anew, or as PNG.");
    }
}
