using Madaline.Formats;

namespace Madaline.Datasets.Tables;

/// <summary>Reads a text file into memory once, for parsers that go over it twice.</summary>
internal static class TableBytes
{
    /// <summary>Reads to the end.</summary>
    /// <exception cref="DataFormatException">More than <paramref name="maxBytes"/> bytes.</exception>
    public static byte[] Read(Stream stream, string name, long maxBytes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        if (!stream.CanSeek) return ReadForwardOnly(stream, name, maxBytes);
        var length = stream.Length - stream.Position;
        if (length > maxBytes) throw TooLarge(name, maxBytes);
        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    private static byte[] ReadForwardOnly(Stream stream, string name, long maxBytes)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (copy.Length + read > maxBytes) throw TooLarge(name, maxBytes);
            copy.Write(buffer, 0, read);
        }

        return copy.ToArray();
    }

    private static DataFormatException TooLarge(string name, long maxBytes) =>
        new(name, maxBytes, $"the file is too large; expected at most {maxBytes} bytes.");
}
