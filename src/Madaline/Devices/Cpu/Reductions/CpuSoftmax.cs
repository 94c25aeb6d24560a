using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Reductions;

/// <summary>
/// Softmax over contiguous rows: the maximum is subtracted first; sums keep one order per row length.
/// </summary>
internal static unsafe class CpuSoftmax
{
    public static void Forward(in SoftmaxOperands o) => Run(new ForwardKernels(o.Log), o.X, o);

    public static void Gradient(in SoftmaxOperands o) => Run(new GradientKernels(o.Log), o.Dy!, o);

    /// <summary>The logarithm of softmax of rows that follow each other; y is not x.</summary>
    public static void LogRows<TElement, TLane>(TElement* x, TElement* y, int rows, int n)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        if (ShortRows<TElement, TLane>.Fits(rows, n))
            ShortRows<TElement, TLane>.LogSoftmax(x, y, rows, n);
        else
            new ForwardKernels(true).Rows<TElement, TLane>(x, x, y, rows, n);
    }

    private interface IRowFunction
    {
        void Rows<TElement, TLane>(TElement* a, TElement* b, TElement* result, int rows, int n)
            where TElement : unmanaged
            where TLane : struct, IVectorLane<TLane, TElement>;
    }

    private static void Run<TFunction>(TFunction function, Tensor a, in SoftmaxOperands o)
        where TFunction : struct, IRowFunction
    {
        if (o.Y.Elements == 0)
            return;
        int n = o.Y.Rank == 0 ? 1 : o.Y.Shape[-1];
        fixed (byte* pa = a.Pin<byte>(), pb = o.X.Pin<byte>(), py = o.Y.Pin<byte>())
        {
            var body = new Body<TFunction>(function, pa, pb, py, n, o.Y.DType == DType.Float64);
            Device.Cpu.Team.For(o.Y.Elements / n, WorthThreads.Grain(n, 8), body);
        }
    }

    private readonly struct Body<TFunction>(
        TFunction function, byte* a, byte* b, byte* y, int n, bool isDouble) : IRangeBody
        where TFunction : struct, IRowFunction
    {
        public void Run(int start, int end)
        {
            nint at = (nint)start * n;
            if (isDouble)
                function.Rows<double, F64x4>((double*)a + at, (double*)b + at, (double*)y + at, end - start, n);
            else
                function.Rows<float, F32x8>((float*)a + at, (float*)b + at, (float*)y + at, end - start, n);
        }
    }

    // Not inlined: a method above that is not marked for inlining would spend the compiler's budget, and the smallest
    // operations of a lane would become calls.
    private readonly struct ForwardKernels(bool log) : IRowFunction
    {
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public void Rows<TElement, TLane>(TElement* x, TElement* unused, TElement* y, int rows, int n)
            where TElement : unmanaged
            where TLane : struct, IVectorLane<TLane, TElement>
        {
            TLane lowest = TLane.Broadcast(double.NegativeInfinity);
            for (int row = 0; row < rows; row++, x += n, y += n)
            {
                TLane max = Largest<TElement, TLane>(x, n), sum = TLane.Broadcast(0);
                for (int i = 0; i < n; i += TLane.Width)
                {
                    TLane e = TLane.Exp(RowSums.Read<TElement, TLane>(x, i, n, lowest) - max);
                    sum = sum + RowSums.Mask<TElement, TLane>(e, i, n);
                    if (!log)
                        LaneMemory.Write(e, y, 1, i, n);
                }

                sum = RowSums.Sum<TElement, TLane>(sum);
                TLane shift = log ? TLane.Log(sum) : sum;
                for (int i = 0; i < n; i += TLane.Width)
                {
                    TLane value = log
                        ? RowSums.Read<TElement, TLane>(x, i, n, TLane.Broadcast(0)) - max - shift
                        : RowSums.Read<TElement, TLane>(y, i, n, TLane.Broadcast(0)) / sum;
                    LaneMemory.Write(value, y, 1, i, n);
                }
            }
        }
    }

    /// <summary>The largest element, in every place: in four registers, which any order allows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Largest<TElement, TLane>(TElement* x, int n)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int width = TLane.Width, i = 0;
        TLane lowest = TLane.Broadcast(double.NegativeInfinity), a = lowest, b = lowest, c = lowest, d = lowest;
        for (; i <= n - (4 * width); i += 4 * width)
        {
            a = TLane.Max(a, TLane.Load(x + i));
            b = TLane.Max(b, TLane.Load(x + i + width));
            c = TLane.Max(c, TLane.Load(x + i + (2 * width)));
            d = TLane.Max(d, TLane.Load(x + i + (3 * width)));
        }

        for (; i < n; i += width)
            a = TLane.Max(a, RowSums.Read<TElement, TLane>(x, i, n, lowest));
        return RowSums.Max<TElement, TLane>(TLane.Max(TLane.Max(a, b), TLane.Max(c, d)));
    }

    private readonly struct GradientKernels(bool log) : IRowFunction
    {
        // softmax: dx = y · (dy − Σ dy·y);  log-softmax: dx = dy − eʸ · Σ dy.
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public void Rows<TElement, TLane>(TElement* dy, TElement* y, TElement* dx, int rows, int n)
            where TElement : unmanaged
            where TLane : struct, IVectorLane<TLane, TElement>
        {
            for (int row = 0; row < rows; row++, dy += n, y += n, dx += n)
            {
                TLane sum = TLane.Broadcast(0), zero = TLane.Broadcast(0);
                for (int i = 0; i < n; i += TLane.Width)
                {
                    TLane g = RowSums.Read<TElement, TLane>(dy, i, n, zero);
                    sum = sum + (log ? g : g * RowSums.Read<TElement, TLane>(y, i, n, zero));
                }

                sum = RowSums.Sum<TElement, TLane>(sum);
                for (int i = 0; i < n; i += TLane.Width)
                {
                    TLane g = RowSums.Read<TElement, TLane>(dy, i, n, TLane.Broadcast(0));
                    TLane p = RowSums.Read<TElement, TLane>(y, i, n, TLane.Broadcast(0));
                    LaneMemory.Write(log ? g - (TLane.Exp(p) * sum) : p * (g - sum), dx, 1, i, n);
                }
            }
        }
    }
}
