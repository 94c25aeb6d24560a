using System.Numerics;
using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Pooling;

/// <summary>Pooling over contiguous planes, one plane after the other, planes shared out among threads.</summary>
internal static unsafe class CpuPool
{
    public static void Select(PoolPick pick, in PoolOperands o)
    {
        if (o.Y.Elements == 0)
            return;
        if (o.X.DType == DType.Float32)
            Select<float, F32x8, int>(pick, o);
        else
            Select<double, F64x4, long>(pick, o);
    }

    /// <summary>The gradient; where y is given, that of ReLU, whose output was pooled, comes after it.</summary>
    public static bool TrySelectGradient(in PoolSelectGradientOperands o)
    {
        if (o.Dx.Elements > 0 && o.Dx.DType == DType.Float32)
            Spread<float, F32x8, int>(o);
        else if (o.Dx.Elements > 0)
            Spread<double, F64x4, long>(o);
        return true;
    }

    public static void Average(PoolDivisor divisor, in PoolOperands o, bool backward)
    {
        if (o.X.Elements == 0 || o.Y.Elements == 0)
            return;
        if (o.X.DType == DType.Float32)
            Average<float, F32x8>(divisor, o, backward);
        else
            Average<double, F64x4>(divisor, o, backward);
    }

    private static void Select<TElement, TLane, TIndex>(PoolPick pick, in PoolOperands o)
        where TElement : unmanaged, INumber<TElement>
        where TLane : struct, IVectorLane<TLane, TElement>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        fixed (TElement* x = o.X.Pin<TElement>(), y = o.Y.Pin<TElement>())
        fixed (TIndex* indices = o.Indices.Pin<TIndex>())
        {
            int planes = o.X.Elements / o.Area;
            if (pick == PoolPick.Largest)
                Run(o.X, o.Area, new ExtremeBody<PickLargest, TElement, TLane>(
                    x, y, (TElement*)indices, planes, o.Rows, o.Columns));
            else if (pick == PoolPick.Smallest)
                Run(o.X, o.Area, new ExtremeBody<PickSmallest, TElement, TLane>(
                    x, y, (TElement*)indices, planes, o.Rows, o.Columns));
            else
                Run(o.X, o.Area, new PoolMedian<TElement, TIndex>(x, y, indices, o.Rows, o.Columns));
        }
    }

    private static void Spread<TElement, TLane, TIndex>(in PoolSelectGradientOperands o)
        where TElement : unmanaged, INumber<TElement>
        where TLane : struct, IVectorLane<TLane, TElement>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        int outputs = (int)((long)o.Dy.Elements * o.Area / o.Dx.Elements);
        fixed (TElement* dy = o.Dy.Pin<TElement>(), y = o.Y.Pin<TElement>(), dx = o.Dx.Pin<TElement>())
        fixed (TIndex* indices = o.Indices.Pin<TIndex>())
        {
            if (y != null)
                Run(o.Dx, o.Area, new RectifiedBody<TElement, TLane, TIndex>(dy, y, indices, dx, outputs, o.Area));
            else
                Run(o.Dx, o.Area, new ScatterBody<TElement, TIndex>(dy, indices, dx, outputs, o.Area));
        }
    }

    private static void Average<TElement, TLane>(PoolDivisor divisor, in PoolOperands o, bool backward)
        where TElement : unmanaged, INumber<TElement>
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        fixed (TElement* x = o.X.Pin<TElement>(), y = o.Y.Pin<TElement>())
            Run(o.X, o.Area, new PoolAverage<TElement, TLane>(x, y, o.Rows, o.Columns, divisor, backward));
    }

    private static void Run<TBody>(Tensor x, int area, TBody body) where TBody : struct, IRangeBody =>
        Device.Cpu.Team.For(x.Elements / area, WorthThreads.Grain(area), body);

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
        where TIndex : unmanaged, IBinaryInteger<TIndex>
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
                TLane.Store(d * Rectifier.Slope(v), lane);
                int count = Math.Min(TLane.Width, outputs - i);
                for (int j = 0; j < count; j++)
                    to[nint.CreateTruncating(at[i + j])] = lane[j];
            }
        }
    }

    /// <summary>Adds each output's gradient at the place that it was picked from.</summary>
    private readonly struct ScatterBody<TElement, TIndex>(
        TElement* dy, TIndex* indices, TElement* dx, int outputs, int area) : IRangeBody
        where TElement : unmanaged, INumber<TElement>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
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
