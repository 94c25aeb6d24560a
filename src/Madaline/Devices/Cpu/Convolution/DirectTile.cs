using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>What one register tile of a pass reads and writes.</summary>
internal unsafe struct DirectTileWork<TElement>
    where TElement : unmanaged
{
    /// <summary>The kernels of the tile's rows, side by side for each term.</summary>
    public TElement* Weights;

    /// <summary>Where the image holds each term, seen from a lane's source.</summary>
    public int* Offsets;

    public int Terms;

    /// <summary>The source of each lane.</summary>
    public TElement* Source0, Source1, Source2, Source3, Source4, Source5;

    /// <summary>The sums so far, row after row of lanes; null for zeros.</summary>
    public TElement* Partial;

    /// <summary>Where each lane goes in the first row, and from there to the next row.</summary>
    public TElement* Target0, Target1, Target2, Target3, Target4, Target5;

    public nint TargetRow;

    /// <summary>How many rows exist.</summary>
    public int Rows;

    /// <summary>Added at the end; null for nothing.</summary>
    public TElement* Bias;

    public bool Relu;
}

/// <summary>Twelve to twenty-four sums in registers: rows of output channels by lanes of pixels.</summary>
[SkipLocalsInit]
internal static unsafe class DirectTile<TElement, TLane, TShape>
    where TElement : unmanaged
    where TLane : struct, IProductLane<TLane, TElement>
    where TShape : struct, ITileShape
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in DirectTileWork<TElement> work)
    {
        Start(work, 0, out TLane c00, out TLane c01, out TLane c02, out TLane c03);
        Start(work, 1, out TLane c10, out TLane c11, out TLane c12, out TLane c13);
        Start(work, 2, out TLane c20, out TLane c21, out TLane c22, out TLane c23);
        Start(work, 3, out TLane c30, out TLane c31, out TLane c32, out TLane c33);
        Start(work, 4, out TLane c40, out TLane c41, out TLane c42, out TLane c43);
        Start(work, 5, out TLane c50, out TLane c51, out TLane c52, out TLane c53);
        Start(work, 6, out TLane c60, out TLane c61, out TLane c62, out TLane c63);
        Start(work, 7, out TLane c70, out TLane c71, out TLane c72, out TLane c73);
        TLane c04 = TLane.Broadcast(0), c05 = c04;
        if (TShape.Lanes > 4 && work.Partial != null)
        {
            c04 = TLane.Load(work.Partial + (4 * TLane.Width));
            c05 = TLane.Load(work.Partial + (5 * TLane.Width));
        }

        TElement* p0 = work.Source0, p1 = work.Source1, p2 = work.Source2, p3 = work.Source3, w = work.Weights;
        int* offsets = work.Offsets;
        for (int k = work.Terms; k > 0; k--)
        {
            nint at = *offsets++;
            TLane x0 = TLane.Load(p0 + at), x1 = x0, x2 = x0, x3 = x0;
            if (TShape.Lanes > 1)
                x1 = TLane.Load(p1 + at);
            if (TShape.Lanes > 2)
                x2 = TLane.Load(p2 + at);
            if (TShape.Lanes > 3)
                x3 = TLane.Load(p3 + at);
            Add(w, 0, x0, x1, x2, x3, ref c00, ref c01, ref c02, ref c03);
            Add(w, 1, x0, x1, x2, x3, ref c10, ref c11, ref c12, ref c13);
            Add(w, 2, x0, x1, x2, x3, ref c20, ref c21, ref c22, ref c23);
            Add(w, 3, x0, x1, x2, x3, ref c30, ref c31, ref c32, ref c33);
            Add(w, 4, x0, x1, x2, x3, ref c40, ref c41, ref c42, ref c43);
            Add(w, 5, x0, x1, x2, x3, ref c50, ref c51, ref c52, ref c53);
            Add(w, 6, x0, x1, x2, x3, ref c60, ref c61, ref c62, ref c63);
            Add(w, 7, x0, x1, x2, x3, ref c70, ref c71, ref c72, ref c73);
            if (TShape.Lanes > 4)
            {
                c04 = TLane.FusedMultiplyAdd(TLane.Broadcast(w), TLane.Load(work.Source4 + at), c04);
                c05 = TLane.FusedMultiplyAdd(TLane.Broadcast(w), TLane.Load(work.Source5 + at), c05);
            }

            w += TShape.Rows;
        }

        Finish(work, 0, c00, c01, c02, c03);
        if (TShape.Lanes > 4)
            FinishMore(work, c04, c05);
        Finish(work, 1, c10, c11, c12, c13);
        Finish(work, 2, c20, c21, c22, c23);
        Finish(work, 3, c30, c31, c32, c33);
        Finish(work, 4, c40, c41, c42, c43);
        Finish(work, 5, c50, c51, c52, c53);
        Finish(work, 6, c60, c61, c62, c63);
        Finish(work, 7, c70, c71, c72, c73);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Start(
        in DirectTileWork<TElement> work, int row, out TLane c0, out TLane c1, out TLane c2, out TLane c3)
    {
        c0 = c1 = c2 = c3 = TLane.Broadcast(0);
        if (row >= TShape.Rows || work.Partial == null)
            return;
        TElement* partial = work.Partial + (row * TShape.Lanes * TLane.Width);
        c0 = TLane.Load(partial);
        if (TShape.Lanes > 1)
            c1 = TLane.Load(partial + TLane.Width);
        if (TShape.Lanes > 2)
            c2 = TLane.Load(partial + (2 * TLane.Width));
        if (TShape.Lanes > 3)
            c3 = TLane.Load(partial + (3 * TLane.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        TElement* weights, int row, TLane x0, TLane x1, TLane x2, TLane x3, ref TLane c0, ref TLane c1, ref TLane c2,
        ref TLane c3)
    {
        if (row >= TShape.Rows)
            return;
        TLane weight = TLane.Broadcast(weights + row);
        c0 = TLane.FusedMultiplyAdd(weight, x0, c0);
        if (TShape.Lanes > 1)
            c1 = TLane.FusedMultiplyAdd(weight, x1, c1);
        if (TShape.Lanes > 2)
            c2 = TLane.FusedMultiplyAdd(weight, x2, c2);
        if (TShape.Lanes > 3)
            c3 = TLane.FusedMultiplyAdd(weight, x3, c3);
    }

    /// <summary>Adds the bias, rectifies and stores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(in DirectTileWork<TElement> work, int row, TLane c0, TLane c1, TLane c2, TLane c3)
    {
        if (row >= TShape.Rows || row >= work.Rows)
            return;
        if (work.Bias != null)
        {
            TLane bias = TLane.Broadcast(work.Bias + row);
            (c0, c1, c2, c3) = (c0 + bias, c1 + bias, c2 + bias, c3 + bias);
        }

        if (work.Relu)
        {
            TLane zero = TLane.Broadcast(0);
            (c0, c1) = (TLane.Max(c0, zero), TLane.Max(c1, zero));
            (c2, c3) = (TLane.Max(c2, zero), TLane.Max(c3, zero));
        }

        nint at = row * work.TargetRow;
        TLane.Store(c0, work.Target0 + at);
        if (TShape.Lanes > 1)
            TLane.Store(c1, work.Target1 + at);
        if (TShape.Lanes > 2)
            TLane.Store(c2, work.Target2 + at);
        if (TShape.Lanes > 3)
            TLane.Store(c3, work.Target3 + at);
    }

    /// <summary>The lanes of a single row that follow the first four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FinishMore(in DirectTileWork<TElement> work, TLane c4, TLane c5)
    {
        if (work.Bias != null)
        {
            TLane bias = TLane.Broadcast(work.Bias);
            (c4, c5) = (c4 + bias, c5 + bias);
        }

        if (work.Relu)
            (c4, c5) = (TLane.Max(c4, TLane.Broadcast(0)), TLane.Max(c5, TLane.Broadcast(0)));
        TLane.Store(c4, work.Target4);
        TLane.Store(c5, work.Target5);
    }
}
