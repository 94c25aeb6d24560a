using System.Buffers.Binary;
using System.IO.Compression;

namespace Madaline.Datasets.Tests.Images;

/// <summary>Images for tests, and PNG files of every kind, put together by hand.</summary>
internal static class ImageSamples
{
    /// <summary>A smooth picture with an edge, UInt8 [channels, height, width].</summary>
    public static Tensor Picture(int channels, int height, int width)
    {
        var pixels = new byte[channels * height * width];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % width, y = i / width % height, c = i / (width * height);
            pixels[i] = (byte)(x > width / 2 ? 200 - 40 * c : (5 * x + 3 * y * (c + 1)) % 256);
        }

        return Tensor.Wrap(pixels, [channels, height, width]);
    }

    /// <summary>A PNG of any colour type and depth, without filters.</summary>
    /// <param name="rows">All rows with their filter bytes, of all passes one after the other.</param>
    public static byte[] Png(
        int width, int height, int depth, int kind, byte[] rows, bool interlaced = false, byte[]? palette = null,
        byte[]? transparency = null, int parts = 1)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)kind, interlaced ? (byte)1 : (byte)0);
        Chunk(file, "IHDR", header);
        if (palette is not null) Chunk(file, "PLTE", palette);
        if (transparency is not null) Chunk(file, "tRNS", transparency);
        byte[] data = Packed(rows);
        for (int i = 0; i < parts; i++)
            Chunk(file, "IDAT", data[(i * data.Length / parts)..((i + 1) * data.Length / parts)]);
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Recomputes the checksums of a PNG's chunks, so that damage behind them is reached.</summary>
    public static byte[] Mended(byte[] png)
    {
        byte[] mended = [.. png];
        for (int at = 8; at + 12 <= mended.Length;)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(mended.AsSpan(at));
            if (length > mended.Length - at - 12) break;
            var sum = mended.AsSpan(at + 8 + (int)length);
            BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(mended.AsSpan(at + 4, (int)length + 4)));
            at += 12 + (int)length;
        }

        return mended;
    }

    /// <summary>A bitmap of 1, 4 or 8 bits with a palette, or of 16 or 32, every pixel byte counting up.</summary>
    public static byte[] Bmp(int width, int height, int bits, int masks = 0)
    {
        int colours = bits <= 8 ? 1 << bits : 0, start = 54 + 4 * colours + masks * 4;
        int row = (width * bits + 31) / 32 * 4;
        var bytes = new byte[start + row * Math.Abs(height)];
        (bytes[0], bytes[1], bytes[14], bytes[26], bytes[28], bytes[30]) =
            ((byte)'B', (byte)'M', 40, 1, (byte)bits, (byte)(masks > 0 ? 3 : 0));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(10), start);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), height);
        for (int i = 0; i < masks; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(54 + 4 * i), 0xFFu << (8 * (2 - i)));
        for (int i = 0; i < colours; i++)
            (bytes[54 + 4 * i], bytes[55 + 4 * i], bytes[56 + 4 * i]) = ((byte)i, (byte)(2 * i), (byte)(3 * i));
        for (int i = start; i < bytes.Length; i++) bytes[i] = (byte)(i - start);
        return bytes;
    }

    private static void Chunk(Stream file, string name, byte[] content)
    {
        byte[] body = [.. name.Select(c => (byte)c), .. content];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(bytes);
        return stream.ToArray();
    }

    /// <summary>The polynomial worked off bit by bit: slow, and another way than the library's.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
        }

        return ~crc;
    }
}
