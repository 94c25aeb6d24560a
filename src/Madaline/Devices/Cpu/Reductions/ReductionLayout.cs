using Madaline.Devices.Cpu.Elementwise;

namespace Madaline.Devices.Cpu.Reductions;

/// <summary>How the elements that are combined lie in memory.</summary>
internal enum ReductionLines
{
    /// <summary>Side by side.</summary>
    Contiguous,

    /// <summary>One stride apart, with side-by-side neighbours that are kept.</summary>
    Columns,

    /// <summary>Otherwise.</summary>
    Scattered,
}

/// <summary>A tensor's dimensions parted into those kept and those combined.</summary>
/// <param name="Kept">The kept dimensions.</param>
/// <param name="Length">How many elements make one result.</param>
/// <param name="Stride">Steps between them.</param>
/// <param name="Lines">How they lie.</param>
internal sealed record ReductionLayout(ReductionLayout.Axes Kept, int Length, int Stride, ReductionLines Lines)
{
    /// <summary>Results side by side in memory (for columns).</summary>
    public int InnerKept => Kept.Count == 0 ? 1 : Kept.Sizes[Kept.Count - 1];

    public static ReductionLayout Of(Tensor x, Tensor y)
    {
        var sizes = x.Shape.AsSpan();
        var target = y.Shape.AsSpan();
        Axes kept = new(sizes.Length), combined = new(sizes.Length);
        int length = 1;
        for (int d = 0; d < sizes.Length; d++)
        {
            if (target[d] == sizes[d])
            {
                kept.Add(sizes[d], x.Strides[d]);
                continue;
            }

            combined.Add(sizes[d], x.Strides[d]);
            length *= sizes[d];
        }

        int stride = combined.InnerStride ?? 1;
        var lines = combined.Count > 1 ? ReductionLines.Scattered
            : stride == 1 ? ReductionLines.Contiguous
            : kept.InnerStride == 1 ? ReductionLines.Columns
            : ReductionLines.Scattered;
        return new ReductionLayout(kept, length, stride, lines);
    }

    /// <summary>The layout of a copy made by <see cref="Gathered"/>.</summary>
    public static ReductionLayout Contiguous(Tensor copy, int results)
    {
        int length = copy.Elements / results;
        return new ReductionLayout(Axes.One(results, length), length, 1, ReductionLines.Contiguous);
    }

    /// <summary>Rows that follow each other, combined into one.</summary>
    public static ReductionLayout OfRows(int rows, int columns) =>
        new(Axes.One(columns, 1), rows, columns, ReductionLines.Columns);

    /// <summary>A contiguous copy with the combined dimensions last.</summary>
    public static Tensor Gathered(string op, Tensor x, Tensor y)
    {
        int[] sizes = new int[x.Rank], strides = new int[x.Rank];
        int at = 0;
        foreach (bool kept in (ReadOnlySpan<bool>)[true, false])
        {
            for (int d = 0; d < x.Rank; d++)
            {
                if (y.Shape[d] == x.Shape[d] == kept)
                    (sizes[at], strides[at++]) = (x.Shape[d], x.Strides[d]);
            }
        }

        var copy = Tensor.Empty(Shape.Create(sizes), x.DType, x.Device, op);
        CpuCopy.Copy(x.Alias(new(copy.Shape, strides, x.Offset)), copy);
        return copy;
    }

    /// <summary>Where the elements of a result start, relative to the tensor's first element.</summary>
    public int Start(int result)
    {
        int offset = 0;
        for (int d = Kept.Count - 1; d >= 0; d--)
        {
            offset += result % Kept.Sizes[d] * Kept.Strides[d];
            result /= Kept.Sizes[d];
        }

        return offset;
    }

    /// <summary>Sizes and strides, neighbours merged that continue each other.</summary>
    internal struct Axes(int capacity)
    {
        public readonly int[] Sizes = new int[capacity], Strides = new int[capacity];
        public int Count;

        public static Axes One(int size, int stride)
        {
            var axes = new Axes(1);
            axes.Add(size, stride);
            return axes;
        }

        public readonly int? InnerStride => Count == 0 ? null : Strides[Count - 1];

        public void Add(int size, int stride)
        {
            if (size == 1)
                return;
            bool merge = Count > 0 && Strides[Count - 1] == stride * size;
            int at = merge ? Count - 1 : Count++;
            Sizes[at] = merge ? Sizes[at] * size : size;
            Strides[at] = stride;
        }
    }
}
