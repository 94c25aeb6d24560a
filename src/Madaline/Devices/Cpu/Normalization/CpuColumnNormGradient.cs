using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Normalization;

/// <summary>Gradients of normalisation down columns: a pass for two sums of each column, and one for dx.</summary>
internal static unsafe class CpuColumnNormGradient<T, TLane, TTail>
    where T : unmanaged
    where TLane : struct, IVectorLane<TLane, T>
    where TTail : struct, INormTail
{
    public static void Run(in NormMemory<T> memory) => NormColumns.Run(memory.Layout, new Body(memory));

    private readonly struct Body(NormMemory<T> memory) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (int block = start; block < end; block++)
            {
                int first = block * NormColumns.Width;
                Block(memory, first, Math.Min(NormColumns.Width, memory.Layout.Channels - first));
            }
        }
    }

    private static void Block(in NormMemory<T> m, int first, int columns)
    {
        const int Width = NormColumns.Width;
        T* mean = stackalloc T[Width], scale = stackalloc T[Width], bias = stackalloc T[Width];
        T* s = stackalloc T[Width], q = stackalloc T[Width];
        double* sums = stackalloc double[Width], products = stackalloc double[Width];
        CpuColumnNorm<T, TLane, TTail>.Coefficients(m, first, columns, mean, scale, bias);
        for (int j = 0; j < Width; j++)
            (s[j], q[j], sums[j], products[j]) = (default, default, 0, 0);
        int stride = m.Layout.Channels, rows = m.Layout.Samples;
        for (int row = 0; row < rows; row += NormColumns.Rows)
        {
            nint at = ((nint)row * stride) + first;
            int count = Math.Min(NormColumns.Rows, rows - row);
            Sums(m.Dy + at, m.X + at, stride, count, columns, mean, scale, bias, s, q);
            NormColumns.Join(s, sums, columns);
            NormColumns.Join(q, products, columns);
        }

        for (int j = 0; j < columns; j++)
            Conclude(m, first + j, sums[j], products[j], s + j, q + j);
        if (m.Dx != null)
            Slopes(m, first, columns, mean, scale, bias, s, q);
    }

    /// <summary>
    /// A column's gradients of weight and bias, and its b and c: dx = scale · dy + b · (x − mean) + c.
    /// </summary>
    private static void Conclude(in NormMemory<T> m, int channel, double sum, double product, T* b, T* c)
    {
        double inverse = Number<T>.Read(m.Inverse + channel), weight = m.WeightOf(channel), n = m.Layout.Count;
        m.SetGradients(channel, product * inverse, sum);
        Number<T>.Write(m.Given ? 0 : -inverse * inverse * inverse * weight * product / n, b);
        Number<T>.Write(m.Given ? 0 : -inverse * weight * sum / n, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sums(
        T* dy, T* x, int stride, int rows, int columns, T* mean, T* scale, T* bias, T* s, T* q)
    {
        for (int r = 0; r < rows; r++, x += stride, dy += stride)
        {
            for (int j = 0; j < columns; j += TLane.Width)
            {
                TLane u = RowSums.Read<T, TLane>(x, j, columns, TLane.Broadcast(0)) - TLane.Load(mean + j);
                TLane g = NormLanes<T, TLane, TTail>.Passed(
                    RowSums.Read<T, TLane>(dy, j, columns, TLane.Broadcast(0)), u, TLane.Load(scale + j),
                    TLane.Load(bias + j));
                TLane.Store(TLane.Load(s + j) + g, s + j);
                TLane.Store(TLane.FusedMultiplyAdd(g, u, TLane.Load(q + j)), q + j);
            }
        }
    }

    /// <summary>Given statistics do not depend on x, so that a NaN there stays out of dx = scale · dy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Slopes(in NormMemory<T> m, int first, int columns, T* mean, T* scale, T* bias, T* b, T* c)
    {
        int stride = m.Layout.Channels;
        bool given = m.Given;
        T* dy = m.Dy + first, x = m.X + first, dx = m.Dx + first;
        for (int r = 0; r < m.Layout.Samples; r++, dy += stride, x += stride, dx += stride)
        {
            for (int j = 0; j < columns; j += TLane.Width)
            {
                TLane u = RowSums.Read<T, TLane>(x, j, columns, TLane.Broadcast(0)) - TLane.Load(mean + j);
                TLane a = TLane.Load(scale + j);
                TLane g = NormLanes<T, TLane, TTail>.Passed(
                    RowSums.Read<T, TLane>(dy, j, columns, TLane.Broadcast(0)), u, a, TLane.Load(bias + j));
                TLane rest = given ? TLane.Broadcast(0)
                    : TLane.FusedMultiplyAdd(TLane.Load(b + j), u, TLane.Load(c + j));
                LaneMemory.Write(TLane.FusedMultiplyAdd(a, g, rest), dx, 1, j, columns);
            }
        }
    }
}
