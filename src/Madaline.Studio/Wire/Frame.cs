using System.Buffers.Binary;
using System.Text.Json;

namespace Madaline.Studio.Wire;

/// <summary>
/// One moment as a view shows it, in one binary message: what it says as JSON, and the numbers it draws.
/// </summary>
/// <remarks>
/// Little-endian. Bytes 0–3 <c>MDS1</c>; 4–7 the subscription; 8–15 the step; 16–19 the length of the JSON; 20–23 the
/// number of floats; then the JSON, filled up with blanks to a multiple of 4, and the floats.
/// </remarks>
internal static class Frame
{
    /// <summary>What stands before the JSON.</summary>
    public const int HeaderBytes = 24;

    private static ReadOnlySpan<byte> Mark => "MDS1"u8;

    /// <summary>Writes one.</summary>
    /// <param name="subscription">Whose it is.</param>
    /// <param name="step">Steps done at that moment.</param>
    /// <param name="write">Writes the JSON, and gives the numbers.</param>
    public static byte[] Write(int subscription, long step, Action<Utf8JsonWriter, List<IReadOnlyList<float>>> write)
    {
        var numbers = new List<IReadOnlyList<float>>();
        var stream = new MemoryStream();
        stream.Write(new byte[HeaderBytes]);
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json, numbers);
            json.WriteEndObject();
        }

        while (stream.Length % 4 != 0)
            stream.WriteByte((byte)' ');
        int length = (int)stream.Length - HeaderBytes, count = numbers.Sum(list => list.Count);
        byte[] frame = new byte[HeaderBytes + length + (4 * count)];
        stream.GetBuffer().AsSpan(0, HeaderBytes + length).CopyTo(frame);
        WriteHeader(frame, subscription, step, length, count);
        var rest = frame.AsSpan(HeaderBytes + length);
        foreach (float number in numbers.SelectMany(list => list))
        {
            BinaryPrimitives.WriteSingleLittleEndian(rest, number);
            rest = rest[4..];
        }

        return frame;
    }

    private static void WriteHeader(Span<byte> frame, int subscription, long step, int length, int count)
    {
        Mark.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], subscription);
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], step);
        BinaryPrimitives.WriteInt32LittleEndian(frame[16..], length);
        BinaryPrimitives.WriteInt32LittleEndian(frame[20..], count);
    }
}
