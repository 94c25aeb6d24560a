using Madaline.Autograd;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Sorts along a dimension; equals keep their order, NaN counts as the largest.</summary>
    /// <remarks>
    /// Shape: […] → values […] and positions […] (Int64). Gradient: dy of the values back to where they came from.
    /// </remarks>
    public (Tensor Values, Tensor Indices) Sort(int dimension = -1, bool descending = false)
    {
        RequireAlive("sort");
        int axis = Shape.Axis("sort", dimension);
        Sizes.RequireRoom("sort", Shape, DType.Int64);
        Tensor x = RowMajor();
        Tensor values = EmptyLike(x, "sort"), indices = Empty(Shape, DType.Int64, Device, "sort");
        Device.Sort(x, axis, descending, values, indices);
        if (Tracing.IsOpen)
            Tracing.Add("sort", [this], [values, indices], ("dim", axis), ("descending", descending));
        return (Tape.Records(this) ? Gather(axis, indices) : values, indices);
    }

    /// <summary>The k largest (or smallest) elements along a dimension, in order.</summary>
    /// <remarks>
    /// Shape: […, n, …] → values and positions […, k, …]. Gradient: dy of the values back to where they came from.
    /// </remarks>
    /// <exception cref="TensorException">There are fewer than k elements.</exception>
    public (Tensor Values, Tensor Indices) TopK(int k, int dimension = -1, bool largest = true)
    {
        int axis = Shape.Axis("topk", dimension), size = Rank == 0 ? 1 : Shape[axis];
        if (k < 0 || k > size)
            throw new TensorException("topk", $"k is larger than the dimension. k is {k}; "
                + $"expected 0 to {size} for dimension {dimension} of shape {Shape}.");
        var (values, indices) = Sort(axis, largest);
        return Rank == 0 ? (values, indices) : (values.Narrow(axis, 0, k), indices.Narrow(axis, 0, k));
    }
}
