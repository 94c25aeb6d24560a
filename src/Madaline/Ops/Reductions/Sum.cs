using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Sum of all elements.</summary>
    /// <remarks>Shape: […] → []. DType: integers add up to Int64. Gradient: dy to every element.</remarks>
    public Tensor Sum() => Sum([]);

    /// <summary>Sum over dimensions.</summary>
    /// <remarks>
    /// Shape: without the dimensions, or with size 1 there when kept. Gradient: dy, repeated.
    /// Numerics: fixed chunks and a binary tree, in an order that only the shape decides.
    /// </remarks>
    public Tensor Sum(ReadOnlySpan<int> dimensions, bool keepDims = false)
    {
        Tensor x = DType.IsFloating() ? this : To(DType.Int64);
        Shape kept = Reduction.Kept("sum", Shape, dimensions), old = Shape;
        Shape shape = keepDims ? kept : Reduction.Dropped("sum", Shape, dimensions);
        Tensor y = Reduction.Reshaped(Reduction.Run<SumReduction>(x, kept), shape);
        if (Tracing.IsOpen)
            Reduction.Trace("sum", x, y, dimensions, keepDims);
        return ViewNode.Record("sum", x, y, dy => Repeated(dy, kept, old));
    }

    /// <summary>Sum over one dimension.</summary>
    public Tensor Sum(int dimension, bool keepDims = false) => Sum([dimension], keepDims);

    /// <summary>Mean of all elements.</summary>
    /// <remarks>Shape: […] → []. DType: floating. Gradient: dy / n to every element. NaN for no elements.</remarks>
    public Tensor Mean() => Mean([]);

    /// <summary>Mean over dimensions.</summary>
    public Tensor Mean(ReadOnlySpan<int> dimensions, bool keepDims = false)
    {
        RequireFloating("mean");
        Tensor sum = Sum(dimensions, keepDims);
        return sum / (double)Counted("mean", dimensions);
    }

    /// <summary>Mean over one dimension.</summary>
    public Tensor Mean(int dimension, bool keepDims = false) => Mean([dimension], keepDims);

    /// <summary>How many elements make one result.</summary>
    private long Counted(string op, ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length == 0)
            return Elements;
        long count = 1;
        foreach (int dimension in dimensions)
            count *= Rank == 0 ? 1 : Shape[Shape.Axis(op, dimension)];
        return count;
    }

    /// <summary>A gradient under its kept shape, stretched to the old one.</summary>
    private static Tensor Repeated(Tensor dy, Shape kept, Shape old)
    {
        Tensor shaped = dy.Reshape(kept.AsSpan()), stretched = shaped.BroadcastView(old);
        if (ReferenceEquals(shaped, stretched))
            return shaped;
        var dx = stretched.View(new(old, stretched.Strides, stretched.Offset));
        shaped.Release();
        return dx;
    }
}
