using Madaline.Autograd;
using Madaline.Ops;
using Madaline.Tensors;

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
        RequirePairs(padding);
        Tensor inner = this;
        long[] sizes = Array.ConvertAll(Shape.ToArray(), size => (long)size);
        int[] starts = new int[Rank];
        for (int i = 0; i < padding.Length / 2; i++)
        {
            int d = Rank - 1 - i, before = padding[2 * i], after = padding[(2 * i) + 1];
            sizes[d] += (long)before + after;
            if (sizes[d] < 0)
                throw new TensorException("pad", "cuts more than there is. "
                    + $"Padding is {Shape.Format(padding)} for shape {Shape}.");
            starts[d] = Math.Max(before, 0);
            long from = Math.Clamp(-(long)before, 0, Shape[d]);
            long to = Math.Max(from, Shape[d] - Math.Max(-(long)after, 0));
            inner = from > 0 || to < Shape[d] ? inner.Narrow(d, (int)from, (int)(to - from)) : inner;
        }

        return inner.PadTo(Sizes.Shape("pad", sizes), starts, value ?? 0);
    }

    /// <summary>Surrounds the last dimensions with their own elements.</summary>
    /// <remarks>
    /// Shape: the last dimension grows by padding[0] before and padding[1] after, the one before it by padding[2] and
    /// padding[3], and so on, as in PyTorch; negative amounts cut. Gradient: dy added at the elements copied.
    /// </remarks>
    /// <exception cref="TensorException">There is too little to copy, or nothing would be left.</exception>
    public Tensor Pad(ReadOnlySpan<int> padding, PadMode mode)
    {
        RequireAlive("pad");
        RequirePairs(padding);
        Tensor y = this;
        for (int i = 0; i < padding.Length / 2; i++)
        {
            int d = Rank - 1 - i, size = Shape[d], before = padding[2 * i], after = padding[(2 * i) + 1];
            int most = mode == PadMode.Reflect ? size - 1 : size > 0 ? int.MaxValue : 0;
            long grown = (long)size + before + after;
            if (before > most || after > most || grown < 1)
                throw new TensorException("pad", $"{mode} has not that much to give. Padding is "
                    + $"{Shape.Format(padding)} for shape {Shape}; expected at most {most} before and after dimension "
                    + $"{d}, and an element left.");
            if (before == 0 && after == 0)
                continue;
            Shape wanted = y.Shape.With(d, Sizes.Of("pad", grown, $"Dimension {d}"), "pad");
            Sizes.RequireRoom("pad", wanted, DType);
            Sizes.RequireRoom("pad", [(int)grown], DType.Int64);
            y = y.IndexSelect(d, Around(size, before, after, mode).To(Device));
        }

        return y;
    }

    private static Tensor Around(int size, int before, int after, PadMode mode)
    {
        var places = new long[size + before + after];
        for (int i = 0; i < places.Length; i++)
        {
            long place = (long)i - before;
            places[i] = mode == PadMode.Replicate ? Math.Clamp(place, 0, size - 1)
                : place < 0 ? -place
                : place < size ? place
                : (2 * (size - 1L)) - place;
        }

        return Wrap(places);
    }

    private void RequirePairs(ReadOnlySpan<int> padding)
    {
        if (padding.Length % 2 != 0 || padding.Length > 2 * Rank)
            throw new TensorException("pad", "needs a pair for each padded dimension. "
                + $"Padding is {Shape.Format(padding)}; expected at most {2 * Rank} numbers for shape {Shape}.");
    }

    /// <summary>What was added before and after, the last dimension first.</summary>
    private int[] Amounts(Shape shape, int[] starts)
    {
        var amounts = new int[2 * Rank];
        for (int d = 0; d < Rank; d++)
        {
            int at = 2 * (Rank - 1 - d);
            (amounts[at], amounts[at + 1]) = (starts[d], shape[d] - starts[d] - Shape[d]);
        }

        return amounts;
    }

    private Tensor PadTo(Shape shape, int[] starts, Scalar value)
    {
        var y = Full("pad", shape, value, DType, Device);
        int offset = 0;
        for (int d = 0; d < Rank; d++)
            offset += starts[d] * shape.Strides[d];
        Shape inside = Shape;
        Device.Copy(this, y.Alias(new(inside, shape.Strides, offset)));
        if (Tracing.IsOpen)
            Tracing.Add("pad", this, y, ("pad", Amounts(shape, starts)), ("value", value));
        return ViewNode.Record("pad", this, y, dy =>
        {
            Tensor dx = dy.Share();
            for (int d = 0; d < inside.Rank; d++)
                dx = dx.Narrow(d, starts[d], inside[d]);
            return dx;
        });
    }
}
