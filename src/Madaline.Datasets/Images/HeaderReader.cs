using Madaline.Datasets.Images.Bmp;
using Madaline.Datasets.Images.Jpeg;
using Madaline.Datasets.Images.Png;
using Madaline.Formats;

namespace Madaline.Datasets.Images;

/// <summary>Reads the header of an image file, and nothing else of it.</summary>
internal static class HeaderReader
{
    /// <summary>The header, or null where the bytes given end before it does.</summary>
    /// <param name="bytes">The file's first bytes.</param>
    /// <param name="file">What errors call it.</param>
    /// <exception cref="DataFormatException">No PNG, JPEG or BMP, or an impossible header.</exception>
    public static ImageHeader? Read(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.StartsWith(PngChunks.Mark)) return PngHeader.Read(bytes, file);
        if (bytes.StartsWith<byte>([0xFF, 0xD8])) return JpegHeader.Read(bytes, file);
        if (bytes.StartsWith("BM"u8)) return BmpHeader.Read(bytes, file)?.Summary;
        throw new DataFormatException(file, 0, $"no PNG, JPEG or BMP image: {OtherFormats.Describe(bytes)}");
    }

    /// <exception cref="DataFormatException">A side without pixels.</exception>
    public static void RequireSize(string file, int at, int width, int height)
    {
        if (width >= 1 && height >= 1) return;
        throw new DataFormatException(file, at,
            $"an image of {width} × {height} pixels; expected at least 1 × 1. The file is damaged.");
    }
}
