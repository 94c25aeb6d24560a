using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Products;

/// <summary>
/// One row times a matrix whose columns lie in memory one after the other, as a layer's weights do: squares of it are
/// transposed in registers and used there. Same sums as the tiles.
/// </summary>
[SkipLocalsInit]
internal readonly unsafe struct OneRow<TElement, TLane, TWide>(in Product<TElement, TLane, TWide> product) : IRangeBody
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
    where TWide : struct, IProductLane<TWide, TElement>
{
    private readonly Product<TElement, TLane, TWide> _product = product;

    /// <summary>Columns that are done together: four sums do not wait for each other.</summary>
    private static int Columns => 4 * TLane.Width;

    /// <summary>Whether a product can be done this way.</summary>
    public static bool CanRun(in Product<TElement, TLane, TWide> p) =>
        p.M == 1 && p.AColumn == 1 && p.BRow == 1 && p.BColumn != 1 && p.N >= TLane.Width && p.K >= TLane.Width;

    public void Run()
    {
        int sets = (_product.N + Columns - 1) / Columns;
        Device.Cpu.Team.For(sets, 1, (long)_product.N * _product.K, WorthThreads.MultiplyAdds / 8, this);
    }

    public void Run(int start, int end)
    {
        // A lane that would reach beyond the last column ends with it: what it repeats may lie before the others.
        TElement* sums = stackalloc TElement[3 * Columns], part = sums + Columns;
        new Span<TElement>(sums, 3 * Columns).Clear();
        sums += TLane.Width;
        part += TLane.Width * 2;
        for (int set = start; set < end; set++)
        {
            int column = set * Columns;
            for (int k = 0; k < _product.K; k += Product<TElement, TLane, TWide>.KChunk)
            {
                int count = Math.Min(_product.K - k, Product<TElement, TLane, TWide>.KChunk);
                Multiply(column, k, count, k == 0 ? sums : part);
                if (k > 0)
                    LaneMemory.Add<TElement, TLane>(sums - TLane.Width, part - TLane.Width, Columns + TLane.Width);
            }

            _product.Finish(sums, Columns, 0, 1, column, Math.Min(Columns, _product.N - column));
        }
    }

    private void Multiply(int column, int k, int count, TElement* sums)
    {
        int last = _product.N - TLane.Width;
        nint c0 = Math.Min(column, last), c1 = Math.Min(column + TLane.Width, last);
        nint c2 = Math.Min(column + (2 * TLane.Width), last), c3 = Math.Min(column + (3 * TLane.Width), last);
        TElement* b = _product.B + k;
        nint step = _product.BColumn;
        sums -= column;
        Multiply(_product.A + k, count, b + (c0 * step), b + (c1 * step), b + (c2 * step), b + (c3 * step), step,
            sums + c0, sums + c1, sums + c2, sums + c3);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(
        TElement* x, nint count, TElement* b0, TElement* b1, TElement* b2, TElement* b3, nint step,
        TElement* sum0, TElement* sum1, TElement* sum2, TElement* sum3)
    {
        TLane s0 = TLane.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
        nint k = 0;
        for (; k + TLane.Width <= count; k += TLane.Width)
        {
            s0 = TLane.MultiplyAddTransposed(b0 + k, step, x + k, s0);
            s1 = TLane.MultiplyAddTransposed(b1 + k, step, x + k, s1);
            s2 = TLane.MultiplyAddTransposed(b2 + k, step, x + k, s2);
            s3 = TLane.MultiplyAddTransposed(b3 + k, step, x + k, s3);
        }

        TElement* buffer = stackalloc TElement[4 * TLane.Width];
        for (; k < count; k++)
        {
            for (nint i = 0; i < TLane.Width; i++)
            {
                buffer[i] = b0[(i * step) + k];
                buffer[i + TLane.Width] = b1[(i * step) + k];
                buffer[i + (2 * TLane.Width)] = b2[(i * step) + k];
                buffer[i + (3 * TLane.Width)] = b3[(i * step) + k];
            }

            s0 = TLane.MultiplyAddBroadcast(TLane.Load(buffer), x + k, s0);
            s1 = TLane.MultiplyAddBroadcast(TLane.Load(buffer + TLane.Width), x + k, s1);
            s2 = TLane.MultiplyAddBroadcast(TLane.Load(buffer + (2 * TLane.Width)), x + k, s2);
            s3 = TLane.MultiplyAddBroadcast(TLane.Load(buffer + (3 * TLane.Width)), x + k, s3);
        }

        TLane.Store(s0, sum0);
        TLane.Store(s1, sum1);
        TLane.Store(s2, sum2);
        TLane.Store(s3, sum3);
    }
}
