using System.Buffers.Binary;
using Madaline.Formats;

namespace Madaline.Datasets.Images.Jpeg;

/// <summary>Goes from marker to marker.</summary>
internal static class JpegMarkers
{
    public const int StartOfScan = 0xDA, EndOfImage = 0xD9, Codes = 0xC4, Factors = 0xDB, Interval = 0xDD,
        App0 = 0xE0, App1 = 0xE1, App14 = 0xEE;

    /// <summary>Whether a marker begins a frame.</summary>
    public static bool IsFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (Codes or 0xC8 or 0xCC);

    /// <summary>Whether a marker stands by itself, with no segment behind it.</summary>
    public static bool IsBare(int marker) => marker is 0x01 or (>= 0xD0 and <= 0xD9);

    /// <summary>The place of the next marker's second byte, or the length: other bytes are passed over.</summary>
    public static int Next(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length)
        {
            int skipped = bytes[at..].IndexOf((byte)0xFF);
            if (skipped < 0) return bytes.Length;
            at += skipped;
            while (at < bytes.Length && bytes[at] == 0xFF) at++;
            if (at < bytes.Length && bytes[at] != 0) return at;
        }

        return bytes.Length;
    }

    /// <summary>The segment behind a marker, from its length on; empty where the file ends inside it.</summary>
    /// <exception cref="DataFormatException">An impossible length.</exception>
    public static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> bytes, int at, string file)
    {
        if (at + 2 > bytes.Length) return [];
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
        if (length < 2)
            throw new DataFormatException(file, at, $"a JPEG segment of {length} bytes. The file is damaged.");
        return length > bytes.Length - at ? [] : bytes.Slice(at, length);
    }
}
