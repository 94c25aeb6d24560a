using System.Buffers.Binary;

namespace Madaline.Formats;

/// <summary>The last 8 bytes of a gzip file: a checksum and the length of its last member.</summary>
/// <remarks>
/// The runtime's reader goes through all members, as the format allows several one after the other, and is content
/// where the last trailer is missing; this tells. Source: RFC 1952.
/// </remarks>
internal static class GzipTrailer
{
    private const int Bytes = 8;

    private static readonly uint[] Table = MakeTable();

    /// <summary>Whether a stream's last bytes are the trailer of what came out last.</summary>
    /// <param name="stream">The compressed bytes.</param>
    /// <param name="header">What came out first.</param>
    /// <param name="data">What came out after it.</param>
    /// <param name="recordedBytes">What the trailer says of the last member's length.</param>
    public static bool Fits(Stream stream, ReadOnlySpan<byte> header, ReadOnlySpan<byte> data, out uint recordedBytes)
    {
        Span<byte> trailer = stackalloc byte[Bytes];
        stream.Seek(-Bytes, SeekOrigin.End);
        stream.ReadExactly(trailer);
        recordedBytes = BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]);
        long length = (long)header.Length + data.Length;
        if (recordedBytes == (uint)length)
            return true;
        if (recordedBytes > length)
            return false;

        // Another member came before: what follows it is the last one's.
        int last = (int)recordedBytes, ofHeader = Math.Max(0, last - data.Length);
        uint sum = Add(uint.MaxValue, header[^ofHeader..]);
        sum = ~Add(sum, data[^(last - ofHeader)..]);
        return sum == BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
            sum = Table[(byte)(sum ^ b)] ^ (sum >> 8);
        return sum;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint sum = i;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum & 1) != 0 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1;
            table[i] = sum;
        }

        return table;
    }
}
