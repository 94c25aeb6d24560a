using System.Numerics;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Devices.Cpu.Reductions;

/// <summary>Where the largest lies, running sums and sorting, along one axis of contiguous tensors.</summary>
internal static unsafe class CpuAlongAxis
{
    /// <summary>A contiguous tensor seen as [outer, length, inner] with the axis in the middle.</summary>
    internal readonly record struct Lines(int Outer, int Length, int Inner)
    {
        public static Lines Of(Tensor x, int axis)
        {
            int outer = 1, inner = 1;
            for (int d = 0; d < x.Rank; d++)
            {
                if (d < axis)
                    outer *= x.Shape[d];
                else if (d > axis)
                    inner *= x.Shape[d];
            }

            return new Lines(outer, x.Rank == 0 ? 1 : x.Shape[axis], inner);
        }

        public int Count => Outer * Inner;

        public nint Start(int line) => ((nint)(line / Inner) * Length * Inner) + (line % Inner);
    }

    private interface ILineFunction
    {
        void Line<TElement>(TElement* x, nint stride, int n, nint index, byte* y, byte* z)
            where TElement : unmanaged, INumber<TElement>;
    }

    public static void ArgReduce(bool largest, in AxisOperands o) => Run(new ArgFunction(largest), o);

    public static void CumulativeSum(in AxisOperands o) => Run(default(CumulativeFunction), o);

    public static void Sort(bool descending, in AxisOperands o) => Run(new SortFunction(descending), o);

    private static void Run<TFunction>(TFunction function, in AxisOperands o) where TFunction : struct, ILineFunction
    {
        switch (o.X.DType)
        {
            case DType.Float32: Run<TFunction, float>(function, o); break;
            case DType.Float64: Run<TFunction, double>(function, o); break;
            case DType.Int64: Run<TFunction, long>(function, o); break;
            case DType.Int32: Run<TFunction, int>(function, o); break;
            default: Run<TFunction, byte>(function, o); break;
        }
    }

    private static void Run<TFunction, TElement>(TFunction function, in AxisOperands o)
        where TFunction : struct, ILineFunction
        where TElement : unmanaged, INumber<TElement>
    {
        if (o.X.Elements == 0)
            return;
        var lines = Lines.Of(o.X, o.Axis);
        fixed (TElement* x = o.X.Pin<TElement>())
        fixed (byte* y = o.Y.Pin<byte>(), z = o.Indices.Pin<byte>())
        {
            var body = new Body<TFunction, TElement>(function, lines, x, y, z);
            Device.Cpu.Team.For(lines.Count, WorthThreads.Grain(lines.Length, 4), body);
        }
    }

    private readonly struct Body<TFunction, TElement>(
        TFunction function, Lines lines, TElement* x, byte* y, byte* z) : IRangeBody
        where TFunction : struct, ILineFunction
        where TElement : unmanaged, INumber<TElement>
    {
        public void Run(int start, int end)
        {
            for (int line = start; line < end; line++)
            {
                // A result of one element a line lies at the line's own number; one of the same shape at its start.
                nint at = lines.Start(line);
                function.Line(x + at, lines.Inner, lines.Length, function is ArgFunction ? line : at, y, z);
            }
        }
    }

    private readonly struct ArgFunction(bool largest) : ILineFunction
    {
        public void Line<TElement>(TElement* x, nint stride, int n, nint index, byte* y, byte* z)
            where TElement : unmanaged, INumber<TElement>
        {
            int best = 0;
            TElement value = x[0];
            for (int i = 1; i < n && !TElement.IsNaN(value); i++)
            {
                TElement next = x[i * stride];
                if (TElement.IsNaN(next) || (largest ? next > value : next < value))
                    (best, value) = (i, next);
            }

            ((long*)y)[index] = best;
        }
    }

    private readonly struct CumulativeFunction : ILineFunction
    {
        public void Line<TElement>(TElement* x, nint stride, int n, nint index, byte* y, byte* z)
            where TElement : unmanaged, INumber<TElement>
        {
            TElement* target = (TElement*)y + index;
            if (typeof(TElement) == typeof(float))
            {
                // In double precision, each partial sum rounded once: what cancels or overflows comes back.
                double running = 0;
                for (int i = 0; i < n; i++)
                    ((float*)target)[i * stride] = (float)(running += ((float*)x)[i * stride]);
                return;
            }

            TElement sum = TElement.Zero;
            for (int i = 0; i < n; i++)
                target[i * stride] = sum += x[i * stride];
        }
    }

    private readonly struct SortFunction(bool descending) : ILineFunction
    {
        public void Line<TElement>(TElement* x, nint stride, int n, nint index, byte* y, byte* z)
            where TElement : unmanaged, INumber<TElement>
        {
            var order = new int[n];
            var keys = new TElement[n];
            for (int i = 0; i < n; i++)
                (order[i], keys[i]) = (i, x[i * stride]);
            int sign = descending ? -1 : 1;

            // The position decides between equals, which makes any sort stable.
            Array.Sort(order, (i, j) => sign * Compare(keys[i], keys[j]) is not 0 and var c ? c : i.CompareTo(j));
            for (int i = 0; i < n; i++)
            {
                ((TElement*)y)[index + (i * stride)] = keys[order[i]];
                ((long*)z)[index + (i * stride)] = order[i];
            }
        }

        private static int Compare<TElement>(TElement a, TElement b) where TElement : INumber<TElement>
        {
            if (TElement.IsNaN(a) || TElement.IsNaN(b))
                return TElement.IsNaN(a).CompareTo(TElement.IsNaN(b));
            return a < b ? -1 : a > b ? 1 : 0;
        }
    }
}
