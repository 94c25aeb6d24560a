namespace Madaline;

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
    private readonly int[] _order;
    private readonly int[] _keptSizes, _keptStrides;

    private ReductionLayout(int[] order, int[] keptSizes, int[] keptStrides, int length, int stride, ReductionLines lines)
    {
        _order = order;
        _keptSizes = keptSizes;
        _keptStrides = keptStrides;
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
    public int InnerKept => _keptSizes.Length == 0 ? 1 : _keptSizes[^1];

    public static ReductionLayout Of(Tensor x, Tensor y)
    {
        var sizes = x.Shape.AsSpan();
        var target = y.Shape.AsSpan();
        List<int> kept = [], reduced = [];
        for (int d = 0; d < sizes.Length; d++)
            (target[d] == sizes[d] ? kept : reduced).Add(d);
        var (reducedSizes, reducedStrides) = Merge(x, reduced);
        var (keptSizes, keptStrides) = Merge(x, kept);
        int length = 1;
        foreach (int d in reduced)
            length *= sizes[d];
        int stride = reducedStrides.Length == 0 ? 1 : reducedStrides[^1];
        bool single = reducedSizes.Length <= 1;
        var lines = single && stride == 1 ? ReductionLines.Contiguous
            : single && keptStrides.Length > 0 && keptStrides[^1] == 1 ? ReductionLines.Columns
            : ReductionLines.Scattered;
        return new ReductionLayout([.. kept, .. reduced], keptSizes, keptStrides, length, stride, lines);
    }

    /// <summary>The layout of a copy made by <see cref="Gathered"/>.</summary>
    public static ReductionLayout Contiguous(Tensor copy, int results) =>
        new([], [results], [copy.Elements / results], copy.Elements / results, 1, ReductionLines.Contiguous);

    /// <summary>A contiguous copy with the combined dimensions last.</summary>
    public Tensor Gathered(Tensor x)
    {
        var sizes = new int[_order.Length];
        var strides = new int[_order.Length];
        for (int d = 0; d < _order.Length; d++)
            (sizes[d], strides[d]) = (x.Shape[_order[d]], x.Strides[_order[d]]);
        var permuted = x.View(sizes, strides, x.Offset);
        var copy = Tensor.Empty(permuted.Shape, x.DType, x.Device);
        CpuCopy.Copy(permuted, copy);
        permuted.HandBack();
        return copy;
    }

    /// <summary>Where the elements of a result start, relative to the tensor's first element.</summary>
    public int Start(int result)
    {
        int offset = 0;
        for (int d = _keptSizes.Length - 1; d >= 0; d--)
        {
            offset += result % _keptSizes[d] * _keptStrides[d];
            result /= _keptSizes[d];
        }

        return offset;
    }

    private static (int[] Sizes, int[] Strides) Merge(Tensor x, List<int> dimensions)
    {
        List<int> sizes = [], strides = [];
        foreach (int d in dimensions)
        {
            int size = x.Shape[d], stride = x.Strides[d];
            if (size == 1)
                continue;
            if (sizes.Count > 0 && strides[^1] == stride * size)
                (sizes[^1], strides[^1]) = (sizes[^1] * size, stride);
            else
                (sizes, strides) = ([.. sizes, size], [.. strides, stride]);
        }

        return ([.. sizes], [.. strides]);
    }
}
