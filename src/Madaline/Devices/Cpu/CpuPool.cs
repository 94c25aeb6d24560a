namespace Madaline;

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
                Run(dx, area, new SpreadBody<float, int>((float*)pd, (int*)pi, (float*)px, outputs, area));
            else
                Run(dx, area, new SpreadBody<double, long>((double*)pd, (long*)pi, (double*)px, outputs, area));
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
                Run(x, area, new PoolExtreme<TPick, float, F32x8, int>(
                    (float*)px, (float*)py, (int*)places, rows, columns));
            else
                Run(x, area, new PoolExtreme<TPick, double, F64x4, long>(
                    (double*)px, (double*)py, (long*)places, rows, columns));
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

    /// <summary>Adds each output's gradient at the place that it was picked from.</summary>
    private readonly struct SpreadBody<TElement, TIndex>(
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
