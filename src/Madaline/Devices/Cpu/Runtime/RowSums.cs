using System.Runtime.CompilerServices;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Runtime;

/// <summary>
/// Lanes of contiguous rows, the last one partly filled, and sums and maxima across their places, by a fixed tree.
/// </summary>
/// <remarks>Nothing here is a call: past a call, the compiler keeps what a loop needs in memory.</remarks>
internal static unsafe class RowSums
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Read<TElement, TLane>(TElement* row, int i, int n, TLane fill)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement> =>
        n - i >= TLane.Width ? TLane.Load(row + i) : TLane.LoadPart(row + i, n - i, fill);

    /// <summary>The lane at element i of a row of n, which may end within it or before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Part<TElement, TLane>(TElement* row, int i, int n, TLane fill)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement> =>
        n <= i ? fill : Read(row, i, n, fill);

    /// <summary>The lane with zeros in the places past the end of the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Mask<TElement, TLane>(TLane value, int i, int n)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement> =>
        n - i >= TLane.Width ? value : TLane.And(TLane.FirstPlaces(n - i), value);

    /// <summary>The sum of all places, in every place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Sum<TElement, TLane>(TLane value)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        for (int half = TLane.Width / 2; half >= 1; half /= 2)
            value = value + TLane.Rotate(value, half);
        return value;
    }

    /// <summary>The largest of all places, in every place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Max<TElement, TLane>(TLane value)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        for (int half = TLane.Width / 2; half >= 1; half /= 2)
            value = TLane.Max(value, TLane.Rotate(value, half));
        return value;
    }
}
