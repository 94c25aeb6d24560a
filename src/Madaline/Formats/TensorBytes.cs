using Madaline.Autograd;

namespace Madaline.Formats;

/// <summary>A tensor's bytes, row-major and little-endian, in pieces: no copy as large as the tensor.</summary>
internal static class TensorBytes
{
    public const int PieceBytes = 1 << 16;

    /// <summary>Hands out all bytes in order.</summary>
    public static void Read(Tensor tensor, Action<ReadOnlySpan<byte>> take)
    {
        using var scope = new Unrecorded();
        Tensor flat = tensor.Alias().Contiguous();
        int size = tensor.DType.Size(), piece = PieceBytes / size;
        var buffer = new byte[Math.Min(PieceBytes, (long)tensor.Elements * size)];
        for (int start = 0; start < tensor.Elements; start += Math.Min(piece, tensor.Elements - start))
        {
            int end = start + Math.Min(piece, tensor.Elements - start);
            var bytes = buffer.AsSpan(0, (end - start) * size);
            tensor.Device.Download(Piece(flat, start, end), bytes);
            take(bytes);
        }
    }

    /// <summary>Fills a contiguous tensor from a stream.</summary>
    /// <param name="stream">At the tensor's first byte.</param>
    /// <param name="tensor">Its elements are written in order.</param>
    /// <param name="sourceSize">Bytes of an element in the stream, at most those of the tensor's.</param>
    /// <param name="decode">Changes a piece in place: given elements' bytes with the stream's at their end.</param>
    /// <param name="buffer">At least 64 KiB, to be used again and again.</param>
    public static void Write(Stream stream, Tensor tensor, int sourceSize, Action<Span<byte>> decode, byte[] buffer)
    {
        using var scope = new Unrecorded();
        int size = tensor.DType.Size(), piece = PieceBytes / size;
        for (int start = 0; start < tensor.Elements; start += Math.Min(piece, tensor.Elements - start))
        {
            int count = Math.Min(piece, tensor.Elements - start);
            var bytes = buffer.AsSpan(0, count * size);
            stream.ReadExactly(bytes[^(count * sourceSize)..]);
            decode(bytes);
            tensor.Device.Upload(bytes, Piece(tensor, start, start + count));
        }
    }

    private static Tensor Piece(Tensor contiguous, int start, int end) =>
        end - start == contiguous.Elements ? contiguous : contiguous.Reshape(contiguous.Elements)[start..end];
}
