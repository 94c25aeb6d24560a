using Madaline.Autograd;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The same elements in another shape: a view where the layout allows, else a copy.</summary>
    /// <remarks>Shape: […] → sizes. DType: any. Gradient: dy in the old shape.</remarks>
    /// <param name="sizes">The new sizes; one may be −1 and is worked out from the others.</param>
    /// <exception cref="TensorException">The number of elements differs.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> sizes) => Reshape("reshape", sizes);

    private Tensor Reshape(string op, ReadOnlySpan<int> sizes)
    {
        RequireAlive(op);
        Shape shape = Resolve(op, sizes);
        int[]? strides = IsContiguous ? shape.Strides : StridesFor(shape);
        Tensor y = strides is not null ? View(new(shape, strides, Offset)) : CopyInto(shape, op);
        if (Tracing.IsOpen)
            Tracing.Add("reshape", this, y, ("shape", shape));
        return Tape.Records(this) ? RecordReshape(y) : y;
    }

    private Tensor RecordReshape(Tensor y)
    {
        Shape old = Shape;
        return ViewNode.Record("reshape", this, y, dy => dy.Reshape(old.AsSpan()));
    }

    /// <summary>Merges a range of dimensions into one.</summary>
    /// <remarks>
    /// Shape: […, a, …, b, …] → […, a·…·b, …]. A scalar becomes one element; this tensor itself when there is nothing
    /// to merge. Gradient: dy in the old shape.
    /// </remarks>
    public Tensor Flatten(int startDimension = 0, int endDimension = -1)
    {
        int start = Shape.Axis("flatten", startDimension), end = Shape.Axis("flatten", endDimension);
        if (Rank == 0)
            return Reshape(1);
        if (start > end)
            throw new TensorException("flatten", "start lies after end. "
                + $"Dimensions are {startDimension} and {endDimension} of shape {Shape}; expected start ≤ end.");
        if (start == end)
            return this;
        var sizes = Shape.AsSpan();
        int merged = 1;
        foreach (int size in sizes[start..(end + 1)])
            merged *= size;
        return Reshape([.. sizes[..start], merged, .. sizes[(end + 1)..]]);
    }

    /// <summary>Splits a dimension into several.</summary>
    /// <remarks>Shape: […, a·b, …] → […, a, b, …].</remarks>
    /// <exception cref="TensorException">The sizes do not make up the dimension.</exception>
    public Tensor Unflatten(int dimension, params ReadOnlySpan<int> sizes)
    {
        int axis = Shape.Axis("unflatten", dimension);
        if (Rank == 0 || sizes.Length == 0)
            throw new TensorException("unflatten", $"needs a dimension and sizes to split it into. Tensor is {Shape}, "
                + $"sizes are {Shape.Format(sizes)}. Use Reshape.");
        var old = Shape.AsSpan();
        return Reshape("unflatten", [.. old[..axis], .. sizes, .. old[(axis + 1)..]]);
    }

    private Shape Resolve(string op, ReadOnlySpan<int> sizes)
    {
        int unknown = -1;
        long known = 1;
        for (int d = 0; d < sizes.Length; d++)
        {
            if (sizes[d] == -1 && unknown < 0)
                unknown = d;
            else
                known = sizes[d] < 0 ? 0 : Sizes.Saturated(known, sizes[d]);
        }

        int[] result = sizes.ToArray();
        if (unknown >= 0 && known != 0)
            result[unknown] = (int)(Elements / known);
        if (Array.Exists(result, size => size < 0) || Product(result) != Elements)
        {
            throw new TensorException(op, "the number of elements differs. "
                + $"Tensor is {Shape} with {Elements} elements; "
                + $"expected a shape of {Elements} elements, got {Shape.Format(sizes)}. "
                + Remedy(sizes, unknown >= 0, known));
        }

        return Shape.Of(op, result);
    }

    private string Remedy(ReadOnlySpan<int> sizes, bool hasUnknown, long known) =>
        sizes.Count(-1) > 1 ? "Only one size may be -1."
        : hasUnknown && known > 0 ? $"{Elements} is no multiple of {known}, so that no size fits at -1."
        : hasUnknown ? "Use sizes above 0 beside -1." : "Let one size be -1: then it is worked out.";

    private static long Product(int[] sizes)
    {
        long product = 1;
        foreach (int size in sizes)
            product = Sizes.Saturated(product, size);
        return product;
    }

    /// <summary>A contiguous copy of the elements under another shape.</summary>
    private Tensor CopyInto(Shape shape, string op)
    {
        var copy = Empty(shape, DType, Device, op);
        Device.Copy(this, copy.Alias(Layout.RowMajor(Shape)));
        return copy;
    }

    /// <summary>Strides that show these elements under another shape without copying, or null.</summary>
    private int[]? StridesFor(Shape shape)
    {
        var strides = new int[shape.Rank];
        int old = Rank - 1, covered = 1;
        long step = 1;
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            int size = shape[d];
            if (covered == 1)
            {
                while (old >= 0 && Shape[old] == 1)
                    old--;
                if (old < 0)
                {
                    strides[d] = 1;
                    continue;
                }

                step = Strides[old];
                covered = Shape[old--];
                while (covered < size && old >= 0 && (Shape[old] == 1 || Strides[old] == step * covered))
                    covered *= Shape[old--];
            }

            if (covered % Math.Max(size, 1) != 0)
                return null;
            strides[d] = (int)step;
            step *= size;
            covered /= Math.Max(size, 1);
            while (covered == 1 && size == 0)
                return null;
        }

        return strides;
    }
}
