using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Elementwise;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Pooling;

/// <summary>Pooling over contiguous planes, one plane after the other, planes shared out among threads.</summary>
internal static unsafe class CpuPool
{
    public static void Select(PoolPick pick, Tensor x, Windows rows, Windows columns, Tensor y, Tensor? indices)
    {
        if (y.Elements == 0)
            return;
        switch (pick)
        {
            case PoolPick.Largest: Select<PickLargest>(x, rows, columns, y, indices); break;
            case PoolPick.Smallest: Select<PickSmallest>(x, rows, columns, y, indices); break;
            default: Median(x, rows, columns, y, indices); break;
        }
    }

    public static void SelectGradient(Tensor dy, Tensor indices, int area, Tensor dx)
    {
        if (dx.Elements == 0)
            return;
        int outputs = (int)((long)dy.Elements * area / dx.Elements);
        fixed (byte* pd = &CpuDevice.Start(dy), pi = &CpuDevice.Start(indices), px = &CpuDevice.Start(dx))
        {
            if (dx.DType == DType.Float32)
                Run(dx, area, new ScatterBody<float, int>((float*)pd, (int*)pi, (float*)px, outputs, area));
            else
                Run(dx, area, new ScatterBody<double, long>((double*)pd, (long*)pi, (double*)px, outputs, area));
        }
    }

    /// <summary><see cref="SelectGradient"/> from the gradient before ReLU, whose output was pooled to y.</summary>
    public static void RectifiedGradient(Tensor dy, Tensor y, Tensor indices, int area, Tensor dx)
    {
        if (dx.Elements == 0)
            return;
        int outputs = (int)((long)dy.Elements * area / dx.Elements);
        fixed (byte* pd = &CpuDevice.Start(dy), py = &CpuDevice.Start(y), pi = &CpuDevice.Start(indices),
            px = &CpuDevice.Start(dx))
        {
            if (dx.DType == DType.Float32)
                Run(dx, area, new RectifiedBody<float, F32x8, int>(
                    (float*)pd, (float*)py, (int*)pi, (float*)px, outputs, area));
            else
                Run(dx, area, new RectifiedBody<double, F64x4, long>(
                    (double*)pd, (double*)py, (long*)pi, (double*)px, outputs, area));
        }
    }

    public static void Average(Tensor x, Windows rows, Windows columns, PoolDivisor divisor, Tensor y)
    {
        if (y.Elements == 0)
            return;
        int area = rows.Size * columns.Size;
        fixed (byte* px = &CpuDevice.Start(x), py = &CpuDevice.Start(y))
        {
            if (x.DType == DType.Float32)
                Run(x, area, new PoolAverage<float, F32x8>((float*)px, (float*)py, rows, columns, divisor, false));
            else
                Run(x, area, new PoolAverage<double, F64x4>((double*)px, (double*)py, rows, columns, divisor, false));
        }
    }

    public static void AverageGradient(Tensor dy, Windows rows, Windows columns, PoolDivisor divisor, Tensor dx)
    {
        if (dx.Elements == 0)
            return;
        int area = rows.Size * columns.Size;
        fixed (byte* pd = &CpuDevice.Start(dy), px = &CpuDevice.Start(dx))
        {
            if (dx.DType == DType.Float32)
                Run(dx, area, new PoolAverage<float, F32x8>((float*)px, (float*)pd, rows, columns, divisor, true));
            else
                Run(dx, area, new PoolAverage<double, F64x4>((double*)px, (double*)pd, rows, columns, divisor, true));
        }
    }

    private static void Select<TPick>(Tensor x, Windows rows, Windows columns, Tensor y, Tensor? indices)
        where TPick : struct, IPoolPick
    {
        int area = rows.Size * columns.Size;
        fixed (byte* px = &CpuDevice.Start(x), py = &CpuDevice.Start(y), pi = &CpuDevice.Start(indices ?? y))
        {
            byte* places = indices is null ? null : pi;
            if (x.DType == DType.Float32)
                Run(x, area, new ExtremeBody<TPick, float, F32x8>(
                    (float*)px, (float*)py, (float*)places, x.Elements / area, rows, columns));
            else
                Run(x, area, new ExtremeBody<TPick, double, F64x4>(
                    (double*)px, (double*)py, (double*)places, x.Elements / area, rows, columns));
        }
    }

    private static void Median(Tensor x, Windows rows, Windows columns, Tensor y, Tensor? indices)
    {
        int area = rows.Size * columns.Size;
        fixed (byte* px = &CpuDevice.Start(x), py = &CpuDevice.Start(y), pi = &CpuDevice.Start(indices ?? y))
        {
            byte* places = indices is null ? null : pi;
            if (x.DType == DType.Float32)
                Run(x, area, new PoolMedian<float, int>((float*)px, (float*)py, (int*)places, rows, columns));
            else
                Run(x, area, new PoolMedian<double, long>((double*)px, (double*)py, (long*)places, rows, columns));
        }
    }

    private static void Run<TBody>(Tensor x, int area, TBody body) where TBody : struct, IRangeBody =>
        Device.Cpu.Team.For(x.Elements / area, Math.Max(1, StridedLoop.ParallelGrain / area), body);

    /// <summary>Planes one after the other.</summary>
    private readonly struct ExtremeBody<TPick, TElement, TLane>(
        TElement* x, TElement* y, TElement* indices, int planes, Windows rows, Windows columns) : IRangeBody
        where TPick : struct, IPoolPick
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        private readonly PoolExtreme<TPick, TElement, TLane> _pool = new(rows, columns);

        public void Run(int start, int end)
        {
            nint area = _pool.Area, outputs = _pool.Outputs;
            for (nint plane = start; plane < end; plane++)
            {
                TElement* where = indices == null ? null : indices + (plane * outputs);
                bool hasSlack = (planes - 1 - plane) * area >= PoolExtreme<TPick, TElement, TLane>.Slack;
                _pool.Run(x + (plane * area), y + (plane * outputs), where, 0, rows.Outputs, hasSlack);
            }
        }
    }

    /// <summary>Each output's gradient, where ReLU let its place pass, at that place; places differ.</summary>
    [SkipLocalsInit]
    private readonly struct RectifiedBody<TElement, TLane, TIndex>(
        TElement* dy, TElement* y, TIndex* indices, TElement* dx, int outputs, int area) : IRangeBody
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TIndex : unmanaged, System.Numerics.IBinaryInteger<TIndex>
    {
        public void Run(int start, int end)
        {
            new Span<TElement>(dx + ((nint)start * area), (end - start) * area).Clear();
            for (nint plane = start; plane < end; plane++)
                Spread(dy + (plane * outputs), y + (plane * outputs), indices + (plane * outputs), dx + (plane * area));
        }

        // As if 0 were added to what was there, and then ReLU's gradient taken: the same zeros, too.
        private void Spread(TElement* from, TElement* value, TIndex* at, TElement* to)
        {
            TElement* lane = stackalloc TElement[TLane.Width];
            for (int i = 0; i < outputs; i += TLane.Width)
            {
                TLane d = TLane.Broadcast(0) + LaneMemory.Read<TElement, TLane>(from, 1, i, outputs);
                TLane v = LaneMemory.Read<TElement, TLane>(value, 1, i, outputs);
                TLane slope = TLane.Select(TLane.LessOrEqual(v, TLane.Broadcast(0)), TLane.Broadcast(0), TLane.Broadcast(1));
                TLane.Store(d * slope, lane);
                int count = Math.Min(TLane.Width, outputs - i);
                for (int j = 0; j < count; j++)
                    to[nint.CreateTruncating(at[i + j])] = lane[j];
            }
        }
    }

    /// <summary>Adds each output's gradient at the place that it was picked from.</summary>
    private readonly struct ScatterBody<TElement, TIndex>(
        TElement* dy, TIndex* indices, TElement* dx, int outputs, int area) : IRangeBody
        where TElement : unmanaged, System.Numerics.INumber<TElement>
        where TIndex : unmanaged, System.Numerics.IBinaryInteger<TIndex>
    {
        public void Run(int start, int end)
        {
            for (nint plane = start; plane < end; plane++)
            {
                TElement* to = dx + (plane * area), from = dy + (plane * outputs);
                TIndex* at = indices + (plane * outputs);
                new Span<TElement>(to, area).Clear();
                for (nint i = 0; i < outputs; i++)
                    to[nint.CreateTruncating(at[i])] += from[i];
            }
        }
    }
}
