using System.Runtime.CompilerServices;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Products;

/// <summary>A register tile of sixteen rows by one lane, for panels that are a single lane wide.</summary>
/// <remarks>
/// One load of B serves sixteen multiply-adds whose other operand is broadcast from memory: one lane of 512 bits does
/// at full speed what two of 256 bits do with twice the loads. Written out, because the JIT keeps only locals in
/// registers; four pointers and the distance of two rows address all sixteen.
/// </remarks>
internal static unsafe class TallTile<TElement, TLane>
    where TElement : unmanaged
    where TLane : struct, IProductLane<TLane, TElement>
{
    public const int Rows = 16;

    /// <summary>All sixteen rows exist; target's rows follow each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in TileOperands<TElement> o, TElement* target)
    {
        nint row = o.ARow, row3 = 3 * row, aStep = o.AStep, bStep = o.BStep;
        TElement* b = o.B, a0 = o.A, a4 = a0 + (4 * row), a8 = a0 + (8 * row), a12 = a0 + (12 * row);
        TLane c0 = TLane.Broadcast(0);
        TLane c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0, c8 = c0, c9 = c0, c10 = c0, c11 = c0;
        TLane c12 = c0, c13 = c0, c14 = c0, c15 = c0;
        for (nint k = o.K; k > 0; k--)
        {
            TLane x = TLane.Load(b);
            c0 = TLane.MultiplyAddBroadcast(x, a0, c0);
            c1 = TLane.MultiplyAddBroadcast(x, a0 + row, c1);
            c2 = TLane.MultiplyAddBroadcast(x, a0 + (2 * row), c2);
            c3 = TLane.MultiplyAddBroadcast(x, a0 + row3, c3);
            c4 = TLane.MultiplyAddBroadcast(x, a4, c4);
            c5 = TLane.MultiplyAddBroadcast(x, a4 + row, c5);
            c6 = TLane.MultiplyAddBroadcast(x, a4 + (2 * row), c6);
            c7 = TLane.MultiplyAddBroadcast(x, a4 + row3, c7);
            c8 = TLane.MultiplyAddBroadcast(x, a8, c8);
            c9 = TLane.MultiplyAddBroadcast(x, a8 + row, c9);
            c10 = TLane.MultiplyAddBroadcast(x, a8 + (2 * row), c10);
            c11 = TLane.MultiplyAddBroadcast(x, a8 + row3, c11);
            c12 = TLane.MultiplyAddBroadcast(x, a12, c12);
            c13 = TLane.MultiplyAddBroadcast(x, a12 + row, c13);
            c14 = TLane.MultiplyAddBroadcast(x, a12 + (2 * row), c14);
            c15 = TLane.MultiplyAddBroadcast(x, a12 + row3, c15);
            b += bStep;
            a0 += aStep;
            a4 += aStep;
            a8 += aStep;
            a12 += aStep;
        }

        Store(target, c0, c1, c2, c3);
        Store(target + (4 * TLane.Width), c4, c5, c6, c7);
        Store(target + (8 * TLane.Width), c8, c9, c10, c11);
        Store(target + (12 * TLane.Width), c12, c13, c14, c15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TElement* rows, TLane x, TLane y, TLane z, TLane t)
    {
        TLane.Store(x, rows);
        TLane.Store(y, rows + TLane.Width);
        TLane.Store(z, rows + (2 * TLane.Width));
        TLane.Store(t, rows + (3 * TLane.Width));
    }
}
