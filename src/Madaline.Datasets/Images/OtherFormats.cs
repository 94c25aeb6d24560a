namespace Madaline.Datasets.Images;

/// <summary>Names what lies in a file that is none of the pictures that are read.</summary>
internal static class OtherFormats
{
    private const string Convert = "Save it as PNG or JPEG.";

    /// <summary>A clause and a remedy: what the first bytes are taken for.</summary>
    public static string Describe(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return "the file is empty. Replace it.";
        if (Picture(bytes) is { } picture) return $"it is {picture}, which is not read. {Convert}";
        if (bytes.StartsWith("version https://git-lfs"u8))
            return "it is the pointer of a file that Git LFS keeps elsewhere. Fetch the file itself: git lfs pull";
        if (StartsLike(bytes, "<!doctype html"u8) || StartsLike(bytes, "<html"u8))
            return "it is a web page, as a download leaves that was refused. Fetch the file again.";
        if (bytes.StartsWith("%PDF"u8)) return $"it is a PDF document. {Convert}";
        if (bytes.StartsWith("PK\x3\x4"u8)) return "it is a ZIP archive. Unpack it.";
        if (bytes.StartsWith<byte>([0x1F, 0x8B])) return "it is packed by gzip. Unpack it.";
        var start = bytes[..Math.Min(8, bytes.Length)];
        if (!start.ContainsAnyExcept((byte)0)) return "it begins with zeros, as an unfinished copy does. Replace it.";
        return $"it begins {System.Convert.ToHexString(start)}. {Convert}";
    }

    private static string? Picture(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("RIFF"u8) && At(bytes, 8).StartsWith("WEBP"u8)) return "a WebP picture";
        if (bytes.StartsWith("GIF8"u8)) return "a GIF picture";
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8)) return "a TIFF picture, or a camera's raw one";
        if (At(bytes, 4).StartsWith("ftyp"u8)) return Film(At(bytes, 8));
        if (bytes.StartsWith<byte>([0xFF, 0x0A]) || At(bytes, 4).StartsWith("JXL "u8)) return "a JPEG XL picture";
        if (At(bytes, 4).StartsWith("jP  "u8) || bytes.StartsWith<byte>([0xFF, 0x4F, 0xFF, 0x51]))
            return "a JPEG 2000 picture";
        if (bytes.StartsWith("8BPS"u8)) return "a Photoshop picture";
        if (bytes.StartsWith<byte>([0, 0, 1, 0])) return "an icon";
        if (bytes.Length > 2 && bytes[0] == 'P' && bytes[1] is >= (byte)'1' and <= (byte)'7' && bytes[2] <= ' ')
            return "a PNM picture (PPM, PGM, PBM)";
        if (StartsLike(bytes, "<svg"u8) || StartsLike(bytes, "<?xml"u8)) return "an SVG drawing or other XML";
        return null;
    }

    private static string Film(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("avi"u8) ? "an AVIF picture"
        : brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("mif"u8) ? "an HEIC picture"
        : "a film (MP4)";

    private static ReadOnlySpan<byte> At(ReadOnlySpan<byte> bytes, int at) => bytes[Math.Min(at, bytes.Length)..];

    /// <summary>Without regard to case and to white space in front.</summary>
    private static bool StartsLike(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> text)
    {
        if (bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        bytes = bytes.TrimStart(" \t\r\n"u8);
        return bytes.Length >= text.Length && System.Text.Ascii.EqualsIgnoreCase(bytes[..text.Length], text);
    }
}
