using System.Buffers.Binary;
using System.Numerics;
using Madaline.Formats;

namespace Madaline.Datasets.Images.Bmp;

/// <summary>Decodes uncompressed Windows bitmaps of 1, 4, 8, 16, 24 and 32 bits a pixel.</summary>
internal static class BmpDecoder
{
    private static readonly uint[] Masks16 = [0x7C00, 0x3E0, 0x1F, 0], Masks32 = [0xFF0000, 0xFF00, 0xFF, 0xFF000000];

    /// <summary>Decodes a file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="options">Whether transparency is wanted.</param>
    /// <param name="file">What errors call it.</param>
    /// <exception cref="DataFormatException">It ends too early, or its masks are impossible.</exception>
    public static Raster Decode(ReadOnlySpan<byte> bytes, ImageOptions options, string file)
    {
        var header = BmpHeader.Read(bytes, file)!.Value;
        long end = header.Start + header.Row * header.Height;
        if (end > bytes.Length)
        {
            throw new DataFormatException(file, bytes.Length, $"the bitmap ends too early: {header.Width} × "
                + $"{header.Height} pixels of {header.Bits} bits end at byte {end}. The file was cut off: replace it.");
        }

        if (header.Start < header.PaletteStart)
            throw new DataFormatException(file, 10, "the bitmap's pixels begin inside its masks. The file is damaged.");
        int plane = header.Height * header.Width;
        var pixels = new byte[3 * plane];
        if (header.Bits <= 8)
        {
            ByPalette(bytes, header, pixels);
            return new Raster(header.Height, header.Width, 3, pixels);
        }

        var masks = header.Bits == 24 ? Masks32 : header.Masks ? MasksOf(bytes, header, file)
            : header.Bits == 16 ? Masks16 : Masks32;
        bool hasCover = options.OnWhite && header.Bits == 32 && masks[3] != 0;
        byte[]? cover = hasCover ? new byte[plane] : null;
        ByMasks(bytes, header, masks, pixels, cover);

        // Many programs leave the fourth byte zero and mean nothing by it.
        return new Raster(header.Height, header.Width, 3, pixels,
            cover is not null && cover.AsSpan().ContainsAnyExcept((byte)0) ? cover : null);
    }

    private static ReadOnlySpan<byte> RowOf(ReadOnlySpan<byte> bytes, BmpHeader header, int y) =>
        bytes.Slice((int)(header.Start + header.Row * (header.IsTopDown ? y : header.Height - 1 - y)), (int)header.Row);

    /// <summary>Colours that a palette lacks are black.</summary>
    private static void ByPalette(ReadOnlySpan<byte> bytes, BmpHeader header, Span<byte> pixels)
    {
        int size = header.IsOldest ? 3 : 4, mask = (1 << header.Bits) - 1, plane = header.Height * header.Width;
        int colours = Math.Min((header.Start - header.PaletteStart) / size, mask + 1);
        var palette = bytes.Slice(header.PaletteStart, colours * size);
        for (int y = 0; y < header.Height; y++)
        {
            var row = RowOf(bytes, header, y);
            for (int x = 0; x < header.Width; x++)
            {
                int place = x * header.Bits, entry = row[place >> 3] >> 8 - header.Bits - (place & 7) & mask;
                if (entry >= colours) continue;
                for (int c = 0; c < 3; c++)
                    pixels[c * plane + y * header.Width + x] = palette[entry * size + 2 - c];
            }
        }
    }

    private static void ByMasks(ReadOnlySpan<byte> bytes, BmpHeader header, uint[] masks, Span<byte> pixels,
        byte[]? cover)
    {
        int size = header.Bits / 8, plane = header.Height * header.Width;
        for (int y = 0; y < header.Height; y++)
        {
            var row = RowOf(bytes, header, y);
            for (int x = 0; x < header.Width; x++)
            {
                var pixel = row.Slice(x * size, size);
                uint value = pixel[0] | (uint)pixel[1] << 8;
                if (size > 2) value |= (uint)pixel[2] << 16;
                if (size > 3) value |= (uint)pixel[3] << 24;
                int at = y * header.Width + x;
                for (int c = 0; c < 3; c++) pixels[c * plane + at] = Sample(value, masks[c]);
                if (cover is not null) cover[at] = Sample(value, masks[3]);
            }
        }
    }

    private static uint[] MasksOf(ReadOnlySpan<byte> bytes, BmpHeader header, string file)
    {
        var masks = new uint[4];
        for (int c = 0; c < (header.Bytes == 40 ? 3 : 4); c++)
        {
            uint mask = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(54 + 4 * c)..]);
            uint low = mask >> BitOperations.TrailingZeroCount(mask);
            if (mask == 0 ? c < 3 : (low & low + 1) != 0)
            {
                throw new DataFormatException(file, 54 + 4 * c, $"the bitmap's mask {mask:X8} is impossible; expected "
                    + "bits side by side. The file is damaged.");
            }

            masks[c] = mask;
        }

        return masks;
    }

    /// <summary>The bits under a mask, brought to 8: the first of more, or fewer repeated.</summary>
    private static byte Sample(uint value, uint mask)
    {
        int bits = BitOperations.PopCount(mask);
        if (bits == 0) return 0;
        uint sample = (value & mask) >> BitOperations.TrailingZeroCount(mask);
        if (bits >= 8) return (byte)(sample >> bits - 8);
        uint repeated = sample << 8 - bits;
        for (int have = bits; have < 8; have += bits) repeated |= repeated >> have;
        return (byte)repeated;
    }
}
