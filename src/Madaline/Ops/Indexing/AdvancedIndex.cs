using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Tensors;

namespace Madaline.Ops;

/// <summary>Indexing by tensors: several dimensions at once are turned into one, which is gathered.</summary>
internal static class AdvancedIndex
{
    /// <summary>The positions an index tensor stands for, one tensor for each dimension that it covers.</summary>
    public static Tensor[] Positions(Tensor index, Tensor view, int dimension)
    {
        if (index.DType.IsFloating())
            throw new TensorException("index", "positions must be integers or truth values. "
                + $"Index is {index.DType} {index.Shape}; expected Int64, Int32 or Bool.");
        if (index.DType != DType.Bool)
            return [index.To(DType.Int64)];
        for (int d = 0; d < index.Rank; d++)
        {
            if (index.Shape[d] != view.Shape[dimension + d])
                throw new TensorException("index", $"the mask does not match. Mask is {index.Shape}; "
                    + $"expected the sizes from dimension {dimension} of shape {view.Shape}.");
        }

        return NonZero(index);
    }

    /// <summary>For each dimension of a mask, the positions of its true elements.</summary>
    public static Tensor[] NonZero(Tensor mask)
    {
        Tensor flat = FlatNonZero(mask.Contiguous());
        var positions = new Tensor[mask.Rank];
        for (int d = mask.Rank - 1; d >= 0; d--)
        {
            positions[d] = flat.Remainder(mask.Shape[d]);
            flat = (flat - positions[d]).FloorDivide(mask.Shape[d]);
        }

        return positions;
    }

    /// <summary>The positions of the true elements of a contiguous mask in row-major order.</summary>
    public static Tensor FlatNonZero(Tensor mask)
    {
        Tensor positions = mask.Device.NonZero(mask);
        if (Tracing.IsOpen)
            Tracing.Add("flat_nonzero", mask, positions);
        return positions;
    }

    public static Tensor Read(Tensor view, Tensor?[] positions)
    {
        var plan = new Plan(view, positions);
        Sizes.RequireRoom("index", Shape.Of("index", [.. plan.IndexShape.AsSpan(), .. plan.Rest]), view.DType);
        Tensor rows = view.Permute(plan.Order).Reshape([plan.Places, .. plan.Rest]);
        Tensor selected = rows.IndexSelect(0, plan.Linear).Reshape([.. plan.IndexShape.AsSpan(), .. plan.Rest]);
        return plan.ToFront ? selected : selected.Permute(plan.BackInPlace());
    }

    public static void Write(Tensor view, Tensor?[] positions, Tensor value)
    {
        using (Tracing.Pause())
            WriteAt(view, positions, value);
        if (Tracing.IsOpen)
            Tracing.Write("index_put", view, [.. positions.Where(p => p is not null), value],
                ("dims", Indexed(positions)));
    }

    private static int[] Indexed(Tensor?[] positions) =>
        [.. positions.Index().Where(p => p.Item is not null).Select(p => p.Index)];

    private static void WriteAt(Tensor view, Tensor?[] positions, Tensor value)
    {
        var plan = new Plan(view, positions);
        Tensor rows = view.Permute(plan.Order).Contiguous().Reshape([plan.Places, .. plan.Rest]).Clone();
        int[] result = [.. plan.IndexShape.AsSpan(), .. plan.Rest];
        int[] order = plan.ToFront ? [] : plan.BackInPlace();
        Shape shape = Shape.Of("index", plan.ToFront ? result : Array.ConvertAll(order, d => result[d]));
        if (!Shape.Broadcast("index", shape, value.Shape).Equals(shape))
            throw new TensorException("index", $"the value does not fit. Value is {value.Shape}; "
                + $"expected a shape that broadcasts to {shape}.");
        Tensor stretched = value.Expand(shape.AsSpan());
        if (!plan.ToFront)
            stretched = stretched.Permute(Inverse(order));
        rows.Device.IndexWrite(rows, 0, plan.Linear, stretched.Contiguous().Reshape([plan.Linear.Elements,
            .. plan.Rest]), add: false);
        var permuted = view.Permute(plan.Order);
        permuted.Device.Copy(rows.Reshape(permuted.Shape.AsSpan()), permuted);
    }

    /// <summary>
    /// Puts one number where a mask holds, which needs no count of its elements; false where this is something else.
    /// </summary>
    public static bool TryFill(Tensor view, Tensor mask, Tensor value)
    {
        // A trace tells of the positions.
        if (Tracing.IsOpen || mask.DType != DType.Bool || mask.Rank == 0 || value.Rank != 0
            || !view.Shape.AsSpan().StartsWith(mask.Shape.AsSpan()))
            return false;
        Tensor.RequireSameDevice("index", view, mask);
        Tensor.RequireSameDevice("index", view, value);
        // Neither is read after it was written.
        Tensor number = ReferenceEquals(value.Storage, view.Storage) ? value.Clone() : value;
        Tensor where = ReferenceEquals(mask.Storage, view.Storage) ? mask.Clone() : mask;
        while (where.Rank < view.Rank)
            where = where.Unsqueeze(-1);
        view.Device.Select(where.BroadcastView(view.Shape), number.BroadcastView(view.Shape), view, view);
        return true;
    }

    private static int[] Inverse(int[] order)
    {
        var inverse = new int[order.Length];
        for (int d = 0; d < order.Length; d++)
            inverse[order[d]] = d;
        return inverse;
    }

    private sealed class Plan
    {
        private readonly int _first;

        public Plan(Tensor view, Tensor?[] positions)
        {
            List<int> indexed = [], others = [];
            for (int d = 0; d < positions.Length; d++)
                (positions[d] is null ? others : indexed).Add(d);
            Order = [.. indexed, .. others];
            Rest = [.. others.Select(d => view.Shape[d])];
            _first = indexed[0];
            ToFront = indexed[^1] - indexed[0] != indexed.Count - 1;
            IndexShape = indexed.Select(d => positions[d]!.Shape).Aggregate((a, b) => Shape.Broadcast("index", a, b));
            Places = 1;
            Tensor linear = Tensor.Zeros(IndexShape, DType.Int64, view.Device);
            foreach (int d in indexed)
            {
                Tensor position = positions[d]!;
                int size = view.Shape[d];
                position.Device.Require(new PositionRange(size, d, view.Shape), position.RowMajor());
                linear = (linear * size) + Tensor.Where(position < 0, position + size, position);
                Places *= size;
            }

            Linear = linear.Reshape(-1);
        }

        /// <summary>Dimensions with the indexed ones first.</summary>
        public int[] Order { get; }

        /// <summary>Sizes of the dimensions that are not indexed.</summary>
        public int[] Rest { get; }

        /// <summary>How many combinations of indexed positions there are.</summary>
        public int Places { get; }

        public Shape IndexShape { get; }

        public Tensor Linear { get; }

        /// <summary>
        /// True when indexed dimensions are not neighbours: then the result's come first, as in NumPy.
        /// </summary>
        public bool ToFront { get; }

        /// <summary>The order that puts the selected dimensions where the indexed ones were.</summary>
        public int[] BackInPlace()
        {
            var order = new List<int>();
            for (int d = 0; d < Rest.Length; d++)
                order.Add(IndexShape.Rank + d);
            order.InsertRange(_first, Enumerable.Range(0, IndexShape.Rank));
            return [.. order];
        }
    }

    /// <summary>Positions along a dimension, from the front or, below 0, from the end.</summary>
    private readonly record struct PositionRange(int Size, int Dimension, Shape Shape) : IRangeRule
    {
        public string Op => "index";

        public double Min => -(double)Size;

        public double Max => Size - 1;

        public long? Exempt => null;

        public TensorException Broken(int place, Scalar value) => new(Op, "a position is out of range. Position "
            + $"{place} is {value}; expected {-Size} to {Size - 1} in dimension {Dimension} of shape {Shape}.");
    }
}
