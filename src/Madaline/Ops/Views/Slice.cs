using Madaline.Autograd;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>A part of one dimension, with a step: a view.</summary>
    /// <remarks>Shape: […, n, …] → […, ⌈(end − start)/step⌉, …]. Gradient: dy there, 0 elsewhere.</remarks>
    /// <param name="dimension">Which dimension; negative counts from the end.</param>
    /// <param name="start">First index; negative counts from the end.</param>
    /// <param name="end">Past the last index; negative counts from the end, <see cref="int.MaxValue"/> is the
    /// end.</param>
    /// <param name="step">At least 1.</param>
    public Tensor Slice(int dimension, int start, int end = int.MaxValue, int step = 1)
    {
        int axis = Shape.Axis("slice", dimension);
        if (Rank == 0 || step < 1)
            throw new TensorException("slice", "needs a dimension and a step of at least 1. "
                + $"Tensor is {Shape}, step is {step}. Use Flip for reverse order.");
        int size = Shape[axis];
        int from = Math.Clamp(start < 0 ? start + size : start, 0, size), to = Math.Clamp(end < 0 ? end + size : end,
            from, size);
        return Sliced(axis, from, Sizes.Chunks(to - from, step), step);
    }

    /// <summary>A part of one dimension by its start and length: a view.</summary>
    /// <param name="dimension">Which dimension; negative counts from the end.</param>
    /// <param name="start">First index; negative counts from the end.</param>
    /// <param name="length">How many, at least 0.</param>
    /// <exception cref="TensorException">The part lies outside.</exception>
    public Tensor Narrow(int dimension, int start, int length)
    {
        int axis = Shape.Axis("narrow", dimension), size = Rank == 0 ? 0 : Shape[axis];
        int from = start < 0 ? start + size : start;
        if (Rank == 0 || from < 0 || length < 0 || from > size - length)
            throw new TensorException("narrow", "the part lies outside. "
                + $"Part is {start} to {(long)start + length} of dimension {dimension}; "
                + $"expected 0 to {size} for shape {Shape}.");
        return Sliced(axis, from, length, 1);
    }

    /// <summary>One index of a dimension, which disappears: a view.</summary>
    /// <exception cref="TensorException">The index is out of range.</exception>
    public Tensor Select(int dimension, int index)
    {
        int axis = Shape.Axis("select", dimension), at = Rank > 0 && index < 0 ? index + Shape[axis] : index;
        if (Rank == 0 || (uint)at >= (uint)Shape[axis])
            throw new TensorException("select", $"index out of range. Index is {index}; "
                + $"expected {(Rank == 0 ? "a tensor with dimensions" : $"{-Shape[axis]} to {Shape[axis] - 1}")} in "
                + $"dimension {dimension} of shape {Shape}.");
        return Sliced(axis, at, 1, 1).Squeeze(axis);
    }

    private Tensor Sliced(int axis, int start, int length, int step)
    {
        RequireAlive("slice");
        int[] strides = step == 1 || length < 2 ? Strides : Stepped(Strides, axis, step);
        Tensor y = View(new(Shape.With(axis, length), strides, Offset + (start * Strides[axis])));
        if (Tracing.IsOpen)
            TraceSlice(y, axis, start, length, step);
        return Tape.Records(this) ? RecordSlice(y, axis, start, step) : y;
    }

    private void TraceSlice(Tensor y, int axis, int start, int length, int step)
    {
        int end = length == 0 ? start : start + ((length - 1) * step) + 1;
        Tracing.Add("slice", this, y, ("dim", axis), ("start", start), ("end", end), ("step", step));
    }

    // Apart, so that a slice that is not recorded makes no closure.
    private Tensor RecordSlice(Tensor y, int axis, int start, int step)
    {
        Shape old = Shape, part = y.Shape;
        return ViewNode.Record("slice", this, y, dy =>
        {
            var dx = Zeros(old, dy.DType, dy.Device);
            int[] inner = part[axis] < 2 ? old.Strides : Stepped(old.Strides, axis, step);
            dy.Device.Copy(dy, dx.Alias(new(part, inner, start * old.Strides[axis])));
            return dx;
        });
    }

    /// <summary>Strides with longer steps; at least two of them lie inside the tensor, so that they fit.</summary>
    private static int[] Stepped(int[] strides, int axis, int step)
    {
        int[] stepped = [.. strides];
        stepped[axis] = checked(stepped[axis] * step);
        return stepped;
    }
}
