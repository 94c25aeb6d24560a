using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>What one tile of channels reads and writes.</summary>
internal unsafe struct ChannelTileWork<TElement>
    where TElement : unmanaged
{
    /// <summary>The first pixel's source in both rows.</summary>
    public TElement* Top, Bottom;

    /// <summary>The kernels, a lane of output channels for each term.</summary>
    public TElement* Weights;

    /// <summary>Where the image holds each term, seen from a pixel's source.</summary>
    public int* Offsets;

    public int Terms;

    /// <summary>A lane that is added at the end; null for nothing.</summary>
    public TElement* Bias;

    public bool Relu;

    /// <summary>Where the first pixel's lane goes in both rows; those of the others follow.</summary>
    public TElement* TopTarget, BottomTarget;
}

/// <summary>
/// Sums in registers: pixels, neighbours in two rows, by a lane of output channels. Each pixel is splat.
/// </summary>
[SkipLocalsInit]
internal static unsafe class ChannelTile<TElement, TLane, TColumns>
    where TElement : unmanaged
    where TLane : struct, IProductLane<TLane, TElement>
    where TColumns : struct, ITileColumns
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run(in ChannelTileWork<TElement> work)
    {
        TLane a0 = TLane.Of(0);
        TLane a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0, a8 = a0, a9 = a0, a10 = a0, a11 = a0;
        TLane b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0, b5 = a0, b6 = a0, b7 = a0, b8 = a0, b9 = a0;
        TLane b10 = a0, b11 = a0;
        TElement* top = work.Top, bottom = work.Bottom, weights = work.Weights;
        int* offsets = work.Offsets;
        for (nint k = work.Terms; k > 0; k--)
        {
            nint at = *offsets++;
            TLane weight = TLane.Load(weights);
            weights += TLane.Width;
            TElement* x = top + at;
            Add(x, 0, weight, ref a0, ref a1, ref a2, ref a3);
            Add(x, 4, weight, ref a4, ref a5, ref a6, ref a7);
            Add(x, 8, weight, ref a8, ref a9, ref a10, ref a11);
            x = bottom + at;
            Add(x, 0, weight, ref b0, ref b1, ref b2, ref b3);
            Add(x, 4, weight, ref b4, ref b5, ref b6, ref b7);
            Add(x, 8, weight, ref b8, ref b9, ref b10, ref b11);
        }

        Finish(work, work.TopTarget, 0, a0, a1, a2, a3);
        Finish(work, work.TopTarget, 4, a4, a5, a6, a7);
        Finish(work, work.TopTarget, 8, a8, a9, a10, a11);
        Finish(work, work.BottomTarget, 0, b0, b1, b2, b3);
        Finish(work, work.BottomTarget, 4, b4, b5, b6, b7);
        Finish(work, work.BottomTarget, 8, b8, b9, b10, b11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        TElement* x, int column, TLane weight, ref TLane c0, ref TLane c1, ref TLane c2, ref TLane c3)
    {
        if (column < TColumns.Count)
            c0 = TLane.FusedMultiplyAdd(TLane.Splat(x + column), weight, c0);
        if (column + 1 < TColumns.Count)
            c1 = TLane.FusedMultiplyAdd(TLane.Splat(x + column + 1), weight, c1);
        if (column + 2 < TColumns.Count)
            c2 = TLane.FusedMultiplyAdd(TLane.Splat(x + column + 2), weight, c2);
        if (column + 3 < TColumns.Count)
            c3 = TLane.FusedMultiplyAdd(TLane.Splat(x + column + 3), weight, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(
        in ChannelTileWork<TElement> work, TElement* target, int column, TLane c0, TLane c1, TLane c2, TLane c3)
    {
        if (column >= TColumns.Count)
            return;
        if (work.Bias != null)
        {
            TLane bias = TLane.Load(work.Bias);
            (c0, c1, c2, c3) = (c0 + bias, c1 + bias, c2 + bias, c3 + bias);
        }

        if (work.Relu)
        {
            TLane zero = TLane.Of(0);
            (c0, c1) = (TLane.Max(c0, zero), TLane.Max(c1, zero));
            (c2, c3) = (TLane.Max(c2, zero), TLane.Max(c3, zero));
        }

        target += column * TLane.Width;
        TLane.Store(c0, target);
        if (column + 1 < TColumns.Count)
            TLane.Store(c1, target + TLane.Width);
        if (column + 2 < TColumns.Count)
            TLane.Store(c2, target + (2 * TLane.Width));
        if (column + 3 < TColumns.Count)
            TLane.Store(c3, target + (3 * TLane.Width));
    }
}
