using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The largest element.</summary>
    /// <remarks>
    /// Shape: […] → []. Gradient: shared evenly by equals. NaN when any is; the gradient then goes to the NaNs.
    /// </remarks>
    /// <exception cref="TensorException">There is no element.</exception>
    public Tensor Max() => AMax([]);

    /// <summary>The smallest element.</summary>
    public Tensor Min() => AMin([]);

    /// <summary>The largest along a dimension, and where: the first of equals.</summary>
    /// <remarks>Shape: without the dimension, or 1 there when kept. Gradient: dy to the element found.</remarks>
    public (Tensor Values, Tensor Indices) Max(int dimension, bool keepDims = false) =>
        Extreme("max", true, dimension, keepDims);

    /// <summary>The smallest along a dimension, and where: the first of equals.</summary>
    public (Tensor Values, Tensor Indices) Min(int dimension, bool keepDims = false) =>
        Extreme("min", false, dimension, keepDims);

    /// <summary>The largest over dimensions.</summary>
    /// <remarks>Shape: without the dimensions, or 1 there when kept. Gradient: shared evenly by equals.</remarks>
    public Tensor AMax(ReadOnlySpan<int> dimensions, bool keepDims = false) =>
        Extreme<MaxReduction>("amax", dimensions, keepDims);

    /// <summary>The smallest over dimensions.</summary>
    public Tensor AMin(ReadOnlySpan<int> dimensions, bool keepDims = false) =>
        Extreme<MinReduction>("amin", dimensions, keepDims);

    /// <summary>Where the largest element lies in row-major order: the first of equals, NaN before all.</summary>
    /// <remarks>Shape: […] → []. DType: Int64. No gradient.</remarks>
    public Tensor ArgMax() => Alias().Flatten().Arg("argmax", true, 0, false);

    /// <summary>Where the smallest element lies in row-major order.</summary>
    public Tensor ArgMin() => Alias().Flatten().Arg("argmin", false, 0, false);

    /// <summary>Where the largest along a dimension lies.</summary>
    public Tensor ArgMax(int dimension, bool keepDims = false) => Arg("argmax", true, dimension, keepDims);

    /// <summary>Where the smallest along a dimension lies.</summary>
    public Tensor ArgMin(int dimension, bool keepDims = false) => Arg("argmin", false, dimension, keepDims);

    private Tensor Extreme<TOp>(string op, ReadOnlySpan<int> dimensions, bool keepDims) where TOp : struct, IReduction
    {
        Reduction.RequireElements(op, this, dimensions);
        Shape kept = Reduction.Kept(op, Shape, dimensions);
        Shape shape = keepDims ? kept : Reduction.Dropped(op, Shape, dimensions);
        Tensor found = Reduction.Run<TOp>(this, kept);
        Tensor y = Tape.Records(this) ? found.View(Layout.RowMajor(shape)) : Reduction.Reshaped(found, shape);
        if (Tracing.IsOpen)
            Reduction.Trace(op, this, y, dimensions, keepDims);
        if (!Tape.Records(this))
            return y;
        SavedTensor saved = new(this), result = new(found);
        return ViewNode.Record(op, this, y, dy => SharedByEquals(dy, saved.Get(op), result.Get(op)));
    }

    private static Tensor SharedByEquals(Tensor dy, Tensor x, Tensor extreme)
    {
        Tensor source = x.Detach();
        Tensor equals = (source.EqualTo(extreme.Detach()) | source.IsNaN()).To(dy.DType);
        int[] reduced = [.. Enumerable.Range(0, x.Rank).Where(d => extreme.Shape[d] != x.Shape[d])];
        Tensor count = reduced.Length == 0 ? equals : equals.Sum(reduced, keepDims: true);
        return equals * (dy.Reshape(extreme.Shape.AsSpan()) / count);
    }

    private (Tensor Values, Tensor Indices) Extreme(string op, bool largest, int dimension, bool keepDims)
    {
        Tensor at = Arg(op, largest, dimension, keepDims: true);
        int axis = Shape.Axis(op, dimension);
        Tensor values = Gather(axis, at);
        return keepDims || Rank == 0 ? (values, at) : (values.Squeeze(axis), at.Squeeze(axis));
    }

    private Tensor Arg(string op, bool largest, int dimension, bool keepDims)
    {
        RequireAlive(op);
        int axis = Shape.Axis(op, dimension);
        Reduction.RequireElements(op, this, [axis]);
        if (DType == DType.Bool && op.StartsWith("arg", StringComparison.Ordinal))
            throw new TensorException(op, $"does not take truth values. Input is Bool {Shape}; expected numbers. "
                + "Use To(DType.UInt8).");
        Shape kept = Reduction.Kept(op, Shape, [axis]);
        Sizes.RequireStorable(op, this);
        var y = Empty(kept, DType.Int64, Device, op);
        Device.ArgReduce(largest, RowMajor(), axis, y);
        if (Tracing.IsOpen)
            Tracing.Add(largest ? "argmax" : "argmin", this, y, ("dim", axis), ("keepdim", true));
        return keepDims || Rank == 0 ? y : y.Squeeze(axis);
    }
}
