using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Reductions;

/// <summary>Cross-entropy over contiguous rows of logits, and its gradient, in one pass each.</summary>
/// <remarks>
/// Same bits as their composition of other ops. Of the gradient: there each row of zeros gets one slope g, whose sum
/// over the row is g itself, and the row becomes 0 − eˡ·g, or g − eˡ·g at the class. In a row that does not count g is 0.
/// </remarks>
[SkipLocalsInit]
internal static unsafe class CpuCrossEntropy
{
    /// <summary>False when there are no rows, or more than are summed in one go: then nothing was done.</summary>
    public static bool TryForward(Tensor x, Tensor index, CrossEntropyRule rule, Tensor logs, Tensor y)
    {
        if (x.Elements == 0 || index.Elements > ReductionOrder.RowChunk)
            return false;
        if (x.DType == DType.Float32)
            Forward<float, F32x8>(x, index, rule, logs, y);
        else
            Forward<double, F64x4>(x, index, rule, logs, y);
        return true;
    }

    private static void Forward<TElement, TLane>(Tensor x, Tensor index, CrossEntropyRule rule, Tensor logs, Tensor y)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int rows = x.Shape[0], classes = x.Shape[1];
        TElement* picked = stackalloc TElement[ReductionOrder.RowChunk];
        fixed (byte* from = &CpuDevice.Start(x), i = &CpuDevice.Start(index), l = &CpuDevice.Start(logs),
            to = &CpuDevice.Start(y))
        {
            var body = new ForwardBody<TElement, TLane>(
                (TElement*)from, (long*)i, rule.Ignored, (TElement*)l, picked, classes);
            Device.Cpu.Team.For(rows, Math.Max(1, 4096 / classes), body);
            TElement sum = CpuReduceLines<SumReduction, TElement, TLane>.Chunk(default, picked, rows);
            *(TElement*)to = TLane.First(TLane.Broadcast(&sum) / TLane.Broadcast(-Count((long*)i, rows, rule)));
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

    public static void Gradient(Tensor logs, Tensor index, CrossEntropyRule rule, Tensor dy, Tensor dx)
    {
        if (dx.Elements == 0)
            return;
        if (dx.DType == DType.Float32)
            Run<float, F32x8>(logs, index, rule, dy, dx);
        else
            Run<double, F64x4>(logs, index, rule, dy, dx);
    }

    private static void Run<TElement, TLane>(Tensor logs, Tensor index, CrossEntropyRule rule, Tensor dy, Tensor dx)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int classes = dx.Shape[1];
        fixed (byte* l = &CpuDevice.Start(logs), i = &CpuDevice.Start(index), g = &CpuDevice.Start(dy),
            d = &CpuDevice.Start(dx))
        {
            TLane inverse = TLane.Broadcast(1) / TLane.Broadcast(-Count((long*)i, dx.Shape[0], rule));
            TLane slope = TLane.Broadcast(0) + (TLane.Broadcast((TElement*)g) * inverse);
            var body = new Body<TElement, TLane>((TElement*)l, (long*)i, rule.Ignored, slope, (TElement*)d, classes);
            Device.Cpu.Team.For(dx.Shape[0], Math.Max(1, 4096 / classes), body);
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
                RowSums.Write<TElement, TLane>(TLane.Broadcast(0) - (e * each), to, j, n);
            }
        }
    }
}
