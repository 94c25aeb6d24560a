using System.Buffers.Binary;
using System.IO.Compression;
using Madaline.Formats;

namespace Madaline.Datasets.Images;

/// <summary>
/// Checks that a file holds the pixels its header promises, no fewer and no more, before it is decoded.
/// </summary>
/// <remarks>
/// The decoder trusts its input further than a data set from elsewhere may be trusted: it unpacks a PNG's pixels as
/// far as they go, and works on memory outside the runtime's care.
/// </remarks>
internal static class PixelCheck
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(i => CrcOf((uint)i))];

    /// <exception cref="DataFormatException">Too few or too many pixels, or a checksum is wrong.</exception>
    /// <returns>Whether a PNG has transparency.</returns>
    public static bool Run(ReadOnlyMemory<byte> bytes, ImageHeader header, ImageOptions options, string file)
    {
        switch (header.Format)
        {
            case ImageFormat.Png:
                return Png(bytes, header, file);
            case ImageFormat.Jpeg:
                JpegCheck.Run(bytes.Span, header, options, file);
                return false;
            default:
                Bmp(bytes.Span, header, file);
                return BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[14..]) != 12 && bytes.Span[28] == 32;
        }
    }

    private static void Bmp(ReadOnlySpan<byte> bytes, ImageHeader header, string file)
    {
        int start = BinaryPrimitives.ReadInt32LittleEndian(bytes[10..]);
        bool isOld = BinaryPrimitives.ReadInt32LittleEndian(bytes[14..]) == 12;
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(isOld ? 24 : 28)..]);
        long row = ((long)header.Width * bits + 31) / 32 * 4, needed = start + row * header.Height;
        if (needed <= bytes.Length) return;
        throw new DataFormatException(file, bytes.Length, $"the bitmap ends too early: {header.Width} × "
            + $"{header.Height} pixels of {bits} bits end at byte {needed}. The file is damaged.");
    }

    private static bool Png(ReadOnlyMemory<byte> bytes, ImageHeader header, string file)
    {
        using var data = new MemoryStream();
        bool isTransparent = false, hasPalette = false;
        int at = 8, kind = bytes.Span[25];
        while (true)
        {
            var (name, content) = Chunk(bytes, at, file);
            if (name == "CgBI") throw HeaderReader.ApplePng(file, at);
            if (name == "IDAT") data.Write(content.Span);
            isTransparent |= name == "tRNS";
            hasPalette |= name == "PLTE";
            if (name == "IEND") break;
            at += 12 + content.Length;
        }

        if (kind == 3 && !hasPalette)
            throw new DataFormatException(file, 25, "the PNG's palette is missing. The file is damaged.");
        data.Position = 0;
        try
        {
            using var pixels = new ZLibStream(data, CompressionMode.Decompress);
            Rows(pixels, bytes.Span[24], kind, bytes.Span[28] == 1, header, file);
        }
        catch (InvalidDataException error)
        {
            throw new DataFormatException(file, -1L, $"the PNG's pixels are damaged: {error.Message}", error);
        }

        return isTransparent || kind is 4 or 6;
    }

    private static (string Name, ReadOnlyMemory<byte> Content) Chunk(ReadOnlyMemory<byte> bytes, int at, string file)
    {
        var rest = bytes.Span[Math.Min(at, bytes.Length)..];
        long length = rest.Length < 12 ? -1 : BinaryPrimitives.ReadInt32BigEndian(rest);
        if (length < 0 || length > rest.Length - 12)
            throw new DataFormatException(file, at, "the PNG ends inside a chunk. The file is damaged.");
        uint sum = Crc(rest.Slice(4, (int)length + 4));
        if (sum != BinaryPrimitives.ReadUInt32BigEndian(rest[((int)length + 8)..]))
            throw new DataFormatException(file, at, "the checksum of a PNG chunk is wrong. The file is damaged.");
        string name = System.Text.Encoding.Latin1.GetString(rest.Slice(4, 4));
        return (name, bytes.Slice(at + 8, (int)length));
    }

    /// <summary>Unpacks all rows without keeping them.</summary>
    private static void Rows(Stream pixels, int depth, int kind, bool interlaced, ImageHeader header, string file)
    {
        int bits = depth * kind switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var buffer = new byte[4096];
        foreach (var (width, height) in Passes(header, interlaced))
        {
            long rowBytes = ((long)width * bits + 7) / 8;
            for (int y = 0; y < height; y++)
            {
                int filter = pixels.ReadByte();
                long left = rowBytes;
                while (filter >= 0 && left > 0 && pixels.Read(buffer, 0, (int)Math.Min(left, buffer.Length)) is > 0
                    and int read) left -= read;
                if (filter is >= 0 and <= 4 && left == 0) continue;
                throw new DataFormatException(file, -1L, filter > 4 ? $"row {y} of the PNG has the unknown filter "
                    + $"{filter}. The file is damaged." : $"the PNG's pixels end in row {y}. The file is damaged.");
            }
        }

        if (pixels.ReadByte() >= 0)
            throw new DataFormatException(file, -1L, "the PNG has more pixels than its header says.");
    }

    /// <summary>Sizes of the pictures that a PNG is sent as: itself, or the seven of an interlaced one.</summary>
    private static IEnumerable<(int Width, int Height)> Passes(ImageHeader header, bool interlaced)
    {
        if (!interlaced) return [(header.Width, header.Height)];
        (int X, int Y, int StepX, int StepY)[] passes =
            [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        return passes.Select(p => ((header.Width - p.X + p.StepX - 1) / p.StepX,
            (header.Height - p.Y + p.StepY - 1) / p.StepY)).Where(p => p.Item1 > 0 && p.Item2 > 0);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes) crc = CrcTable[(byte)(crc ^ b)] ^ crc >> 8;
        return ~crc;
    }

    private static uint CrcOf(uint value)
    {
        for (int bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ value >> 1;
        return value;
    }
}
