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
internal sealed class ReductionLayout
{
    private readonly Axes _kept;

    private ReductionLayout(Axes kept, int length, int stride, ReductionLines lines)
    {
        _kept = kept;
        Length = length;
        Stride = stride;
        Lines = lines;
    }

    public ReductionLines Lines { get; }

    /// <summary>How many elements make one result.</summary>
    public int Length { get; }

    /// <summary>Steps between them.</summary>
    public int Stride { get; }

    /// <summary>Results side by side in memory (for columns).</summary>
    public int InnerKept => _kept.Count == 0 ? 1 : _kept.Sizes[_kept.Count - 1];

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
        var kept = new Axes(1);
        kept.Add(results, length);
        return new ReductionLayout(kept, length, 1, ReductionLines.Contiguous);
    }

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
        for (int d = _kept.Count - 1; d >= 0; d--)
        {
            offset += result % _kept.Sizes[d] * _kept.Strides[d];
            result /= _kept.Sizes[d];
        }

        return offset;
    }

    /// <summary>Sizes and strides, neighbours merged that continue each other.</summary>
    private struct Axes(int capacity)
    {
        public readonly int[] Sizes = new int[capacity], Strides = new int[capacity];
        public int Count;

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
