using System.Buffers.Binary;
using System.Text;
using Madaline.Formats;

namespace Madaline.Datasets.Images.Png;

/// <summary>The chunks of a PNG that its pixels need.</summary>
/// <remarks>
/// As libpng has it: a wrong checksum spoils the file in a chunk that pixels need and drops any other chunk; damage
/// behind the pixels does no harm.
/// </remarks>
internal sealed class PngChunks
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(i => CrcOf((uint)i))];

    private PngChunks(MemoryStream pixels, byte[]? palette, byte[]? transparency) =>
        (Pixels, Palette, Transparency) = (pixels, palette, transparency);

    /// <summary>What every PNG begins with.</summary>
    public static ReadOnlySpan<byte> Mark => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>The packed pixels of all IDAT chunks.</summary>
    public MemoryStream Pixels { get; }

    /// <summary>Red, green and blue of each entry; null if there is none.</summary>
    public byte[]? Palette { get; }

    /// <summary>The content of the tRNS chunk; null if there is none.</summary>
    public byte[]? Transparency { get; }

    /// <summary>Reads all chunks.</summary>
    /// <exception cref="DataFormatException">A chunk that pixels need is damaged or unknown.</exception>
    public static PngChunks Read(ReadOnlySpan<byte> bytes, string file)
    {
        var pixels = new MemoryStream();
        byte[]? palette = null, transparency = null;
        for (int at = Mark.Length; at < bytes.Length;)
        {
            long length = Length(bytes, at);
            if (length > bytes.Length - at - 12L)
            {
                if (pixels.Length > 0 && !IsNeeded(bytes, at)) break;
                throw new DataFormatException(file, at,
                    "the PNG ends inside a chunk. The file was cut off: replace it.");
            }

            var content = bytes.Slice(at + 8, (int)length);
            string name = Encoding.Latin1.GetString(bytes.Slice(at + 4, 4));
            bool isSound = Crc(bytes.Slice(at + 4, (int)length + 4))
                == BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 8 + (int)length)..]);
            if (name == "CgBI") throw Apple(file, at);
            if (name == "IEND" || (pixels.Length > 0 && !name.All(char.IsAsciiLetter))) break;
            if (!isSound && name[0] is not (>= 'a' and <= 'z'))
                throw new DataFormatException(file, at, "the checksum of a PNG chunk is wrong. The file is damaged.");
            if (name == "IDAT") pixels.Write(content);
            else if (name == "PLTE") palette ??= Colours(content, at, bytes[25], file);
            else if (name == "tRNS" && isSound && pixels.Length == 0) transparency ??= content.ToArray();
            else if (name[0] is not (>= 'a' and <= 'z') && name != "IHDR") throw Unknown(name, at, file);
            at += 12 + content.Length;
        }

        pixels.Position = 0;
        return new PngChunks(pixels, palette, transparency);
    }

    /// <summary>The orientation that a chunk eXIf notes, as far as the bytes given reach.</summary>
    public static Orientation OrientationIn(ReadOnlySpan<byte> bytes)
    {
        for (int at = Mark.Length; at + 12L + Length(bytes, at) <= bytes.Length; at += 12 + (int)Length(bytes, at))
        {
            if (bytes[(at + 4)..].StartsWith("eXIf"u8))
                return Exif.OrientationOf(bytes.Slice(at + 8, (int)Length(bytes, at)));
        }

        return Orientation.Upright;
    }

    /// <summary>Apple's variant packs and orders pixels in another way, and looks like a PNG otherwise.</summary>
    public static DataFormatException Apple(string file, int at) => new(file, at,
        "a PNG of Apple's own kind (chunk CgBI), as apps for its telephones hold them; expected an ordinary PNG. "
        + "Convert it.");

    /// <summary>Bytes of a chunk's content; more than any file has where the length is impossible or missing.</summary>
    private static long Length(ReadOnlySpan<byte> bytes, int at)
    {
        uint length = at + 8 > bytes.Length ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
        return length > int.MaxValue ? int.MaxValue : length;
    }

    private static bool IsNeeded(ReadOnlySpan<byte> bytes, int at) =>
        at + 8 <= bytes.Length && bytes[(at + 4)..].StartsWith("IDAT"u8);

    private static byte[]? Colours(ReadOnlySpan<byte> content, int at, int kind, string file)
    {
        if (content.Length % 3 == 0 && content.Length is > 0 and <= 768) return content.ToArray();
        if (kind != 3) return null;
        throw new DataFormatException(file, at, $"the PNG's palette has {content.Length} bytes; expected three for "
            + "each of 1 to 256 colours. The file is damaged.");
    }

    private static DataFormatException Unknown(string name, int at, string file) => new(file, at,
        $"a PNG with a chunk {(name.All(char.IsAsciiLetter) ? name : "of an impossible name")}, without which its "
        + "pixels make no sense; expected a PNG by the standard. Save it anew.");

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
