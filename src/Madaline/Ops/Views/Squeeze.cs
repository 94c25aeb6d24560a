using Madaline.Autograd;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Without the dimensions of size 1: a view.</summary>
    /// <remarks>Shape: [a, 1, b] → [a, b]. Gradient: dy in the old shape.</remarks>
    public Tensor Squeeze() => Squeezed(d => Shape[d] == 1);

    /// <summary>Without one dimension, if its size is 1: a view.</summary>
    public Tensor Squeeze(int dimension)
    {
        int axis = Shape.Axis("squeeze", dimension);
        return Squeezed(d => d == axis && Shape[d] == 1);
    }

    /// <summary>With a new dimension of size 1: a view.</summary>
    /// <remarks>Shape: [a, b] → [a, 1, b] for dimension 1 or −2. Gradient: dy in the old shape.</remarks>
    public Tensor Unsqueeze(int dimension)
    {
        RequireAlive("unsqueeze");
        int axis = NewAxis("unsqueeze", dimension);
        var sizes = Shape.AsSpan();
        var strides = Strides.AsSpan();
        // Nothing steps along a size of 1: any stride will do, this one keeps the order of a view without gaps.
        int stride = axis < Rank ? unchecked(Strides[axis] * Shape[axis]) : 1;
        Tensor y = View(new((int[])[.. sizes[..axis], 1, .. sizes[axis..]], [.. strides[..axis], stride,
            .. strides[axis..]], Offset));
        if (Tracing.IsOpen)
            Tracing.Add("unsqueeze", this, y, ("dim", axis));
        return ViewNode.Record("unsqueeze", this, y, dy => dy.Squeeze(axis));
    }

    /// <summary>Where a new dimension goes, or an explanation.</summary>
    private int NewAxis(string op, int dimension)
    {
        int axis = dimension < 0 ? dimension + Rank + 1 : dimension;
        if ((uint)axis > (uint)Rank)
            throw new TensorException(op, $"no place for a dimension there. Dimension is {dimension}; "
                + $"expected {-Rank - 1} to {Rank} for shape {Shape}.");
        return axis;
    }

    private Tensor Squeezed(Predicate<int> drop)
    {
        RequireAlive("squeeze");
        List<int> sizes = [], strides = [], dropped = [];
        for (int d = 0; d < Rank; d++)
        {
            if (drop(d))
            {
                dropped.Add(d);
                continue;
            }

            sizes.Add(Shape[d]);
            strides.Add(Strides[d]);
        }

        Shape old = Shape;
        Tensor y = View(new(sizes.ToArray(), [.. strides], Offset));
        if (Tracing.IsOpen)
            Tracing.Add("squeeze", this, y, ("dim", dropped.ToArray()));
        return ViewNode.Record("squeeze", this, y, dy => dy.Reshape(old.AsSpan()));
    }
}
