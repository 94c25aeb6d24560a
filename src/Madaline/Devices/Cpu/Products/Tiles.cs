using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Products;

/// <summary>Where a register tile finds its operands, for some steps along k.</summary>
internal unsafe ref struct TileOperands<TElement> where TElement : unmanaged
{
    /// <summary>The first row's and column's first element.</summary>
    public TElement* A, B;

    /// <summary>From one row of A to the next; from one k to the next in A and in B; steps along k.</summary>
    public nint ARow, AStep, BStep, K;
}

/// <summary>Register tiles of a matrix product: target = A's rows · B's columns, one chain for each element.</summary>
/// <remarks>
/// Sums are locals, because the JIT keeps only those in registers: 8 rows by 3 lanes fill the 32 registers of 512 bits,
/// 8 by 2 those of 256 bits where there are 32, 6 by 2 the 16 elsewhere. Rows that do not exist repeat the last one.
/// </remarks>
internal static unsafe class Tiles<TElement, TLane>
    where TElement : unmanaged
    where TLane : struct, IProductLane<TLane, TElement>
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<TShape>(in TileOperands<TElement> o, int rows, TElement* target, nint targetRow)
        where TShape : struct, ITileShape
    {
        int last = rows - 1;
        TElement* a0 = o.A, a1 = a0 + (o.ARow * Math.Min(1, last)), a2 = a0 + (o.ARow * Math.Min(2, last));
        TElement* a3 = a0 + (o.ARow * Math.Min(3, last)), a4 = a0 + (o.ARow * Math.Min(4, last));
        TElement* a5 = a0 + (o.ARow * Math.Min(5, last)), a6 = a0 + (o.ARow * Math.Min(6, last));
        TElement* a7 = a0 + (o.ARow * last), b = o.B;
        TLane c00 = TLane.Broadcast(0);
        TLane c01 = c00, c02 = c00, c10 = c00, c11 = c00, c12 = c00, c20 = c00, c21 = c00, c22 = c00, c30 = c00;
        TLane c31 = c00, c32 = c00, c40 = c00, c41 = c00, c42 = c00, c50 = c00, c51 = c00, c52 = c00, c60 = c00;
        TLane c61 = c00, c62 = c00, c70 = c00, c71 = c00, c72 = c00;
        nint at = 0, aStep = o.AStep, bStep = o.BStep;
        for (nint k = o.K; k > 0; k--)
        {
            TLane b0 = TLane.Load(b), b1 = b0, b2 = b0;
            if (TShape.Lanes > 1)
                b1 = TLane.Load(b + TLane.Width);
            if (TShape.Lanes > 2)
                b2 = TLane.Load(b + (2 * TLane.Width));
            Add<TShape>(0, a0 + at, b0, b1, b2, ref c00, ref c01, ref c02);
            Add<TShape>(1, a1 + at, b0, b1, b2, ref c10, ref c11, ref c12);
            Add<TShape>(2, a2 + at, b0, b1, b2, ref c20, ref c21, ref c22);
            Add<TShape>(3, a3 + at, b0, b1, b2, ref c30, ref c31, ref c32);
            Add<TShape>(4, a4 + at, b0, b1, b2, ref c40, ref c41, ref c42);
            Add<TShape>(5, a5 + at, b0, b1, b2, ref c50, ref c51, ref c52);
            Add<TShape>(6, a6 + at, b0, b1, b2, ref c60, ref c61, ref c62);
            Add<TShape>(7, a7 + at, b0, b1, b2, ref c70, ref c71, ref c72);
            b += bStep;
            at += aStep;
        }

        Store<TShape>(0, target, targetRow, c00, c01, c02);
        Store<TShape>(1, target, targetRow, c10, c11, c12);
        Store<TShape>(2, target, targetRow, c20, c21, c22);
        Store<TShape>(3, target, targetRow, c30, c31, c32);
        Store<TShape>(4, target, targetRow, c40, c41, c42);
        Store<TShape>(5, target, targetRow, c50, c51, c52);
        Store<TShape>(6, target, targetRow, c60, c61, c62);
        Store<TShape>(7, target, targetRow, c70, c71, c72);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TShape>(
        int row, TElement* a, TLane b0, TLane b1, TLane b2, ref TLane c0, ref TLane c1, ref TLane c2)
        where TShape : struct, ITileShape
    {
        if (row >= TShape.Rows)
            return;
        TLane x = TLane.Broadcast(a);
        c0 = TLane.FusedMultiplyAdd(x, b0, c0);
        if (TShape.Lanes > 1)
            c1 = TLane.FusedMultiplyAdd(x, b1, c1);
        if (TShape.Lanes > 2)
            c2 = TLane.FusedMultiplyAdd(x, b2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TShape>(int row, TElement* target, nint step, TLane c0, TLane c1, TLane c2)
        where TShape : struct, ITileShape
    {
        if (row >= TShape.Rows)
            return;
        target += row * step;
        TLane.Store(c0, target);
        if (TShape.Lanes > 1)
            TLane.Store(c1, target + TLane.Width);
        if (TShape.Lanes > 2)
            TLane.Store(c2, target + (2 * TLane.Width));
    }

    /// <summary>One row goes on from the sums it has so far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByFour(TElement* a, nint aStep, TElement* b, nint bStep, nint steps, TElement* sums)
    {
        TLane c0 = TLane.Load(sums), c1 = TLane.Load(sums + TLane.Width);
        TLane c2 = TLane.Load(sums + (2 * TLane.Width)), c3 = TLane.Load(sums + (3 * TLane.Width));
        for (; steps > 0; steps--)
        {
            TLane x = TLane.Broadcast(a);
            c0 = TLane.FusedMultiplyAdd(x, TLane.Load(b), c0);
            c1 = TLane.FusedMultiplyAdd(x, TLane.Load(b + TLane.Width), c1);
            c2 = TLane.FusedMultiplyAdd(x, TLane.Load(b + (2 * TLane.Width)), c2);
            c3 = TLane.FusedMultiplyAdd(x, TLane.Load(b + (3 * TLane.Width)), c3);
            a += aStep;
            b += bStep;
        }

        TLane.Store(c0, sums);
        TLane.Store(c1, sums + TLane.Width);
        TLane.Store(c2, sums + (2 * TLane.Width));
        TLane.Store(c3, sums + (3 * TLane.Width));
    }
}
