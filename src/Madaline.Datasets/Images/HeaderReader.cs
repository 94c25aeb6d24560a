using System.Buffers.Binary;
using Madaline.Formats;

namespace Madaline.Datasets.Images;

/// <summary>Reads the header of an image file, and nothing else of it.</summary>
internal static class HeaderReader
{
    private static ReadOnlySpan<byte> PngMark => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>The header, or null where the bytes given end before it does.</summary>
    /// <param name="bytes">The file's first bytes.</param>
    /// <param name="file">What errors call it.</param>
    /// <exception cref="DataFormatException">No PNG, JPEG or BMP, or an impossible header.</exception>
    public static ImageHeader? Read(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.StartsWith(PngMark)) return Png(bytes, file);
        if (bytes.StartsWith<byte>([0xFF, 0xD8])) return Jpeg(bytes, file);
        if (bytes.StartsWith("BM"u8)) return Bmp(bytes, file);
        string start = Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)]);
        throw new DataFormatException(file, 0, $"no PNG, JPEG or BMP image: it begins {(start == "" ? "and ends at "
            + "once" : start)}. Save it in one of these formats.");
    }

    private static ImageHeader? Png(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.Length < 33) return null;
        if (bytes[12..].StartsWith("CgBI"u8)) throw ApplePng(file, 8);
        int width = BinaryPrimitives.ReadInt32BigEndian(bytes[16..]);
        int height = BinaryPrimitives.ReadInt32BigEndian(bytes[20..]);
        if (BinaryPrimitives.ReadInt32BigEndian(bytes[8..]) != 13 || !bytes[12..].StartsWith("IHDR"u8))
            throw new DataFormatException(file, 8, "the PNG's header chunk is missing. The file is damaged.");
        RequireSize(file, 16, width, height);
        int depth = bytes[24], kind = bytes[25];
        bool isKnown = kind switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        if (!isKnown || bytes[26] != 0 || bytes[27] != 0 || bytes[28] > 1)
        {
            throw new DataFormatException(file, 24, $"the PNG's header is impossible: {depth} bits of colour type "
                + $"{kind}, methods {bytes[26]}, {bytes[27]}, {bytes[28]}. The file is damaged.");
        }

        return new ImageHeader(ImageFormat.Png, height, width, kind is 0 or 4 ? 1 : 3);
    }

    /// <summary>Apple's variant packs and orders pixels in another way, and looks like a PNG otherwise.</summary>
    public static DataFormatException ApplePng(string file, int at) => new(file, at,
        "a PNG of Apple's own kind (chunk CgBI), as apps for its telephones hold them; expected an ordinary PNG. "
        + "Convert it.");

    private static ImageHeader? Jpeg(ReadOnlySpan<byte> bytes, string file) =>
        JpegFrameAt(bytes, file) is { } at ? JpegFrame(bytes[at..], bytes[at - 1], at, file) : null;

    /// <summary>Goes from marker to marker up to the frame header: the place behind its marker, or null if the bytes
    /// end before it does.</summary>
    /// <exception cref="DataFormatException">Something else is found there.</exception>
    public static int? JpegFrameAt(ReadOnlySpan<byte> bytes, string file)
    {
        int at = 2;
        while (true)
        {
            while (at < bytes.Length && bytes[at] == 0xFF) at++;
            if (at + 3 > bytes.Length) return null;
            int marker = bytes[at++];
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8)) continue;
            if (marker is 0xD9 or 0xDA or 0x00)
                throw new DataFormatException(file, at - 1, "the JPEG has no frame header. The file is damaged.");
            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
            if (length < 2)
                throw new DataFormatException(file, at, $"a JPEG segment of {length} bytes. The file is damaged.");
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return at + 8 > bytes.Length ? null : at;
            at += length;
            if (at < bytes.Length && bytes[at] != 0xFF)
                throw new DataFormatException(file, at, "no JPEG marker where one must be. The file is damaged.");
        }
    }

    private static ImageHeader JpegFrame(ReadOnlySpan<byte> frame, int marker, int at, string file)
    {
        int height = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(frame[5..]);
        if (marker is not (0xC0 or 0xC1 or 0xC2) || frame[2] != 8 || frame[7] is not (1 or 3 or 4))
        {
            throw new DataFormatException(file, at, $"a JPEG of a kind that is not read: frame {marker:X2}, "
                + $"{frame[2]} bits, {frame[7]} components; expected baseline or progressive Huffman with 8 bits. "
                + "Save it anew, or as PNG.");
        }

        RequireSize(file, at + 3, width, height);
        return new ImageHeader(ImageFormat.Jpeg, height, width, frame[7] == 1 ? 1 : 3);
    }

    private static ImageHeader? Bmp(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.Length < 34) return null;
        int start = BinaryPrimitives.ReadInt32LittleEndian(bytes[10..]);
        int header = BinaryPrimitives.ReadInt32LittleEndian(bytes[14..]);
        bool isOld = header == 12;
        int width = isOld ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..])
            : BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]);
        int height = isOld ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[20..])
            : BinaryPrimitives.ReadInt32LittleEndian(bytes[22..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(isOld ? 24 : 28)..]);
        int packing = isOld ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes[30..]);
        bool isKnown = header is 12 or 40 or 56 or 108 or 124 && bits is 1 or 4 or 8 or 16 or 24 or 32
            && (packing == 0 || (packing == 3 && bits is 16 or 32)) && start >= 14 + header;
        if (!isKnown)
        {
            throw new DataFormatException(file, 10, $"a bitmap of a kind that is not read: header of {header} bytes, "
                + $"{bits} bits, packing {packing}, pixels at {start}; expected an uncompressed one. Save it anew, "
                + "or as PNG.");
        }

        height = height == int.MinValue ? 0 : Math.Abs(height);
        RequireSize(file, 18, width, height);
        return new ImageHeader(ImageFormat.Bmp, height, width, 3);
    }

    private static void RequireSize(string file, int at, int width, int height)
    {
        if (width >= 1 && height >= 1) return;
        throw new DataFormatException(file, at,
            $"an image of {width} × {height} pixels; expected at least 1 × 1. The file is damaged.");
    }
}
