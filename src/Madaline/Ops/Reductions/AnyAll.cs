using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Whether any element is not 0.</summary>
    /// <remarks>Shape: […] → []. DType: Bool (UInt8 for UInt8, as in PyTorch). False for no elements.</remarks>
    public Tensor Any() => AnyOrAll<MaxReduction>("any", []);

    /// <summary>Whether any element along a dimension is not 0.</summary>
    public Tensor Any(int dimension, bool keepDims = false) => AnyOrAll<MaxReduction>("any", [dimension], keepDims);

    /// <summary>Whether any element over dimensions is not 0.</summary>
    public Tensor Any(ReadOnlySpan<int> dimensions, bool keepDims = false) =>
        AnyOrAll<MaxReduction>("any", dimensions, keepDims);

    /// <summary>Whether all elements are not 0.</summary>
    /// <remarks>Shape: […] → []. DType: Bool (UInt8 for UInt8, as in PyTorch). True for no elements.</remarks>
    public Tensor All() => AnyOrAll<MinReduction>("all", []);

    /// <summary>Whether all elements along a dimension are not 0.</summary>
    public Tensor All(int dimension, bool keepDims = false) => AnyOrAll<MinReduction>("all", [dimension], keepDims);

    /// <summary>Whether all elements over dimensions are not 0.</summary>
    public Tensor All(ReadOnlySpan<int> dimensions, bool keepDims = false) =>
        AnyOrAll<MinReduction>("all", dimensions, keepDims);

    private Tensor AnyOrAll<TOp>(
        string op, ReadOnlySpan<int> dimensions, bool keepDims = false) where TOp : struct, IReduction
    {
        Sizes.RequireStorable(op, this);
        Shape kept = Reduction.Kept(op, Shape, dimensions);
        Shape shape = keepDims ? kept : Reduction.Dropped(op, Shape, dimensions);
        Tensor y = Found<TOp>(kept, shape);
        if (Tracing.IsOpen)
            Reduction.Trace(op, this, y, dimensions, keepDims);
        return y;
    }

    private Tensor Found<TOp>(Shape kept, Shape shape) where TOp : struct, IReduction
    {
        using var pause = Tracing.Pause();
        Tensor found = Reduction.Reshaped(Reduction.Run<TOp>(Alias().To(DType.Bool), kept), shape);

        // The largest of no truth values is the smallest byte, 0, and the smallest of none is 255: true.
        Tensor truth = found.NotEqualTo(0);
        return DType == DType.UInt8 ? truth.To(DType.UInt8) : truth;
    }
}
