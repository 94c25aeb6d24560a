using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Normalization;

/// <summary>Normalisation down columns: [samples, channels], where a mean spans the samples.</summary>
internal static unsafe class CpuColumnNorm<T, TLane, TTail>
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
                int columns = Math.Min(NormColumns.Width, memory.Layout.Channels - first);
                if (memory.Finds)
                    Find(memory, first, columns);
                Write(memory, first, columns);
            }
        }
    }

    private static void Find(in NormMemory<T> m, int first, int columns)
    {
        const int Width = NormColumns.Width;
        T* shift = stackalloc T[Width], s = stackalloc T[Width], q = stackalloc T[Width];
        double* sums = stackalloc double[Width], squares = stackalloc double[Width];
        int stride = m.Layout.Channels, rows = m.Layout.Samples;
        for (int j = 0; j < Width; j++)
        {
            (shift[j], s[j], q[j]) = (j < columns ? m.X[first + j] : default, default, default);
            (sums[j], squares[j]) = (0, 0);
        }

        for (int row = 0; row < rows; row += NormColumns.Rows)
        {
            int count = Math.Min(NormColumns.Rows, rows - row);
            Moments(m.X + ((nint)row * stride) + first, stride, count, columns, shift, s, q);
            NormColumns.Join(s, sums, columns);
            NormColumns.Join(q, squares, columns);
        }

        for (int j = 0; j < columns; j++)
        {
            double variance = Math.Max(0, (squares[j] - (sums[j] * sums[j] / rows)) / rows);
            m.SetStatistics(first + j, Number<T>.Read(shift + j) + (sums[j] / rows), variance);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Moments(T* x, int stride, int rows, int columns, T* shift, T* s, T* q)
    {
        for (int r = 0; r < rows; r++, x += stride)
        {
            for (int j = 0; j < columns; j += TLane.Width)
            {
                TLane u = RowSums.Read<T, TLane>(x, j, columns, TLane.Broadcast(0)) - TLane.Load(shift + j);
                TLane.Store(TLane.Load(s + j) + u, s + j);
                TLane.Store(TLane.FusedMultiplyAdd(u, u, TLane.Load(q + j)), q + j);
            }
        }
    }

    private static void Write(in NormMemory<T> m, int first, int columns)
    {
        const int Width = NormColumns.Width;
        T* mean = stackalloc T[Width], scale = stackalloc T[Width], bias = stackalloc T[Width];
        Coefficients(m, first, columns, mean, scale, bias);
        Affine(m.X + first, m.Y + first, m.Layout.Channels, m.Layout.Samples, columns, mean, scale, bias);
    }

    /// <summary>Each column's mean, factor and summand; zeros past the last column.</summary>
    public static void Coefficients(in NormMemory<T> m, int first, int columns, T* mean, T* scale, T* bias)
    {
        for (int j = 0; j < NormColumns.Width; j++)
        {
            (mean[j], scale[j], bias[j]) = (default, default, default);
            if (j >= columns)
                continue;
            mean[j] = m.Mean[first + j];
            Number<T>.Write(Number<T>.Read(m.Inverse + first + j) * m.WeightOf(first + j), scale + j);
            Number<T>.Write(m.BiasOf(first + j), bias + j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Affine(T* x, T* y, int stride, int rows, int columns, T* mean, T* scale, T* bias)
    {
        for (int r = 0; r < rows; r++, x += stride, y += stride)
        {
            for (int j = 0; j < columns; j += TLane.Width)
            {
                TLane value = NormLanes<T, TLane, TTail>.Value(
                    RowSums.Read<T, TLane>(x, j, columns, TLane.Broadcast(0)), TLane.Load(mean + j),
                    TLane.Load(scale + j), TLane.Load(bias + j));
                LaneMemory.Write(value, y, 1, j, columns);
            }
        }
    }
}
