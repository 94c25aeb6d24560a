using System.Buffers.Binary;
using Madaline.Formats;

namespace Madaline.Datasets.Images.Jpeg;

/// <summary>Reads a JPEG up to its frame header.</summary>
internal static class JpegHeader
{
    /// <summary>The header, or null where the bytes given end before it does.</summary>
    /// <exception cref="DataFormatException">A kind that is not read, or an impossible header.</exception>
    public static ImageHeader? Read(ReadOnlySpan<byte> bytes, string file)
    {
        int at = 2;
        var orientation = Orientation.Upright;
        while (true)
        {
            int marker = JpegMarkers.Next(bytes, at);
            if (marker >= bytes.Length) return null;
            int kind = bytes[marker];
            at = marker + 1;
            if (kind is JpegMarkers.EndOfImage or JpegMarkers.StartOfScan) throw NoFrame(marker, file);
            if (JpegMarkers.IsBare(kind)) continue;
            var segment = JpegMarkers.Segment(bytes, at, file);
            if (segment.IsEmpty) return null;
            if (kind == JpegMarkers.App1 && segment[2..].StartsWith("Exif\0\0"u8))
                orientation = Exif.OrientationOf(segment[8..]);
            if (JpegMarkers.IsFrame(kind)) return OfFrame(segment, kind, at, file) with { Orientation = orientation };
            at += segment.Length;
        }
    }

    /// <summary>What a frame header says.</summary>
    /// <exception cref="DataFormatException">A kind that is not read, or no size.</exception>
    public static ImageHeader OfFrame(ReadOnlySpan<byte> segment, int marker, int at, string file)
    {
        if (segment.Length < 8)
            throw new DataFormatException(file, at, "the JPEG's frame header is too short. The file is damaged.");
        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(segment[5..]);
        if (Strange(marker, segment[2], segment[7]) is { } what)
        {
            throw new DataFormatException(file, at, $"a JPEG of a kind that is not read: {what}; expected baseline or "
                + "progressive Huffman coding with 8 bits, and 1, 3 or 4 colours. Save it anew, or as PNG.");
        }

        HeaderReader.RequireSize(file, at + 3, width, height);
        return new ImageHeader(ImageFormat.Jpeg, height, width, segment[7] == 1 ? 1 : 3);
    }

    /// <summary>The error for a file without a frame header.</summary>
    public static DataFormatException NoFrame(int at, string file) =>
        new(file, at, "the JPEG has no frame header. The file is damaged.");

    private static string? Strange(int marker, int bits, int components) => marker switch
    {
        >= 0xC9 and <= 0xCF => "arithmetic coding",
        0xC3 => "lossless coding",
        >= 0xC5 and <= 0xC7 => "hierarchical coding",
        _ when bits != 8 => $"{bits} bits a colour",
        _ when components is not (1 or 3 or 4) => $"{components} colours",
        _ => null,
    };
}
