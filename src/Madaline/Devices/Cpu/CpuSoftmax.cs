using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>
/// Softmax over contiguous rows: the maximum is subtracted first; sums keep one order per row length.
/// </summary>
internal static unsafe class CpuSoftmax
{
    public static void Forward(bool log, Tensor x, Tensor y) => Run(new ForwardKernels(log), x, x, y);

    public static void Gradient(bool log, Tensor dy, Tensor y, Tensor dx) => Run(new GradientKernels(log), dy, y, dx);

    /// <summary>log softmax of a row.</summary>
    public static void LogRow<TElement, TLane>(TElement* x, TElement* y, int n)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement> =>
        new ForwardKernels(true).Row<TElement, TLane>(x, x, y, n);

    private interface IRowFunction
    {
        void Row<TElement, TLane>(TElement* a, TElement* b, TElement* result, int n)
            where TElement : unmanaged
            where TLane : struct, IVectorLane<TLane, TElement>;
    }

    private static void Run<TFunction>(
        TFunction function, Tensor a, Tensor b, Tensor result) where TFunction : struct, IRowFunction
    {
        if (result.Elements == 0)
            return;
        int n = result.Rank == 0 ? 1 : result.Shape[-1], rows = result.Elements / n;
        fixed (byte* pa = &CpuDevice.Start(a), pb = &CpuDevice.Start(b), py = &CpuDevice.Start(result))
        {
            var body = new Body<TFunction>(function, pa, pb, py, n, result.DType == DType.Float64);
            Device.Cpu.Team.For(rows, Math.Max(1, 4096 / n), body);
        }
    }

    private readonly struct Body<TFunction>(
        TFunction function, byte* a, byte* b, byte* y, int n, bool isDouble) : IRangeBody
        where TFunction : struct, IRowFunction
    {
        private readonly TFunction _function = function;

        public void Run(int start, int end)
        {
            for (nint r = start; r < end; r++)
            {
                if (isDouble)
                    _function.Row<double, F64x4>((double*)a + (r * n), (double*)b + (r * n), (double*)y + (r * n), n);
                else
                    _function.Row<float, F32x8>((float*)a + (r * n), (float*)b + (r * n), (float*)y + (r * n), n);
            }
        }
    }

    private readonly struct ForwardKernels(bool log) : IRowFunction
    {
        public void Row<TElement, TLane>(TElement* x, TElement* unused, TElement* y, int n)
            where TElement : unmanaged
            where TLane : struct, IVectorLane<TLane, TElement>
        {
            TLane max = TLane.Of(double.NegativeInfinity);
            for (int i = 0; i < n; i += TLane.Width)
                max = TLane.Max(max, RowSums.Read<TElement, TLane>(x, i, n, TLane.Of(double.NegativeInfinity)));
            max = RowSums.Max<TElement, TLane>(max);
            TLane sum = TLane.Of(0);
            for (int i = 0; i < n; i += TLane.Width)
            {
                TLane e = TLane.Exp(RowSums.Read<TElement, TLane>(x, i, n, TLane.Of(double.NegativeInfinity)) - max);
                sum = sum + RowSums.Mask<TElement, TLane>(e, i, n);
                if (!log)
                    LaneMemory.Write(e, y, 1, i, n);
            }

            sum = RowSums.Sum<TElement, TLane>(sum);
            TLane shift = TLane.Log(sum);
            for (int i = 0; i < n; i += TLane.Width)
            {
                TLane value = log
                    ? LaneMemory.Read<TElement, TLane>(x, 1, i, n) - max - shift
                    : LaneMemory.Read<TElement, TLane>(y, 1, i, n) / sum;
                LaneMemory.Write(value, y, 1, i, n);
            }
        }
    }

    private readonly struct GradientKernels(bool log) : IRowFunction
    {
        // softmax: dx = y · (dy − Σ dy·y);  log-softmax: dx = dy − eʸ · Σ dy.
        public void Row<TElement, TLane>(TElement* dy, TElement* y, TElement* dx, int n)
            where TElement : unmanaged
            where TLane : struct, IVectorLane<TLane, TElement>
        {
            TLane sum = TLane.Of(0), zero = TLane.Of(0);
            for (int i = 0; i < n; i += TLane.Width)
            {
                TLane g = RowSums.Read<TElement, TLane>(dy, i, n, zero);
                sum = sum + (log ? g : g * RowSums.Read<TElement, TLane>(y, i, n, zero));
            }

            sum = RowSums.Sum<TElement, TLane>(sum);
            for (int i = 0; i < n; i += TLane.Width)
            {
                TLane g =
                    LaneMemory.Read<TElement, TLane>(dy, 1, i, n), p = LaneMemory.Read<TElement, TLane>(y, 1, i, n);
                LaneMemory.Write(log ? g - (TLane.Exp(p) * sum) : p * (g - sum), dx, 1, i, n);
            }
        }
    }
}

/// <summary>Sums and maxima across the places of a lane, by a fixed tree, and padded reads for them.</summary>
[SkipLocalsInit]
internal static unsafe class RowSums
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Read<TElement, TLane>(TElement* row, int i, int n, TLane fill)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement> =>
        n - i >= TLane.Width ? TLane.Load(row + i) : LaneMemory.ReadFirst(row + i, n - i, fill);

    /// <summary>The lane with zeros in the places past the end of the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Mask<TElement, TLane>(TLane value, int i, int n)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement> =>
        n - i >= TLane.Width ? value : LaneMemory.KeepFirst<TElement, TLane>(value, n - i, TLane.Of(0));

    /// <summary>The sum of all places, in every place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Sum<TElement, TLane>(TLane value)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        for (int half = TLane.Width / 2; half >= 1; half /= 2)
            value = value + TLane.Rotate(value, half);
        return value;
    }

    /// <summary>The largest of all places, in every place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Max<TElement, TLane>(TLane value)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        for (int half = TLane.Width / 2; half >= 1; half /= 2)
            value = TLane.Max(value, TLane.Rotate(value, half));
        return value;
    }
}
