using System.Buffers.Binary;
using System.IO.Compression;

namespace Madaline.Formats;

/// <summary>Reads and writes IDX, the format of MNIST: a small header, then a dense big-endian array.</summary>
/// <remarks>
/// Layout: two zero bytes, element code, number of sizes, the sizes as big-endian int32, then the elements.
/// A gzip file is told by its first two bytes, not by its name.
/// Memory: a plain file's length is compared with its header before anything is allocated, so a reader takes no more
/// than the file. A gzip file's header is believed only as far as bytes arrive: the buffer starts at 64 KiB and at
/// most doubles, so all buffers together stay under four times what was really decompressed, plus 64 KiB, and never
/// pass the declared size; a header that deflate could not reach (over 1,032 times the file) is refused at once.
/// Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
/// </remarks>
public static class Idx
{
    private const int FirstBufferBytes = 64 * 1024;
    private const int MaxDeflateRatio = 1032;

    /// <summary>Reads a file, plain or gzip.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">Not IDX, or shorter or longer than the header says.</exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public static IdxArray Read(string path)
    {
        using var stream = InputFile.Open(path);
        return Read(stream, path);
    }

    /// <summary>Reads only the header: what a file promises, before memory is given for it.</summary>
    /// <param name="path">The file, plain or gzip.</param>
    /// <exception cref="DataFormatException">Not IDX.</exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public static IdxHeader ReadHeader(string path)
    {
        using var stream = InputFile.Open(path);
        try
        {
            using Stream? inflated = IsGzip(stream) ? new GZipStream(stream, CompressionMode.Decompress) : null;
            var (kind, shape, _) = ReadHeader(inflated ?? stream, path);
            return new IdxHeader(kind, shape);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(path, 0, error);
        }
    }

    /// <summary>Reads from the stream's position to its end; the stream stays open.</summary>
    /// <param name="stream">Plain or gzip bytes. A stream that can't seek is first copied to memory.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="DataFormatException">Not IDX, or shorter or longer than the header says.</exception>
    public static IdxArray Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        if (!stream.CanSeek)
        {
            using var copy = new MemoryStream(InputFile.ReadAll(stream, name, Array.MaxLength, "an IDX file"));
            return Read(copy, name);
        }

        return IsGzip(stream) ? ReadGzip(stream, name) : ReadPlain(stream, name);
    }

    private static bool IsGzip(Stream stream)
    {
        var start = stream.Position;
        Span<byte> magic = stackalloc byte[2];
        var isGzip = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        stream.Position = start;
        return isGzip;
    }

    /// <summary>Writes a file atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">What to write.</param>
    /// <param name="gzip">Whether to compress.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Write(string path, IdxArray array, bool gzip = false) =>
        AtomicFile.Write(path, stream => Write(stream, array, gzip));

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="array">What to write.</param>
    /// <param name="gzip">Whether to compress.</param>
    public static void Write(Stream stream, IdxArray array, bool gzip = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(array);
        if (gzip)
        {
            using var compressor = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
            Write(compressor, array);
            return;
        }

        stream.Write(HeaderBytes(array.Kind, array.Shape));

        var data = array.ElementBytes == 1 ? array.Data : (byte[])array.Data.Clone();
        SwapToOrFromBigEndian(data, array.ElementBytes);
        stream.Write(data);
    }

    private static IdxArray ReadPlain(Stream stream, string name)
    {
        var available = stream.Length - stream.Position;
        var (kind, shape, bytes) = ReadHeader(stream, name);
        var headerBytes = 4 + 4 * shape.Length;
        CheckLength(name, headerBytes, kind, shape, bytes, available - headerBytes);
        var data = GC.AllocateUninitializedArray<byte>((int)bytes);
        var read = stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        CheckLength(name, headerBytes, kind, shape, bytes, read);
        SwapToOrFromBigEndian(data, IdxArray.SizeOf(kind));
        return new IdxArray(kind, shape, data);
    }

    private static IdxArray ReadGzip(Stream stream, string name)
    {
        var compressedBytes = stream.Length - stream.Position;
        long offset = 0;
        try
        {
            using var inflated = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            var (kind, shape, bytes) = ReadHeader(inflated, name);
            offset = 4 + 4 * shape.Length;
            if (bytes > compressedBytes * MaxDeflateRatio)
            {
                throw new DataFormatException(name, 4, $"the header promises {bytes} bytes ({Describe(kind, shape)}), "
                    + $"more than {compressedBytes} compressed bytes can hold. The file is damaged; fetch it again.");
            }

            var data = Inflate(inflated, (int)bytes, out var read);
            CheckLength(name, (int)offset, kind, shape, bytes, read);
            offset += read;
            if (inflated.ReadByte() >= 0) CheckLength(name, 4 + 4 * shape.Length, kind, shape, bytes, bytes + 1);
            CheckTrailer(stream, name, HeaderBytes(kind, shape), data);
            SwapToOrFromBigEndian(data, IdxArray.SizeOf(kind));
            return new IdxArray(kind, shape, data);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(name, offset, error);
        }
    }

    private static DataFormatException Damaged(string name, long offset, InvalidDataException error) =>
        new(name, offset, $"the gzip data is damaged ({error.Message}) Fetch the file again.", error);

    private static void CheckTrailer(Stream stream, string name, ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        if (GzipTrailer.Fits(stream, header, data, out uint recorded)) return;
        var inflated = (long)header.Length + data.Length;
        throw new DataFormatException(name, inflated, "the gzip file's end is missing or damaged: it records "
            + $"{recorded} bytes, {inflated} came out. Fetch the file again.");
    }

    private static byte[] HeaderBytes(IdxKind kind, IReadOnlyList<int> shape)
    {
        var header = new byte[4 + 4 * shape.Count];
        header[2] = (byte)kind;
        header[3] = (byte)shape.Count;
        for (var i = 0; i < shape.Count; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), shape[i]);
        return header;
    }

    /// <summary>Reads up to a number of bytes into a buffer that grows only as they arrive.</summary>
    private static byte[] Inflate(Stream inflated, int declaredBytes, out int readBytes)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(Math.Min(declaredBytes, FirstBufferBytes));
        readBytes = 0;
        while (true)
        {
            readBytes += inflated.ReadAtLeast(
                buffer.AsSpan(readBytes), buffer.Length - readBytes, throwOnEndOfStream: false);
            if (readBytes < buffer.Length || buffer.Length == declaredBytes) return buffer;
            var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(declaredBytes, 2L * buffer.Length));
            buffer.CopyTo(larger, 0);
            buffer = larger;
        }
    }

    private static (IdxKind Kind, int[] Shape, long Bytes) ReadHeader(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[4];
        var read = stream.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        if (read < 4) throw new DataFormatException(name, read, "the file ends inside the IDX header.");
        var kind = (IdxKind)start[2];
        if (start[0] != 0 || start[1] != 0 || IdxArray.SizeOf(kind) == 0 || start[3] == 0)
        {
            throw new DataFormatException(name, 0, $"not an IDX file. It begins {Convert.ToHexString(start)}; expected "
                + "0000, an element code (08, 09, 0B to 0E) and the number of sizes, as in 00000803.");
        }

        Span<byte> sizes = stackalloc byte[4 * start[3]];
        read = stream.ReadAtLeast(sizes, sizes.Length, throwOnEndOfStream: false);
        if (read < sizes.Length) throw new DataFormatException(name, 4 + read, "the file ends inside the IDX header.");
        var shape = new int[start[3]];
        for (var i = 0; i < shape.Length; i++) shape[i] = BinaryPrimitives.ReadInt32BigEndian(sizes[(4 * i)..]);
        var bytes = IdxArray.ByteCount(kind, shape);
        if (bytes >= 0) return (kind, shape, bytes);
        throw new DataFormatException(
            name, 4, $"the header's sizes are impossible. The shape is {Describe(kind, shape)}; expected sizes of 0 or "
            + $"more and at most {Array.MaxLength} bytes in all.");
    }

    private static void CheckLength(
        string name, int headerBytes, IdxKind kind, int[] shape, long expectedBytes, long actualBytes)
    {
        if (actualBytes == expectedBytes) return;
        var isShort = actualBytes < expectedBytes;
        throw new DataFormatException(name, headerBytes + Math.Min(actualBytes, expectedBytes), isShort
            ? $"the file ends too early. The header promises {Describe(kind, shape)}, {expectedBytes} bytes; "
                + $"{actualBytes} are there. Fetch the file again."
            : $"bytes follow the array. The header promises {Describe(kind, shape)}, {expectedBytes} bytes. "
                + "Fetch the file again.");
    }

    private static string Describe(IdxKind kind, int[] shape) => $"{kind} [{string.Join(", ", shape)}]";

    private static void SwapToOrFromBigEndian(Span<byte> data, int elementBytes)
    {
        if (!BitConverter.IsLittleEndian || elementBytes == 1) return;
        for (var i = 0; i < data.Length; i += elementBytes) data.Slice(i, elementBytes).Reverse();
    }
}
