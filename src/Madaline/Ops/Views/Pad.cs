namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Surrounds the last dimensions with a constant.</summary>
    /// <remarks>
    /// Shape: the last dimension grows by padding[0] before and padding[1] after, the one before it by padding[2] and
    /// padding[3], and so on, as in PyTorch; negative amounts cut. Gradient: the inner part of dy.
    /// </remarks>
    public Tensor Pad(ReadOnlySpan<int> padding, Scalar? value = null)
    {
        RequireAlive("pad");
        if (padding.Length % 2 != 0 || padding.Length > 2 * Rank)
            throw new TensorException("pad", $"needs a pair for each padded dimension. "
                + $"Padding is {Shape.Format(padding)}; expected at most {2 * Rank} numbers for shape {Shape}.");
        Tensor inner = this;
        int[] sizes = Shape.ToArray(), starts = new int[Rank];
        for (int i = 0; i < padding.Length / 2; i++)
        {
            int d = Rank - 1 - i, before = padding[2 * i], after = padding[(2 * i) + 1];
            sizes[d] += before + after;
            if (sizes[d] < 0)
                throw new TensorException("pad", $"cuts more than there is. "
                    + $"Padding is {Shape.Format(padding)} for shape {Shape}.");
            starts[d] = Math.Max(before, 0);
            int from = Math.Max(-before, 0), to = inner.Shape[d] - Math.Max(-after, 0);
            inner = from > 0 || to < inner.Shape[d] ? inner.Narrow(d, from, Math.Max(0, to - from)) : inner;
        }

        return inner.PadTo(sizes, starts, value ?? 0);
    }

    private Tensor PadTo(Shape shape, int[] starts, Scalar value)
    {
        var y = Full(shape, value, DType, Device);
        int offset = 0;
        for (int d = 0; d < Rank; d++)
            offset += starts[d] * shape.Strides[d];
        Shape inside = Shape;
        Device.Copy(this, y.Glance(inside, shape.Strides, offset));
        return ViewNode.Record("pad", this, y, dy =>
        {
            Tensor dx = dy.Share();
            for (int d = 0; d < inside.Rank; d++)
                dx = dx.Narrow(d, starts[d], inside[d]);
            return dx;
        });
    }
}
