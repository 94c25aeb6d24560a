using Madaline.Autograd;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Reverses the order along dimensions: a copy.</summary>
    /// <remarks>Shape: […] → […]. Gradient: dy flipped back.</remarks>
    /// <exception cref="TensorException">There is no such dimension, or one appears twice.</exception>
    public Tensor Flip(params ReadOnlySpan<int> dimensions)
    {
        RequireAlive("flip");
        int[] strides = [.. Strides], axes = Shape.Axes("flip", dimensions);
        int offset = Offset;
        foreach (int axis in axes)
        {
            if (Rank == 0 || Shape[axis] == 0)
                continue;
            offset += (Shape[axis] - 1) * strides[axis];
            strides[axis] = -strides[axis];
        }

        var y = EmptyLike(this, "flip");
        Device.Copy(Alias(new(Shape, strides, offset)), y);
        if (Tracing.IsOpen)
            Tracing.Add("flip", this, y, ("dims", axes));
        return ViewNode.Record("flip", this, y, dy => dy.Flip(axes));
    }

    /// <summary>Shifts elements along a dimension; what leaves at the end comes back at the start.</summary>
    /// <remarks>Shape: […] → […]. Gradient: dy rolled back.</remarks>
    public Tensor Roll(int shift, int dimension)
    {
        int axis = Shape.Axis("roll", dimension);
        if (Elements == 0 || Rank == 0)
            return Share(this);
        int size = Shape[axis], cut = (int)(((-(long)shift % size) + size) % size);
        return cut == 0 ? Clone() : Concat([Narrow(axis, cut, size - cut), Narrow(axis, 0, cut)], axis);
    }

    /// <summary>Shifts the elements in row-major order.</summary>
    public Tensor Roll(int shift) => Rank == 0 ? Share(this) : Flatten().Roll(shift, 0).Reshape(Shape.AsSpan());
}
