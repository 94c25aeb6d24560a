using Madaline.Autograd;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Dimensions in another order: a view.</summary>
    /// <remarks>
    /// Shape: result's dimension i is this tensor's <c>dimensions[i]</c>. Gradient: the inverse order.
    /// </remarks>
    /// <exception cref="TensorException">The dimensions are not a permutation.</exception>
    public Tensor Permute(params ReadOnlySpan<int> dimensions)
    {
        RequireAlive("permute");
        var order = new int[Rank];
        var inverse = new int[Rank];
        Array.Fill(inverse, -1);
        bool valid = dimensions.Length == Rank;
        for (int d = 0; valid && d < Rank; d++)
        {
            order[d] = Shape.Axis("permute", dimensions[d]);
            valid = inverse[order[d]] < 0;
            inverse[order[d]] = d;
        }

        if (!valid)
            throw new TensorException("permute", "the dimensions are no permutation. "
                + $"They are {Shape.Format(dimensions)}; expected each of 0 to {Rank - 1} once for shape {Shape}.");
        var sizes = new int[Rank];
        var strides = new int[Rank];
        for (int d = 0; d < Rank; d++)
            (sizes[d], strides[d]) = (Shape[order[d]], Strides[order[d]]);
        Tensor y = View(new(sizes, strides, Offset));
        if (Tracing.IsOpen)
            Tracing.Add("permute", this, y, ("dims", order));
        return ViewNode.Record("permute", this, y, dy => dy.Permute(inverse));
    }

    /// <summary>Swaps two dimensions: a view.</summary>
    /// <remarks>Shape: […, a, …, b, …] → […, b, …, a, …]. Gradient: swapped back.</remarks>
    /// <exception cref="TensorException">There is no such dimension.</exception>
    public Tensor Transpose(int first = -2, int second = -1)
    {
        RequireAlive("transpose");
        int a = Shape.Axis("transpose", first), b = Shape.Axis("transpose", second);
        if (Rank < 2)
            return Share(this);
        var order = new int[Rank];
        for (int d = 0; d < Rank; d++)
            order[d] = d;
        (order[a], order[b]) = (b, a);
        return Permute(order);
    }

    /// <summary>The matrix transposed: a view with the last two dimensions swapped; a vector stays as it is.</summary>
    public Tensor T => Rank < 2 ? Share(this) : Transpose();

    private static Tensor Share(Tensor x)
    {
        Tensor y = x.Share();
        if (Tracing.IsOpen)
            Tracing.Add("view", x, y);
        return ViewNode.Record("view", x, y, dy => dy.Share());
    }
}
