using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Products;

/// <summary>A product of a column and a row, such as the gradient of a weight by a single sample.</summary>
internal static unsafe class OuterProduct<TElement, TLane>
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    /// <summary>Whether a product is one, with rows that lie side by side.</summary>
    public static bool CanRun<TWide>(in Product<TElement, TLane, TWide> p)
        where TWide : struct, IProductLane<TWide, TElement> =>
        p.K == 1 && p.BColumn == 1 && p.YColumn == 1 && (p.Bias == null || p.BiasColumn == 1);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<TWide>(in Product<TElement, TLane, TWide> p)
        where TWide : struct, IProductLane<TWide, TElement>
    {
        TElement* a = p.A, b = p.B, y = p.Y, bias = p.Bias;
        int n = p.N;
        nint aRow = p.ARow, yRow = p.YRow;
        bool relu = p.Relu;
        TLane zero = TLane.Broadcast(0);
        for (int row = p.M; row > 0; row--, a += aRow, y += yRow)
        {
            TLane x = TLane.Broadcast(a);
            for (int j = 0; j < n; j += TLane.Width)
            {
                // From zero, as every sum: a product of −0 becomes 0.
                TLane value = TLane.FusedMultiplyAdd(x, RowSums.Read<TElement, TLane>(b, j, n, zero), zero);
                if (bias != null)
                    value = value + RowSums.Read<TElement, TLane>(bias, j, n, zero);
                LaneMemory.Write(relu ? TLane.Max(value, zero) : value, y, 1, j, n);
            }
        }
    }
}
