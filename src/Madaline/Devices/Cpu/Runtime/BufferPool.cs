using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Madaline.Tensors;

namespace Madaline.Devices.Cpu.Runtime;

/// <summary>Large aligned buffers, lent and taken back. Thread-safe.</summary>
/// <remarks>
/// Buffers are pinned arrays on 64-byte boundaries in size classes a quarter of a power of two apart. A buffer that
/// is not handed back comes home when the garbage collector finds its storage; before the pool grows by more than
/// <see cref="GrowthBytes"/> it asks the collector to look.
/// </remarks>
internal static class BufferPool
{
    /// <summary>Below this many bytes plain managed arrays are cheaper.</summary>
    public const int SmallestBytes = 4096;

    /// <summary>How far lent memory may grow beyond what survived the last collection before the next.</summary>
    private const long GrowthBytes = 64L << 20;

    /// <summary>How much idle memory is kept for the next borrower.</summary>
    private const long IdleBytes = 1L << 30;

    private static readonly Lock Gate = new();
    private static readonly Stack<Buffer>[] Idle =
        [.. Enumerable.Range(0, ClassOf(long.MaxValue / 2048) + 1).Select(_ => new Stack<Buffer>())];

    private static long _lent, _idle, _survived;

    static BufferPool() => Sizes.Reclaiming += Collect;

    internal readonly record struct Buffer(Array Array, int FirstByte, int Class);

    /// <summary>Bytes lent now.</summary>
    public static long LentBytes => Interlocked.Read(ref _lent);

    public static Buffer Rent(long bytes)
    {
        int size = ClassOf(bytes);
        long capacity = Capacity(size);
        if (MustCollect(capacity))
            Collect(capacity);
        if (TryTake(size, capacity, out var buffer))
            return buffer;
        buffer = Create(size, capacity);
        lock (Gate)
            _lent += capacity;
        return buffer;
    }

    /// <summary>Has the collector look for buffers that nobody uses, and lets go of those that are idle.</summary>
    public static void Collect()
    {
        Collect(long.MaxValue / 2);
        lock (Gate)
        {
            foreach (var stack in Idle)
                stack.Clear();
            _idle = 0;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
    }

    /// <summary>Takes a buffer back.</summary>
    /// <param name="buffer">What was lent.</param>
    /// <param name="isExposed">Whether somebody may still see it: it is left to the garbage collector then.</param>
    public static void Return(Buffer buffer, bool isExposed = false)
    {
        long capacity = Capacity(buffer.Class);
        lock (Gate)
        {
            _lent -= capacity;
            _survived = Math.Min(_survived, _lent);
            if (isExposed || _idle + capacity > IdleBytes)
                return;
            _idle += capacity;
            Idle[buffer.Class].Push(buffer);
        }
    }

    /// <summary>Generation after generation, until there is room.</summary>
    private static void Collect(long capacity)
    {
        for (int generation = 0; generation <= 2; generation++)
        {
            GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
            if (!MustCollect(capacity))
                break;
        }

        lock (Gate)
            _survived = _lent;
    }

    private static bool TryTake(int size, long capacity, out Buffer buffer)
    {
        lock (Gate)
        {
            if (!Idle[size].TryPop(out buffer))
                return false;
            _idle -= capacity;
            _lent += capacity;
            return true;
        }
    }

    private static bool MustCollect(long capacity)
    {
        lock (Gate)
            return _lent + capacity > _survived + Math.Max(GrowthBytes, _survived / 2);
    }

    private static unsafe Buffer Create(int size, long capacity)
    {
        ulong[] array = GC.AllocateUninitializedArray<ulong>((int)((capacity + 64) / sizeof(ulong)), pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        return new Buffer(array, (int)((64 - (address & 63)) & 63), size);
    }

    /// <summary>Four classes to a doubling: 4096, 5120, 6144, 7168, 8192, …</summary>
    private static int ClassOf(long bytes)
    {
        long units = Math.Max((bytes + 1023) / 1024, 4);
        int octave = BitOperations.Log2((ulong)units) - 2;
        long quarter = 1L << octave;
        int step = (int)((units + quarter - 1) / quarter) - 4;
        return (octave * 4) + step;
    }

    private static long Capacity(int size) => (4L + (size & 3)) * (1024L << (size >> 2));
}
