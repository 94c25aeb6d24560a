using System.Runtime.CompilerServices;
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
/// Written out, because the JIT keeps only locals in registers: 8 rows by 3 lanes fill the 32 registers of 512 bits, 6
/// by 2 the 16 of 256 bits. Rows that do not exist repeat the last one.
/// </remarks>
internal static unsafe class Tiles<TElement, TLane>
    where TElement : unmanaged
    where TLane : struct, IProductLane<TLane, TElement>
{
    /// <summary>For 32 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByThree(in TileOperands<TElement> o, int rows, TElement* target, nint targetRow)
    {
        TElement* a0 = o.A, b = o.B;
        TElement* a1 = a0 + (o.ARow * Math.Min(1, rows - 1));
        TElement* a2 = a0 + (o.ARow * Math.Min(2, rows - 1));
        TElement* a3 = a0 + (o.ARow * Math.Min(3, rows - 1));
        TElement* a4 = a0 + (o.ARow * Math.Min(4, rows - 1));
        TElement* a5 = a0 + (o.ARow * Math.Min(5, rows - 1));
        TElement* a6 = a0 + (o.ARow * Math.Min(6, rows - 1));
        TElement* a7 = a0 + (o.ARow * (rows - 1));
        TLane c00 = TLane.Broadcast(0);
        TLane c01 = c00, c02 = c00, c10 = c00, c11 = c00, c12 = c00, c20 = c00, c21 = c00, c22 = c00;
        TLane c30 = c00, c31 = c00, c32 = c00, c40 = c00, c41 = c00, c42 = c00, c50 = c00, c51 = c00;
        TLane c52 = c00, c60 = c00, c61 = c00, c62 = c00, c70 = c00, c71 = c00, c72 = c00;
        nint at = 0, aStep = o.AStep, bStep = o.BStep;
        for (nint k = o.K; k > 0; k--)
        {
            TLane b0 = TLane.Load(b), b1 = TLane.Load(b + TLane.Width), b2 = TLane.Load(b + (2 * TLane.Width));
            TLane x = TLane.Broadcast(a0 + at);
            c00 = TLane.FusedMultiplyAdd(x, b0, c00);
            c01 = TLane.FusedMultiplyAdd(x, b1, c01);
            c02 = TLane.FusedMultiplyAdd(x, b2, c02);
            x = TLane.Broadcast(a1 + at);
            c10 = TLane.FusedMultiplyAdd(x, b0, c10);
            c11 = TLane.FusedMultiplyAdd(x, b1, c11);
            c12 = TLane.FusedMultiplyAdd(x, b2, c12);
            x = TLane.Broadcast(a2 + at);
            c20 = TLane.FusedMultiplyAdd(x, b0, c20);
            c21 = TLane.FusedMultiplyAdd(x, b1, c21);
            c22 = TLane.FusedMultiplyAdd(x, b2, c22);
            x = TLane.Broadcast(a3 + at);
            c30 = TLane.FusedMultiplyAdd(x, b0, c30);
            c31 = TLane.FusedMultiplyAdd(x, b1, c31);
            c32 = TLane.FusedMultiplyAdd(x, b2, c32);
            x = TLane.Broadcast(a4 + at);
            c40 = TLane.FusedMultiplyAdd(x, b0, c40);
            c41 = TLane.FusedMultiplyAdd(x, b1, c41);
            c42 = TLane.FusedMultiplyAdd(x, b2, c42);
            x = TLane.Broadcast(a5 + at);
            c50 = TLane.FusedMultiplyAdd(x, b0, c50);
            c51 = TLane.FusedMultiplyAdd(x, b1, c51);
            c52 = TLane.FusedMultiplyAdd(x, b2, c52);
            x = TLane.Broadcast(a6 + at);
            c60 = TLane.FusedMultiplyAdd(x, b0, c60);
            c61 = TLane.FusedMultiplyAdd(x, b1, c61);
            c62 = TLane.FusedMultiplyAdd(x, b2, c62);
            x = TLane.Broadcast(a7 + at);
            c70 = TLane.FusedMultiplyAdd(x, b0, c70);
            c71 = TLane.FusedMultiplyAdd(x, b1, c71);
            c72 = TLane.FusedMultiplyAdd(x, b2, c72);
            b += bStep;
            at += aStep;
        }

        Store(target, c00, c01, c02);
        Store(target + targetRow, c10, c11, c12);
        Store(target + (2 * targetRow), c20, c21, c22);
        Store(target + (3 * targetRow), c30, c31, c32);
        Store(target + (4 * targetRow), c40, c41, c42);
        Store(target + (5 * targetRow), c50, c51, c52);
        Store(target + (6 * targetRow), c60, c61, c62);
        Store(target + (7 * targetRow), c70, c71, c72);
    }

    /// <summary>For 32 registers of 256 bits, where columns are few.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByTwo(in TileOperands<TElement> o, int rows, TElement* target, nint targetRow)
    {
        TElement* a0 = o.A, b = o.B;
        TElement* a1 = a0 + (o.ARow * Math.Min(1, rows - 1));
        TElement* a2 = a0 + (o.ARow * Math.Min(2, rows - 1));
        TElement* a3 = a0 + (o.ARow * Math.Min(3, rows - 1));
        TElement* a4 = a0 + (o.ARow * Math.Min(4, rows - 1));
        TElement* a5 = a0 + (o.ARow * Math.Min(5, rows - 1));
        TElement* a6 = a0 + (o.ARow * Math.Min(6, rows - 1));
        TElement* a7 = a0 + (o.ARow * (rows - 1));
        TLane c00 = TLane.Broadcast(0);
        TLane c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00, c40 = c00;
        TLane c41 = c00, c50 = c00, c51 = c00, c60 = c00, c61 = c00, c70 = c00, c71 = c00;
        nint at = 0, aStep = o.AStep, bStep = o.BStep;
        for (nint k = o.K; k > 0; k--)
        {
            TLane b0 = TLane.Load(b), b1 = TLane.Load(b + TLane.Width);
            TLane x = TLane.Broadcast(a0 + at);
            c00 = TLane.FusedMultiplyAdd(x, b0, c00);
            c01 = TLane.FusedMultiplyAdd(x, b1, c01);
            x = TLane.Broadcast(a1 + at);
            c10 = TLane.FusedMultiplyAdd(x, b0, c10);
            c11 = TLane.FusedMultiplyAdd(x, b1, c11);
            x = TLane.Broadcast(a2 + at);
            c20 = TLane.FusedMultiplyAdd(x, b0, c20);
            c21 = TLane.FusedMultiplyAdd(x, b1, c21);
            x = TLane.Broadcast(a3 + at);
            c30 = TLane.FusedMultiplyAdd(x, b0, c30);
            c31 = TLane.FusedMultiplyAdd(x, b1, c31);
            x = TLane.Broadcast(a4 + at);
            c40 = TLane.FusedMultiplyAdd(x, b0, c40);
            c41 = TLane.FusedMultiplyAdd(x, b1, c41);
            x = TLane.Broadcast(a5 + at);
            c50 = TLane.FusedMultiplyAdd(x, b0, c50);
            c51 = TLane.FusedMultiplyAdd(x, b1, c51);
            x = TLane.Broadcast(a6 + at);
            c60 = TLane.FusedMultiplyAdd(x, b0, c60);
            c61 = TLane.FusedMultiplyAdd(x, b1, c61);
            x = TLane.Broadcast(a7 + at);
            c70 = TLane.FusedMultiplyAdd(x, b0, c70);
            c71 = TLane.FusedMultiplyAdd(x, b1, c71);
            b += bStep;
            at += aStep;
        }

        Store(target, c00, c01);
        Store(target + targetRow, c10, c11);
        Store(target + (2 * targetRow), c20, c21);
        Store(target + (3 * targetRow), c30, c31);
        Store(target + (4 * targetRow), c40, c41);
        Store(target + (5 * targetRow), c50, c51);
        Store(target + (6 * targetRow), c60, c61);
        Store(target + (7 * targetRow), c70, c71);
    }

    /// <summary>For 16 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SixByTwo(in TileOperands<TElement> o, int rows, TElement* target, nint targetRow)
    {
        TElement* a0 = o.A, b = o.B;
        TElement* a1 = a0 + (o.ARow * Math.Min(1, rows - 1));
        TElement* a2 = a0 + (o.ARow * Math.Min(2, rows - 1));
        TElement* a3 = a0 + (o.ARow * Math.Min(3, rows - 1));
        TElement* a4 = a0 + (o.ARow * Math.Min(4, rows - 1));
        TElement* a5 = a0 + (o.ARow * (rows - 1));
        TLane c00 = TLane.Broadcast(0);
        TLane c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00, c40 = c00;
        TLane c41 = c00, c50 = c00, c51 = c00;
        nint at = 0, aStep = o.AStep, bStep = o.BStep;
        for (nint k = o.K; k > 0; k--)
        {
            TLane b0 = TLane.Load(b), b1 = TLane.Load(b + TLane.Width);
            TLane x = TLane.Broadcast(a0 + at);
            c00 = TLane.FusedMultiplyAdd(x, b0, c00);
            c01 = TLane.FusedMultiplyAdd(x, b1, c01);
            x = TLane.Broadcast(a1 + at);
            c10 = TLane.FusedMultiplyAdd(x, b0, c10);
            c11 = TLane.FusedMultiplyAdd(x, b1, c11);
            x = TLane.Broadcast(a2 + at);
            c20 = TLane.FusedMultiplyAdd(x, b0, c20);
            c21 = TLane.FusedMultiplyAdd(x, b1, c21);
            x = TLane.Broadcast(a3 + at);
            c30 = TLane.FusedMultiplyAdd(x, b0, c30);
            c31 = TLane.FusedMultiplyAdd(x, b1, c31);
            x = TLane.Broadcast(a4 + at);
            c40 = TLane.FusedMultiplyAdd(x, b0, c40);
            c41 = TLane.FusedMultiplyAdd(x, b1, c41);
            x = TLane.Broadcast(a5 + at);
            c50 = TLane.FusedMultiplyAdd(x, b0, c50);
            c51 = TLane.FusedMultiplyAdd(x, b1, c51);
            b += bStep;
            at += aStep;
        }

        Store(target, c00, c01);
        Store(target + targetRow, c10, c11);
        Store(target + (2 * targetRow), c20, c21);
        Store(target + (3 * targetRow), c30, c31);
        Store(target + (4 * targetRow), c40, c41);
        Store(target + (5 * targetRow), c50, c51);
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

        Store(sums, c0, c1, c2);
        TLane.Store(c3, sums + (3 * TLane.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TElement* row, TLane x, TLane y, TLane z)
    {
        TLane.Store(x, row);
        TLane.Store(y, row + TLane.Width);
        TLane.Store(z, row + (2 * TLane.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TElement* row, TLane x, TLane y)
    {
        TLane.Store(x, row);
        TLane.Store(y, row + TLane.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TElement* row, TLane x)
    {
        TLane.Store(x, row);
    }
}
