using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>The gradient of cross-entropy over contiguous rows of log-probabilities, in one pass.</summary>
/// <remarks>
/// Same bits as its composition in <see cref="Device"/>: there each row of zeros gets one slope g, whose sum over the
/// row
/// is g itself, and the row becomes 0 − eˡ·g, or g − eˡ·g at the class.
/// </remarks>
[SkipLocalsInit]
internal static unsafe class CpuCrossEntropy
{
    public static void Gradient(Tensor logs, Tensor index, double count, Tensor dy, Tensor dx)
    {
        if (dx.Elements == 0)
            return;
        if (dx.DType == DType.Float32)
            Run<float, F32x8>(logs, index, count, dy, dx);
        else
            Run<double, F64x4>(logs, index, count, dy, dx);
    }

    private static void Run<TElement, TLane>(Tensor logs, Tensor index, double count, Tensor dy, Tensor dx)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int classes = dx.Shape[1];
        fixed (byte* l = &CpuDevice.Start(logs), i = &CpuDevice.Start(index), g = &CpuDevice.Start(dy),
            d = &CpuDevice.Start(dx))
        {
            TLane slope = TLane.Of(0) + (TLane.Splat((TElement*)g) * (TLane.Of(1) / TLane.Of(-count)));
            var body = new Body<TElement, TLane>((TElement*)l, (long*)i, slope, (TElement*)d, classes);
            Device.Cpu.Team.For(dx.Shape[0], Math.Max(1, 4096 / classes), body);
        }
    }

    private readonly struct Body<TElement, TLane>(
        TElement* logs, long* index, TLane slope, TElement* dx, int classes) : IRangeBody
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public void Run(int start, int end)
        {
            TElement* buffer = stackalloc TElement[TLane.Width];
            for (nint r = start; r < end; r++)
            {
                TElement* from = logs + (r * classes), to = dx + (r * classes);
                for (int j = 0; j < classes; j += TLane.Width)
                {
                    TLane e = TLane.Exp(LaneMemory.Read<TElement, TLane>(from, 1, j, classes));
                    LaneMemory.Write(TLane.Of(0) - (e * slope), to, 1, j, classes);
                }

                TLane.Store(slope + TLane.Splat(to + index[r]), buffer);
                to[index[r]] = buffer[0];
            }
        }
    }
}
