using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Repeats dimensions of size 1 without copying: a view whose elements share memory.</summary>
    /// <remarks>
    /// Shape: [3, 1] → [3, 4], or with new leading dimensions. Gradient: summed over what was repeated.
    /// </remarks>
    /// <param name="sizes">The new sizes; −1 keeps a size.</param>
    /// <exception cref="TensorException">A size that is not 1 would change.</exception>
    public Tensor Expand(params ReadOnlySpan<int> sizes)
    {
        RequireAlive("expand");
        int added = sizes.Length - Rank;
        var result = sizes.ToArray();
        for (int d = 0; d < result.Length; d++)
        {
            int size = added < 0 || d < added ? -1 : Shape[d - added];
            if (result[d] == -1 && size >= 0)
                result[d] = size;
            if (added < 0 || result[d] < 0 || (size >= 0 && size != 1 && size != result[d]))
            {
                throw new TensorException("expand", "only sizes of 1 can grow. "
                    + $"Tensor is {Shape}, asked for {Shape.Format(sizes)}; "
                    + "expected the same sizes where they are not 1. Use Repeat to copy elements.");
            }
        }

        if (added < 0)
            throw new TensorException("expand", $"there are too few sizes. Tensor is {Shape}, asked for "
                + $"{Shape.Format(sizes)}; expected at least {Rank} sizes, -1 for those that stay.");
        Shape shape = Shape.Of("expand", result), old = Shape;
        Tensor broadcast = BroadcastView(shape);
        Tensor y = View(new(shape, broadcast.Strides, Offset));
        if (Tracing.IsOpen)
            Tracing.Add("expand", this, y, ("size", shape));
        return ViewNode.Record("expand", this, y, dy => dy.Share().ReducedTo(old));
    }

    /// <summary>Copies the tensor side by side.</summary>
    /// <remarks>
    /// Shape: each dimension times its count; more counts than dimensions add leading ones. Gradient: summed over the
    /// copies.
    /// </remarks>
    /// <exception cref="TensorException">There are too few counts, or one is negative.</exception>
    public Tensor Repeat(params ReadOnlySpan<int> counts)
    {
        if (counts.Length < Rank)
            throw new TensorException("repeat", $"too few counts. Counts are {Shape.Format(counts)}; "
                + $"expected at least {Rank} for shape {Shape}.");
        int added = counts.Length - Rank;
        List<int> apart = [], wide = [];
        var merged = new long[counts.Length];
        for (int d = 0; d < counts.Length; d++)
        {
            int size = d < added ? 1 : Shape[d - added];
            if (counts[d] < 0)
                throw new TensorException("repeat", $"a count is negative. Counts are {Shape.Format(counts)}; "
                    + "expected at least 0.");
            apart.AddRange([1, size]);
            wide.AddRange([counts[d], size]);
            merged[d] = (long)counts[d] * size;
        }

        Shape shape = Sizes.Shape("repeat", merged);
        Sizes.RequireRoom("repeat", shape, DType);
        return Reshape([.. apart]).Expand([.. wide]).Reshape(shape.AsSpan());
    }

    /// <summary>A passing view stretched to a shape that it broadcasts to; not recorded.</summary>
    internal Tensor BroadcastView(Shape shape)
    {
        if (Shape.Equals(shape))
            return this;
        var strides = new int[shape.Rank];
        int added = shape.Rank - Rank;
        for (int d = added; d < shape.Rank; d++)
            strides[d] = Shape[d - added] == 1 ? 0 : Strides[d - added];
        return Alias(new(shape, strides, Offset));
    }

    /// <summary>Sums over what was stretched, giving up this handle; the reverse of broadcasting.</summary>
    internal Tensor ReducedTo(Shape shape)
    {
        if (Shape.Equals(shape))
            return this;
        var kept = new int[Rank];
        int added = Rank - shape.Rank;
        for (int d = 0; d < Rank; d++)
            kept[d] = d < added ? 1 : shape[d - added];
        Sizes.RequireStorable("sum", this);
        var sum = Empty(kept, DType, Device, "sum");
        Device.Reduce(default(SumReduction), this, sum);
        Release();
        if (added == 0)
            return sum;
        var result = sum.View(Layout.RowMajor(shape));
        sum.Release();
        return result;
    }
}
