using System.Buffers.Binary;
using Madaline.Formats;

namespace Madaline.Datasets.Images.Bmp;

/// <summary>How the pixels of a bitmap are packed.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Bits">Bits of a pixel.</param>
/// <param name="IsTopDown">Whether the first row is the uppermost.</param>
/// <param name="Start">The place of the first pixel.</param>
/// <param name="Bytes">Bytes of the header.</param>
/// <param name="Masks">Whether masks tell the bits of red, green, blue and cover.</param>
internal readonly record struct BmpHeader(
    int Height, int Width, int Bits, bool IsTopDown, int Start, int Bytes, bool Masks)
{
    private const int FileHeader = 14, Oldest = 12;

    public ImageHeader Summary => new(ImageFormat.Bmp, Height, Width, 3);

    /// <summary>Whether the palette has three bytes a colour, and no fourth.</summary>
    public bool IsOldest => Bytes == Oldest;

    /// <summary>Bytes from row to row.</summary>
    public long Row => ((long)Width * Bits + 31) / 32 * 4;

    /// <summary>The place of the palette: behind header and masks.</summary>
    public int PaletteStart => FileHeader + Bytes + (Masks && Bytes == 40 ? 12 : 0);

    /// <summary>The header, or null where the bytes given end before it does.</summary>
    /// <exception cref="DataFormatException">A kind that is not read, or no size.</exception>
    public static BmpHeader? Read(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.Length < 34) return null;
        int start = BinaryPrimitives.ReadInt32LittleEndian(bytes[10..]);
        int header = BinaryPrimitives.ReadInt32LittleEndian(bytes[14..]);
        bool isOldest = header == Oldest;
        int width = isOldest ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..])
            : BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]);
        int height = isOldest ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[20..])
            : BinaryPrimitives.ReadInt32LittleEndian(bytes[22..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(isOldest ? 24 : 28)..]);
        int packing = isOldest ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes[30..]);
        bool isKnown = header is Oldest or 40 or 56 or 108 or 124 && bits is 1 or 4 or 8 or 16 or 24 or 32
            && (packing == 0 || (packing == 3 && bits is 16 or 32)) && start >= FileHeader + header;
        if (!isKnown)
        {
            throw new DataFormatException(file, 10, $"a bitmap of a kind that is not read: header of {header} bytes, "
                + $"{bits} bits, packing {packing}, pixels at {start}; expected an uncompressed one. Save it anew, "
                + "or as PNG.");
        }

        bool isTopDown = height < 0;
        height = height == int.MinValue ? 0 : Math.Abs(height);
        HeaderReader.RequireSize(file, 18, width, height);
        return new BmpHeader(height, width, bits, isTopDown, start, header, packing == 3);
    }
}
