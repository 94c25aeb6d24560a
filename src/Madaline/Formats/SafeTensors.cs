using System.Buffers.Binary;
using System.Text.Json;

namespace Madaline.Formats;

/// <summary>
/// Named tensors in a file that carries no code: 8 bytes of header length, a JSON header, raw little-endian data.
/// </summary>
/// <remarks>
/// Reads and writes the safetensors format, so that models go to and come from PyTorch. Reading takes at most twice the
/// file, 1 MiB, and 1.5 KiB a tensor, each of which the header must describe in some 50 bytes; a header has at most
/// 100 MB, as the format says. F16 and BF16 become Float32. Source: the format's specification,
/// huggingface/safetensors.
/// </remarks>
public static class SafeTensors
{
    private const long MaxHeaderBytes = 100_000_000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataFormatException">The file is damaged or no safetensors file; the message says where and
    /// why, and what to do with a file of another format.</exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public static SafeTensorsFile Read(string path)
    {
        using var stream = InputFile.Open(path);
        return Read(stream, path);
    }

    /// <summary>Reads from a seekable stream.</summary>
    /// <param name="stream">At its start.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="DataFormatException">The content is damaged or no safetensors file.</exception>
    public static SafeTensorsFile Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new ArgumentException("SafeTensors.Read: the stream has no length. Copy it to memory or to a file "
                + "first.", nameof(stream));
        long length = stream.Length, dataStart = 8 + HeaderLength(stream, length, name);
        var json = new byte[dataStart - 8];
        stream.ReadExactly(json);
        var header = SafeTensorsHeader.Parse(json, name, length - dataStart);
        var buffer = new byte[TensorBytes.PieceBytes];
        var tensors = new OrderedDictionary<string, Tensor>(header.Entries.Count);
        foreach (var entry in header.Entries)
        {
            stream.Position = dataStart + entry.Start;
            tensors.Add(entry.Name, ReadTensor(stream, entry, name, buffer));
        }

        return new SafeTensorsFile(tensors, header.Metadata);
    }

    /// <summary>The length of the header, which the stream then stands at.</summary>
    private static long HeaderLength(Stream stream, long length, string name)
    {
        Span<byte> first = stackalloc byte[ForeignFile.FirstBytes];
        first = first[..stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        if (first.Length < 10)
            throw new DataFormatException(name, 0L, ForeignFile.Explain(first) is { } small ? small
                : $"too short for a safetensors file: {length} bytes, expected at least 10");
        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(first);
        long most = Math.Min(length - 8, MaxHeaderBytes);
        bool fits = header <= (ulong)most;
        if ((!fits || first[8] != (byte)'{') && ForeignFile.Explain(first) is { } other)
            throw new DataFormatException(name, 0L, other);
        if (!fits)
        {
            throw new DataFormatException(name, 0L, "no safetensors file, or one that was cut off: its header would "
                + $"have {header} bytes; expected at most {most}");
        }

        stream.Position = 8;
        return (long)header;
    }

    /// <summary>Writes a file atomically: a temporary sibling, flushed to disk, then renamed.</summary>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Writes to a stream.</summary>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        var list = tensors.ToArray();
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
            WriteHeader(json, list, metadata);
        while (header.Length % 8 != 0)
            header.WriteByte((byte)' ');
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        stream.Write(prefix);
        header.Position = 0;
        header.CopyTo(stream);
        foreach (var (_, tensor) in list)
            TensorBytes.Read(tensor, stream.Write);
    }

    private static void WriteHeader(
        Utf8JsonWriter json, KeyValuePair<string, Tensor>[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        json.WriteStartObject();
        if (metadata is { Count: > 0 })
        {
            json.WriteStartObject(SafeTensorsHeader.MetadataKey);
            foreach (var (key, value) in metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        long at = 0;
        foreach (var (name, tensor) in tensors)
        {
            long bytes = (long)tensor.Elements * tensor.DType.Size();
            json.WriteStartObject(name);
            json.WriteString("dtype", SafeTensorsHeader.NameOf(tensor.DType));
            json.WriteStartArray("shape");
            foreach (int size in tensor.Shape)
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(at);
            json.WriteNumberValue(at += bytes);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static Tensor ReadTensor(Stream stream, SafeTensorsHeader.Entry entry, string name, byte[] buffer)
    {
        long at = stream.Position;
        Tensor tensor = Tensor.Empty(entry.Shape, entry.DType, Device.Cpu, "safetensors");
        int sourceSize = entry.HalfKind is null ? entry.DType.Size() : 2;
        TensorBytes.Write(stream, tensor, sourceSize, bytes =>
        {
            if (entry.HalfKind is not null)
                Widen(bytes, entry.HalfKind == "BF16");
            if (entry.DType == DType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
                throw new DataFormatException(name, at, $"tensor {PlainText.Cut(entry.Name)} is BOOL and holds a byte "
                    + "that is neither 0 nor 1");
        }, buffer);
        return tensor;
    }

    /// <summary>
    /// Turns 16-bit numbers at the end of a buffer into 32-bit ones that fill it: writing never overtakes reading.
    /// </summary>
    private static void Widen(Span<byte> bytes, bool isBrain)
    {
        var source = bytes[(bytes.Length / 2)..];
        for (int i = 0; i < bytes.Length / 4; i++)
        {
            ushort bits = BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * i)..]);
            float value = isBrain
                ? BitConverter.UInt32BitsToSingle((uint)bits << 16)
                : (float)BitConverter.UInt16BitsToHalf(bits);
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(4 * i)..], value);
        }
    }
}

/// <summary>What a safetensors file held.</summary>
/// <param name="Tensors">The tensors by name, in the header's order.</param>
/// <param name="Metadata">The header's free text, or nothing.</param>
public sealed record SafeTensorsFile(
    IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
