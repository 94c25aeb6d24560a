using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Reductions;

/// <summary>Cross-entropy over contiguous rows of logits, and its gradient, in one pass each.</summary>
/// <remarks>
/// Same bits as their composition of other ops. Of the gradient: there each row of zeros gets one slope g, whose sum
/// over the row is g itself, and the row becomes 0 − eˡ·g, or g − eˡ·g at the class. Where a row does not count g is 0.
/// </remarks>
[SkipLocalsInit]
internal static unsafe class CpuCrossEntropy
{
    /// <summary>False when there are no rows, or more than are summed in one go: then nothing was done.</summary>
    public static bool TryForward(in CrossEntropyOperands o)
    {
        if (o.X.Elements == 0 || o.Index.Elements > ReductionOrder.RowChunk)
            return false;
        if (o.X.DType == DType.Float32)
            Forward<float, F32x8>(o);
        else
            Forward<double, F64x4>(o);
        return true;
    }

    private static void Forward<TElement, TLane>(in CrossEntropyOperands o)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int rows = o.X.Shape[0], classes = o.X.Shape[1];
        TElement* picked = stackalloc TElement[ReductionOrder.RowChunk];
        fixed (long* index = o.Index.Pin<long>())
        fixed (TElement* x = o.X.Pin<TElement>(), logs = o.Logs.Pin<TElement>(), y = o.Y.Pin<TElement>())
        {
            var body = new ForwardBody<TElement, TLane>(x, index, o.Rule.Ignored, logs, picked, classes);
            Device.Cpu.Team.For(rows, WorthThreads.Grain(classes, 8), body);
            TElement sum = CpuReduceLines<SumReduction, TElement, TLane>.Chunk(default, picked, rows);
            *y = TLane.First(TLane.Broadcast(&sum) / TLane.Broadcast(-Count(index, rows, o.Rule)));
        }
    }

    private readonly struct ForwardBody<TElement, TLane>(
        TElement* x, long* index, long ignored, TElement* logs, TElement* picked, int classes) : IRangeBody
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        public void Run(int start, int end)
        {
            nint first = (nint)start * classes;
            CpuSoftmax.LogRows<TElement, TLane>(x + first, logs + first, end - start, classes);
            for (nint r = start; r < end; r++)
                picked[r] = index[r] == ignored ? default : logs[(r * classes) + (nint)index[r]];
        }
    }

    public static bool TryGradient(in CrossEntropyOperands o)
    {
        if (o.Y.Elements > 0 && o.Y.DType == DType.Float32)
            Gradient<float, F32x8>(o);
        else if (o.Y.Elements > 0)
            Gradient<double, F64x4>(o);
        return true;
    }

    private static void Gradient<TElement, TLane>(in CrossEntropyOperands o)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int rows = o.Y.Shape[0], classes = o.Y.Shape[1];
        fixed (long* index = o.Index.Pin<long>())
        fixed (TElement* logs = o.X.Pin<TElement>(), dy = o.Dy.Pin<TElement>(), dx = o.Y.Pin<TElement>())
        {
            TLane inverse = TLane.Broadcast(1) / TLane.Broadcast(-Count(index, rows, o.Rule));
            TLane slope = TLane.Broadcast(0) + (TLane.Broadcast(dy) * inverse);
            var body = new Body<TElement, TLane>(logs, index, o.Rule.Ignored, slope, dx, classes);
            Device.Cpu.Team.For(rows, WorthThreads.Grain(classes, 8), body);
        }
    }

    /// <summary>What the sum is divided by.</summary>
    private static double Count(long* index, int rows, CrossEntropyRule rule)
    {
        if (!rule.Averages)
            return 1;
        int count = 0;
        for (int r = 0; r < rows; r++)
            count += index[r] == rule.Ignored ? 0 : 1;
        return count;
    }

    private readonly struct Body<TElement, TLane>(
        TElement* logs, long* index, long ignored, TLane slope, TElement* dx, int classes) : IRangeBody
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        public void Run(int start, int end)
        {
            Slopes(slope, start * (nint)classes, end * (nint)classes);
            for (nint r = start; r < end; r++)
            {
                if (index[r] == ignored)
                {
                    Slopes(TLane.Broadcast(0), r * classes, (r + 1) * classes);
                    continue;
                }

                TElement* picked = dx + (r * classes) + (nint)index[r];
                *picked = TLane.First(slope + TLane.Broadcast(picked));
            }
        }

        /// <summary>Every element as if its class were not the row's; rows follow each other without gaps.</summary>
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private void Slopes(TLane each, nint start, nint end)
        {
            TElement* from = logs + start, to = dx + start;
            int n = (int)(end - start);
            for (int j = 0; j < n; j += TLane.Width)
            {
                TLane e = TLane.Exp(RowSums.Read<TElement, TLane>(from, j, n, TLane.Broadcast(0)));
                LaneMemory.Write(TLane.Broadcast(0) - (e * each), to, 1, j, n);
            }
        }
    }
}
