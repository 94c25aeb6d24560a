using System.IO.Compression;
using Madaline.Formats;

namespace Madaline.Datasets.Images.Png;

/// <summary>Decodes PNG files of every kind that the standard has, to 8 bits a sample.</summary>
/// <remarks>
/// Samples of 16 bits give their upper byte, fewer bits are stretched to 255, and colours that a palette lacks are
/// black. All pixels must be there; more than that are passed over, as is what follows them.
/// Source: W3C, Portable Network Graphics, third edition.
/// </remarks>
internal static class PngDecoder
{
    // No deflate stream holds more bytes a byte than this.
    private const int MaxBytesPerByte = 1032;

    private static readonly (int X, int Y, int StepX, int StepY)[] Whole = [(0, 0, 1, 1)],
        Interlaced = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Decodes a file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="options">Whether transparency is wanted.</param>
    /// <param name="file">What errors call it.</param>
    /// <exception cref="DataFormatException">Damaged or cut off.</exception>
    public static Raster Decode(ReadOnlySpan<byte> bytes, ImageOptions options, string file)
    {
        var header = PngHeader.Of(bytes, file)!.Value;
        var chunks = PngChunks.Read(bytes, file);
        if (header.Kind == 3 && chunks.Palette is null)
            throw new DataFormatException(file, 25, "the PNG's palette is missing. The file is damaged.");
        RequireEnough(header, chunks.Pixels, file);
        var picture = new PngPicture(header, chunks, options.OnWhite);
        try
        {
            using var pixels = new DeflateStream(chunks.Pixels, CompressionMode.Decompress);
            foreach (var (x, y, stepX, stepY) in header.IsInterlaced ? Interlaced : Whole)
                Pass(pixels, header, picture, x, y, stepX, stepY, file);
        }
        catch (InvalidDataException error)
        {
            throw new DataFormatException(file, -1L,
                "the PNG's pixels are damaged: they cannot be unpacked. Replace the file.", error);
        }

        return picture.Raster;
    }

    /// <summary>
    /// Nothing is allocated for more pixels than the packed ones can hold; their first two bytes are read.
    /// </summary>
    private static void RequireEnough(PngHeader header, MemoryStream packed, string file)
    {
        long length = packed.Length,
            needed = (long)header.Height * (((long)header.Width * header.BitsPerPixel + 7) / 8);
        if (needed > length * MaxBytesPerByte)
        {
            throw new DataFormatException(file, -1L, $"{length} bytes of pixels cannot hold the {header.Width} × "
                + $"{header.Height} pixels that the header promises. The file is damaged.");
        }

        int method = packed.ReadByte(), flags = packed.ReadByte();
        if ((method & 15) == 8 && (method << 8 | flags) % 31 == 0 && (flags & 32) == 0) return;
        throw new DataFormatException(file, -1L,
            "the PNG's pixels are damaged: they do not begin as packed ones do. Replace the file.");
    }

    private static void Pass(DeflateStream pixels, PngHeader header, PngPicture picture, int left, int top, int stepX,
        int stepY, string file)
    {
        int width = (header.Width - left + stepX - 1) / stepX, height = (header.Height - top + stepY - 1) / stepY;
        if (width <= 0 || height <= 0) return;
        int size = (int)(((long)width * header.BitsPerPixel + 7) / 8), distance = Math.Max(1, header.BitsPerPixel / 8);
        byte[] row = new byte[size + 1], above = new byte[size + 1];
        for (int y = 0; y < height; y++)
        {
            if (pixels.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
            {
                throw new DataFormatException(file, -1L, $"the PNG's pixels end in row {top + y * stepY} of "
                    + $"{header.Height}. The file was cut off: replace it.");
            }

            if (!PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), distance))
            {
                throw new DataFormatException(file, -1L, $"row {top + y * stepY} of the PNG has the unknown filter "
                    + $"{row[0]}. The file is damaged.");
            }

            picture.Add(row.AsSpan(1), width, top + y * stepY, left, stepX);
            (row, above) = (above, row);
        }
    }
}
