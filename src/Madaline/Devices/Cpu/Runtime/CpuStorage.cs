using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Madaline.Tensors;

namespace Madaline.Devices.Cpu.Runtime;

/// <summary>Memory of the processor: a managed array.</summary>
internal abstract class CpuStorage(
    DType dtype, int length, Array array, int firstByte) : Storage(Device.Cpu, dtype, length)
{
    private Array? _array = array;

    /// <summary>The first byte of the first element. Pin it before taking a pointer.</summary>
    public ref byte Start
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get =>
            ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Unsafe.As<byte[]>(_array ?? Disposed())), firstByte);
    }

    /// <summary>
    /// A span of the memory has been given out: it must not be lent again while the array can be reached.
    /// </summary>
    public virtual void Expose()
    {
    }

    // Small memory is left to the garbage collector; the array must not be used again, so it is forgotten.
    private protected override void Free() => TakeArray();

    [DoesNotReturn]
    private static Array Disposed() => throw new TensorException(
        "tensor", "its memory was disposed. Use tensors before Dispose, or do not dispose them: nothing needs it.");

    protected Array? TakeArray()
    {
        Array? array = _array;
        _array = null;
        return array;
    }
}

/// <summary>An array of its own, the user's or ours.</summary>
internal sealed class ArrayStorage(DType dtype, int length, Array array) : CpuStorage(dtype, length, array, 0)
{
    public override bool IsPooled => false;
}

/// <summary>
/// Memory lent by the pool, which gets it back from <see cref="Storage.Release"/> or, at the latest, from the garbage
/// collector.
/// </summary>
internal sealed class PooledStorage(DType dtype, int length, BufferPool.Buffer buffer)
    : CpuStorage(dtype, length, buffer.Array, buffer.FirstByte)
{
    private volatile bool _exposed;

    ~PooledStorage() => GiveBack();

    public override void Expose() => _exposed = true;

    private protected override void Free()
    {
        GC.SuppressFinalize(this);
        GiveBack();
    }

    private void GiveBack()
    {
        // The garbage collector keeps the array for as long as somebody holds a span of it.
        if (TakeArray() is not null)
            BufferPool.Return(buffer, _exposed);
    }
}
