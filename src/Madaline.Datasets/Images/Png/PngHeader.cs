using System.Buffers.Binary;
using Madaline.Formats;

namespace Madaline.Datasets.Images.Png;

/// <summary>How the pixels of a PNG are packed.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Bits">Bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Kind">0 grey, 2 colour, 3 palette, 4 grey with cover, 6 colour with cover.</param>
/// <param name="IsInterlaced">Whether it is sent as seven pictures.</param>
internal readonly record struct PngHeader(int Height, int Width, int Bits, int Kind, bool IsInterlaced)
{
    /// <summary>Bytes up to the end of the header's chunk.</summary>
    public const int Length = 33;

    /// <summary>Samples of a pixel.</summary>
    public int Samples => Kind switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    public int BitsPerPixel => Bits * Samples;

    /// <summary>
    /// The header, and the orientation if it is noted before the pixels; null where the bytes end early.
    /// </summary>
    /// <exception cref="DataFormatException">An impossible header.</exception>
    public static ImageHeader? Read(ReadOnlySpan<byte> bytes, string file)
    {
        if (Of(bytes, file) is not { } header) return null;
        return new ImageHeader(ImageFormat.Png, header.Height, header.Width, header.Kind is 0 or 4 ? 1 : 3)
        {
            Orientation = PngChunks.OrientationIn(bytes),
        };
    }

    /// <summary>The header; null where the bytes end early.</summary>
    /// <exception cref="DataFormatException">An impossible header.</exception>
    public static PngHeader? Of(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.Length < Length) return null;
        if (bytes[12..].StartsWith("CgBI"u8)) throw PngChunks.Apple(file, 8);
        if (BinaryPrimitives.ReadInt32BigEndian(bytes[8..]) != 13 || !bytes[12..].StartsWith("IHDR"u8))
            throw new DataFormatException(file, 8, "the PNG's header chunk is missing. The file is damaged.");
        int width = BinaryPrimitives.ReadInt32BigEndian(bytes[16..]);
        int height = BinaryPrimitives.ReadInt32BigEndian(bytes[20..]);
        HeaderReader.RequireSize(file, 16, width, height);
        int bits = bytes[24], kind = bytes[25];
        bool isKnown = kind switch
        {
            0 => bits is 1 or 2 or 4 or 8 or 16,
            3 => bits is 1 or 2 or 4 or 8,
            2 or 4 or 6 => bits is 8 or 16,
            _ => false,
        };
        if (isKnown && bytes[26] == 0 && bytes[27] == 0 && bytes[28] <= 1)
            return new PngHeader(height, width, bits, kind, bytes[28] == 1);
        throw new DataFormatException(file, 24, $"the PNG's header is impossible: {bits} bits of colour type "
            + $"{kind}, methods {bytes[26]}, {bytes[27]}, {bytes[28]}. The file is damaged.");
    }
}
