using System.Runtime.CompilerServices;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Runtime;

/// <summary>Reads and writes whole lanes at any stride, and the last, partly filled lane of a row.</summary>
[SkipLocalsInit]
internal static unsafe class LaneMemory
{
    /// <summary>
    /// The lane that starts at element i of a row of n: contiguous, repeated (stride 0), gathered, or padded at the
    /// end.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Read<TElement, TLane>(TElement* row, int stride, int i, int n)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        if (stride != 1)
            return ReadSlowly<TElement, TLane>(row, stride, i, n);
        return n - i >= TLane.Width ? TLane.Load(row + i) : TLane.LoadPart(row + i, n - i, TLane.Broadcast(row + i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<TElement, TLane>(TLane value, TElement* row, int stride, int i, int n)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        if (stride != 1)
            WriteSlowly(value, row, stride, i, n);
        else if (n - i >= TLane.Width)
            TLane.Store(value, row + i);
        else
            TLane.StorePart(value, row + i, n - i);
    }

    /// <summary>sums += part, whole lanes.</summary>
    public static void Add<TElement, TLane>(TElement* sums, TElement* part, int count)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        for (int i = 0; i < count; i += TLane.Width)
            TLane.Store(TLane.Load(sums + i) + TLane.Load(part + i), sums + i);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLane ReadSlowly<TElement, TLane>(TElement* row, int stride, int i, int n)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        if (stride == 0)
            return TLane.Broadcast(row);
        TElement* buffer = stackalloc TElement[TLane.Width];
        int valid = Math.Min(TLane.Width, n - i);
        nint step = stride;
        for (int j = 0; j < valid; j++)
            buffer[j] = row[(i + j) * step];
        for (int j = valid; j < TLane.Width; j++)
            buffer[j] = buffer[0];
        return TLane.Load(buffer);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteSlowly<TElement, TLane>(TLane value, TElement* row, int stride, int i, int n)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        TElement* buffer = stackalloc TElement[TLane.Width];
        TLane.Store(value, buffer);
        int valid = Math.Min(TLane.Width, n - i);
        nint step = stride;
        for (int j = 0; j < valid; j++)
            row[(i + j) * step] = buffer[j];
    }
}
