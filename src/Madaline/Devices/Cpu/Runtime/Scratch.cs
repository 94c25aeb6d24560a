using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Madaline.Tensors;

namespace Madaline.Devices.Cpu.Runtime;

/// <summary>Memory for the length of a kernel, on a cache line: on the caller's stack, or lent by the pool.</summary>
/// <remarks>What it held before is still there: a kernel computes with nothing that it has not written.</remarks>
internal readonly unsafe ref struct Scratch : IDisposable
{
    /// <summary>Bytes that a thread's stack has to spare: the pool would cost small work too much.</summary>
    public const int StackBytes = 64 << 10;

    private const long QuestionedBytes = 1L << 28;

    private readonly BufferPool.Buffer _lent;

    /// <summary>Memory of a number of bytes; none for 0.</summary>
    /// <param name="op">The operation that asks for them.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="stack">Serves where it is large enough, a cache line to spare included.</param>
    public Scratch(string op, long bytes, Span<byte> stack = default)
    {
        if (bytes == 0)
            return;
        if (bytes <= stack.Length - CacheLine.Bytes)
        {
            Start = CacheLine.From((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(stack)));
            return;
        }

        _lent = Lend(op, bytes);
        ref byte first = ref MemoryMarshal.GetArrayDataReference(_lent.Array);
        Start = (byte*)Unsafe.AsPointer(ref first) + _lent.FirstByte;
    }

    /// <summary>The first byte.</summary>
    public byte* Start { get; }

    /// <summary>Bytes to reserve on the stack for memory of a size: none where the pool has to lend it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OnStack(long bytes) => bytes <= StackBytes ? (int)bytes + CacheLine.Bytes : 0;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_lent.Array is not null)
            BufferPool.Return(_lent);
    }

    private static BufferPool.Buffer Lend(string op, long bytes)
    {
        if (bytes < QuestionedBytes)
            return BufferPool.Rent(bytes);
        const string What = "Scratch memory";
        if (bytes > Sizes.MaxBytes)
            throw Sizes.TooMany(op, $"{What} would be {bytes} bytes", Sizes.MaxBytes);
        Sizes.RequireRoom(op, bytes, What);
        try
        {
            return BufferPool.Rent(bytes);
        }
        catch (OutOfMemoryException)
        {
            throw Sizes.NoRoom(op, bytes, What);
        }
    }
}
