using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.Winograd;

/// <summary>
/// Sixteen small products in registers, one for each place of the transformed tiles: rows of output channels by lanes
/// of tiles.
/// </summary>
/// <remarks>Each is one chain of fused multiply-adds over the input channels, from zero.</remarks>
[SkipLocalsInit]
internal static unsafe class WinogradTile<TLane, TShape>
    where TLane : struct, IProductLane<TLane, float>
    where TShape : struct, ITileShape
{
    /// <summary>All places of a tile.</summary>
    /// <param name="u">The factors; places follow each other.</param>
    /// <param name="v">The transformed pixels, a block's columns from one channel to the next.</param>
    /// <param name="place">From one place of these to the next.</param>
    /// <param name="inputs">Channels.</param>
    /// <param name="m">The products, <see cref="WinogradBlock.Columns"/> from one row to the next.</param>
    /// <param name="fetch">What to ask for meanwhile.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* u, float* v, nint place, nint inputs, float* m, ref WinogradFetch fetch)
    {
        for (int i = WinogradBlock.Places; i > 0; i--)
        {
            fetch.Ask();
            TLane c00 = TLane.Broadcast(0), c01 = c00, c02 = c00, c10 = c00, c11 = c00, c12 = c00, c20 = c00, c21 = c00;
            TLane c22 = c00, c30 = c00, c31 = c00, c32 = c00, c40 = c00, c41 = c00, c42 = c00, c50 = c00, c51 = c00;
            TLane c52 = c00, c60 = c00, c61 = c00, c62 = c00, c70 = c00, c71 = c00, c72 = c00;
            float* from = v;
            for (nint k = inputs; k > 0; k--)
            {
                TLane x0 = TLane.Load(from), x1 = x0, x2 = x0;
                if (TShape.Lanes > 1)
                    x1 = TLane.Load(from + TLane.Width);
                if (TShape.Lanes > 2)
                    x2 = TLane.Load(from + (2 * TLane.Width));
                Add(u, 0, x0, x1, x2, ref c00, ref c01, ref c02);
                Add(u, 1, x0, x1, x2, ref c10, ref c11, ref c12);
                Add(u, 2, x0, x1, x2, ref c20, ref c21, ref c22);
                Add(u, 3, x0, x1, x2, ref c30, ref c31, ref c32);
                Add(u, 4, x0, x1, x2, ref c40, ref c41, ref c42);
                Add(u, 5, x0, x1, x2, ref c50, ref c51, ref c52);
                Add(u, 6, x0, x1, x2, ref c60, ref c61, ref c62);
                Add(u, 7, x0, x1, x2, ref c70, ref c71, ref c72);
                from += WinogradBlock.Columns;
                u += WinogradKernels.Rows;
            }

            v += place;
            Store(m, 0, c00, c01, c02);
            Store(m, 1, c10, c11, c12);
            Store(m, 2, c20, c21, c22);
            Store(m, 3, c30, c31, c32);
            Store(m, 4, c40, c41, c42);
            Store(m, 5, c50, c51, c52);
            Store(m, 6, c60, c61, c62);
            Store(m, 7, c70, c71, c72);
            m += WinogradBlock.ProductPlace;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        float* u, int row, TLane x0, TLane x1, TLane x2, ref TLane c0, ref TLane c1, ref TLane c2)
    {
        if (row >= TShape.Rows)
            return;
        TLane factor = TLane.Broadcast(u + row);
        c0 = TLane.FusedMultiplyAdd(factor, x0, c0);
        if (TShape.Lanes > 1)
            c1 = TLane.FusedMultiplyAdd(factor, x1, c1);
        if (TShape.Lanes > 2)
            c2 = TLane.FusedMultiplyAdd(factor, x2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* m, int row, TLane c0, TLane c1, TLane c2)
    {
        if (row >= TShape.Rows)
            return;
        m += row * WinogradBlock.Columns;
        TLane.Store(c0, m);
        if (TShape.Lanes > 1)
            TLane.Store(c1, m + TLane.Width);
        if (TShape.Lanes > 2)
            TLane.Store(c2, m + (2 * TLane.Width));
    }
}
