using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.Channels;

/// <summary>What one tile of channels reads and writes.</summary>
internal unsafe struct ChannelTileWork<TElement>
    where TElement : unmanaged
{
    /// <summary>The source of the first pixel; that of the second row's, or the same.</summary>
    public TElement* Top, Bottom;

    /// <summary>The kernels: for each term, one or two lanes of output channels.</summary>
    public TElement* Weights;

    /// <summary>Where the image holds each term, seen from a pixel's source.</summary>
    public int* Offsets;

    public int Terms;

    /// <summary>One or two lanes that are added at the end; null for nothing.</summary>
    public TElement* Bias;

    public bool Relu;

    /// <summary>Where the first pixel's channels go; in the second row, or the second lane.</summary>
    public TElement* TopTarget, BottomTarget;
}

/// <summary>
/// Sums in registers: neighbouring pixels by two lanes of output channels, or pixels of two rows by one. Each pixel is
/// broadcast.
/// </summary>
[SkipLocalsInit]
internal static unsafe class ChannelTile<TElement, TLane, TLanes, TColumns>
    where TElement : unmanaged
    where TLane : struct, IProductLane<TLane, TElement>
    where TLanes : struct, ITileCount
    where TColumns : struct, ITileCount
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run(in ChannelTileWork<TElement> work)
    {
        TLane a0 = TLane.Broadcast(0);
        TLane a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0, b5 = a0;
        TElement* top = work.Top, bottom = work.Bottom, weights = work.Weights;
        int* offsets = work.Offsets;
        for (nint k = work.Terms; k > 0; k--)
        {
            nint at = *offsets++;
            TLane first = TLane.Load(weights), second = first;
            if (TLanes.Count == 2)
                second = TLane.Load(weights + TLane.Width);
            weights += TLanes.Count * TLane.Width;
            TElement* x = top + at, y = bottom + at;
            Add(x, y, 0, first, second, ref a0, ref b0);
            Add(x, y, 1, first, second, ref a1, ref b1);
            Add(x, y, 2, first, second, ref a2, ref b2);
            Add(x, y, 3, first, second, ref a3, ref b3);
            Add(x, y, 4, first, second, ref a4, ref b4);
            Add(x, y, 5, first, second, ref a5, ref b5);
        }

        Finish(work, 0, a0, b0);
        Finish(work, 1, a1, b1);
        Finish(work, 2, a2, b2);
        Finish(work, 3, a3, b3);
        Finish(work, 4, a4, b4);
        Finish(work, 5, a5, b5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        TElement* x, TElement* y, int column, TLane first, TLane second, ref TLane a, ref TLane b)
    {
        if (column >= TColumns.Count)
            return;
        a = TLane.MultiplyAddBroadcast(first, x + column, a);
        b = TLane.MultiplyAddBroadcast(second, (TLanes.Count == 1 ? y : x) + column, b);
    }

    /// <summary>Adds the bias, rectifies and stores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(in ChannelTileWork<TElement> work, int column, TLane a, TLane b)
    {
        if (column >= TColumns.Count)
            return;
        if (work.Bias != null)
            (a, b) = (a + TLane.Load(work.Bias), b + TLane.Load(work.Bias + ((TLanes.Count - 1) * TLane.Width)));
        if (work.Relu)
            (a, b) = (TLane.Max(a, TLane.Broadcast(0)), TLane.Max(b, TLane.Broadcast(0)));
        int at = column * TLanes.Count * TLane.Width;
        TLane.Store(a, work.TopTarget + at);
        TLane.Store(b, work.BottomTarget + at);
    }
}
