using Madaline.Autograd;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Joins tensors along an existing dimension.</summary>
    /// <remarks>
    /// Shape: sizes agree but along the dimension, where they add up. DType: promoted. Gradient: dy cut apart.
    /// </remarks>
    /// <exception cref="TensorException">There is none, or shapes do not agree.</exception>
    public static Tensor Concat(IReadOnlyList<Tensor> tensors, int dimension = 0) => Join("concat", tensors, dimension);

    private static Tensor Join(string op, IReadOnlyList<Tensor> tensors, int dimension)
    {
        if (tensors.Count == 0)
            throw new TensorException(op, "there is nothing to join; expected at least one tensor.");
        Tensor first = tensors.FirstOrDefault(x => x.Rank != 1 || x.Elements != 0) ?? tensors[0];
        var parts = tensors.Where(x => ReferenceEquals(x, first) || x.Rank != 1 || x.Elements != 0).ToArray();
        if (first.Rank == 0)
            throw new TensorException("concat", "scalars have no dimension to join. Use Stack.");
        int axis = first.Shape.Axis(op, dimension);
        long length = 0;
        DType dtype = tensors.Select(x => x.DType).Aggregate(DTypes.Promote);
        foreach (var x in parts)
        {
            x.RequireAlive(op);
            RequireSameDevice(op, first, x);
            RequireJoinable(first, x, axis);
            length += x.Shape[axis];
        }

        Shape shape = first.Shape.With(axis, Sizes.Of(op, length, $"Dimension {axis}"), op);
        var y = Empty(shape, dtype, first.Device, op);
        int at = 0;
        foreach (var x in parts)
        {
            x.Device.Copy(x, y.Alias(new(x.Shape, y.Strides, at * y.Strides[axis])));
            at += x.Shape[axis];
        }

        if (Tracing.IsOpen)
            Tracing.Add("concat", parts, [y], ("dim", axis));
        Tensor[] all = [.. tensors];
        return Tape.Records(all) ? Tape.Attach(y, new ConcatNode(all, axis, first.Rank)) : y;
    }

    /// <summary>Joins tensors of one shape along a new dimension.</summary>
    /// <remarks>Shape: k times [a, b] → [k, a, b] for dimension 0. Gradient: dy cut apart.</remarks>
    /// <exception cref="TensorException">There is none, shapes differ, or there is no such place.</exception>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int dimension = 0)
    {
        if (tensors.Count == 0)
            throw new TensorException("stack", "there is nothing to join; expected at least one tensor.");
        foreach (var x in tensors)
        {
            if (!x.Shape.Equals(tensors[0].Shape))
                throw new TensorException("stack", $"shapes differ. One is {tensors[0].Shape}, another is {x.Shape}; "
                    + "expected equal shapes. Use Concat along a dimension that may differ.");
        }

        int axis = tensors[0].NewAxis("stack", dimension);
        return Join("stack", [.. tensors.Select(x => x.Unsqueeze(axis))], axis);
    }

    /// <summary>About what a tensor takes beside its elements.</summary>
    private const int BytesOfView = 256;

    /// <summary>Cuts a dimension into parts of one size; the last may be smaller. Views.</summary>
    /// <exception cref="TensorException">There is no such dimension, or the size is below 1 for something to cut.
    /// </exception>
    public Tensor[] Split(int size, int dimension = 0)
    {
        int axis = Shape.Axis("split", dimension);
        if (size == 0 && Rank > 0 && Shape[axis] == 0)
            return [Narrow(axis, 0, 0)];
        if (Rank == 0 || size < 1)
            throw new TensorException("split", "needs a dimension and a size of at least 1. "
                + $"Tensor is {Shape}, size is {size}.");
        int count = Math.Max(1, Sizes.Chunks(Shape[axis], size));
        Sizes.RequireRoom("split", (long)count * BytesOfView, $"A list of {count} parts");
        var parts = new Tensor[count];
        for (int i = 0; i < count; i++)
            parts[i] = Narrow(axis, i * size, Math.Min(size, Shape[axis] - (i * size)));
        return parts;
    }

    /// <summary>Cuts a dimension into parts of the given sizes. Views.</summary>
    /// <exception cref="TensorException">The sizes do not add up to the dimension.</exception>
    public Tensor[] Split(ReadOnlySpan<int> sizes, int dimension = 0)
    {
        int axis = Shape.Axis("split", dimension), at = 0;
        var parts = new Tensor[sizes.Length];
        long sum = 0;
        foreach (int size in sizes)
            sum += size < 0 ? throw Sizes.Negative("split", Shape.Format(sizes)) : size;
        if (Rank == 0 || sum != Shape[axis])
            throw new TensorException("split", $"the sizes do not add up. Sizes are {Shape.Format(sizes)}; "
                + $"expected a sum of {(Rank == 0 ? 0 : Shape[axis])} for dimension {dimension} of shape {Shape}.");
        for (int i = 0; i < sizes.Length; i++)
        {
            parts[i] = Narrow(axis, at, sizes[i]);
            at += sizes[i];
        }

        return parts;
    }

    /// <summary>
    /// Cuts a dimension into at most that number of equal parts; the last may be smaller. Nothing is cut into as many
    /// empty parts as asked for. Views.
    /// </summary>
    /// <exception cref="TensorException">There is no such dimension, or less than one part is asked for.</exception>
    public Tensor[] Chunk(int chunks, int dimension = 0)
    {
        int axis = Shape.Axis("chunk", dimension);
        if (Rank == 0 || chunks < 1)
            throw new TensorException("chunk", "needs a dimension and at least 1 chunk. "
                + $"Tensor is {Shape}, chunks is {chunks}.");
        if (Shape[axis] > 0)
            return Split(Sizes.Chunks(Shape[axis], chunks), axis);
        Sizes.RequireRoom("chunk", (long)chunks * BytesOfView, $"A list of {chunks} parts");
        return Split(new int[chunks], axis);
    }

    private static void RequireJoinable(Tensor first, Tensor x, int axis)
    {
        bool fits = x.Rank == first.Rank;
        for (int d = 0; fits && d < first.Rank; d++)
            fits = d == axis || x.Shape[d] == first.Shape[d];
        if (!fits)
            throw new TensorException("concat", $"shapes do not agree. One is {first.Shape}, another is {x.Shape}; "
                + $"expected equal sizes but in dimension {axis}.");
    }
}

/// <summary>Backward of joining: each part gets its piece of dy, an empty vector among matrices nothing.</summary>
internal sealed class ConcatNode(Tensor[] parts, int axis, int rank) : Node(parts)
{
    private readonly Shape[] _shapes = Array.ConvertAll(parts, x => x.Shape);
    private readonly DType[] _dtypes = Array.ConvertAll(parts, x => x.DType);

    public override string Name => "concat";

    public override void Backward(Tensor dy)
    {
        int at = 0;
        for (int i = 0; i < _shapes.Length; i++)
        {
            bool joined = _shapes[i].Rank == rank;
            int length = joined ? _shapes[i][axis] : 0;
            if (Needs(i))
                Give(i, joined ? dy.Narrow(axis, at, length).To(_dtypes[i]) : Tensor.Zeros(_shapes[i], _dtypes[i],
                    dy.Device));
            at += length;
        }
    }

    protected override void DropSaved()
    {
    }
}
