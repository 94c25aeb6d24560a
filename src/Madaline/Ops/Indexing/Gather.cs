using Madaline.Autograd;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>
    /// Picks one element for each place of an index: <c>y[i, j] = x[index[i, j], j]</c> for dimension 0.
    /// </summary>
    /// <remarks>Shape: the index's. DType: any; index integers. Gradient: dy added at the places read.</remarks>
    /// <exception cref="TensorException">The ranks differ, or a position is out of range.</exception>
    public Tensor Gather(int dimension, Tensor index)
    {
        if (Rank == 0 && index.Rank == 1)
            return Unsqueeze(0).Gather(dimension, index);
        int axis = Shape.Axis("gather", dimension);
        index = Positions("gather", axis, index);
        Tensor x = RowMajor();
        var y = Empty(index.Shape, DType, Device, "gather");
        Device.Gather(x, axis, index, y);
        if (Tracing.IsOpen)
            Tracing.Add("gather", [this, index], [y], ("dim", axis));
        Shape old = Shape;
        var saved = new SavedTensor(index);
        return ViewNode.Record("gather", this, y, dy =>
        {
            var dx = Zeros(old, dy.DType, dy.Device);
            dy.Device.Scatter(dx, axis, saved.Get("gather"), dy.Contiguous(), add: true);
            return dx;
        });
    }

    /// <summary>
    /// Adds elements at the places of an index: <c>y = x; y[index[i, j], j] += source[i, j]</c> for dimension 0.
    /// </summary>
    /// <remarks>Shape: this tensor's. Gradient: dy to this tensor, gathered dy to the source.</remarks>
    public Tensor ScatterAdd(int dimension, Tensor index, Tensor source)
    {
        int axis = Shape.Axis("scatter_add", dimension);
        index = Positions("scatter_add", axis, index);
        RequireCovers(index, source);
        RequireSameDevice("scatter_add", this, source);
        source.RequireAlive("scatter_add");
        source = source.To(DType);
        var y = EmptyLike(this, "scatter_add");
        Device.Copy(this, y);
        Device.Scatter(y, axis, index, source.RowMajor(), add: true);
        if (Tracing.IsOpen)
            Tracing.Add("scatter_add", [this, index, source], [y], ("dim", axis));
        return Tape.Records(this, source) ? Tape.Attach(y, new ScatterAddNode(this, source, axis, index)) : y;
    }

    private static void RequireCovers(Tensor index, Tensor source)
    {
        bool fits = index.Rank == source.Rank;
        for (int d = 0; fits && d < index.Rank; d++)
            fits = index.Shape[d] <= source.Shape[d];
        if (!fits)
            throw new TensorException("scatter_add", "the index reaches beyond the source. "
                + $"index is {index.Shape}, source is {source.Shape}; expected sizes at most the source's.");
    }

    private Tensor Positions(string op, int axis, Tensor index)
    {
        RequireAlive(op);
        RequireSameDevice(op, this, index);
        if (index.DType.IsFloating() || index.DType == DType.Bool)
            throw new TensorException(op, $"the index must hold integers. index is {index.DType} {index.Shape}; "
                + "expected Int64.");
        bool fits = index.Rank == Rank;
        for (int d = 0; fits && d < Rank; d++)
            fits = d == axis || index.Shape[d] <= Shape[d];
        if (!fits && index.Elements != 0)
            throw new TensorException(op, $"the index does not fit. index is {index.Shape}; "
                + $"expected the rank of {Shape} and no larger sizes but in dimension {axis}.");
        Sizes.RequireRoom(op, index.Shape, DType.Int64);
        return index.To(DType.Int64).Contiguous();
    }
}

/// <summary>Backward of adding at places.</summary>
internal sealed class ScatterAddNode(Tensor x, Tensor source, int axis, Tensor index) : Node(x, source)
{
    private readonly Shape _sourceShape = source.Shape;
    private SavedTensor? _index = new SavedTensor(index);

    public override string Name => "scatter_add";

    public override void Backward(Tensor dy)
    {
        Tensor index = _index!.Value.Get(Name);
        if (Needs(0))
            Give(0, dy.Share());
        if (!Needs(1))
            return;
        var read = Tensor.Empty(index.Shape, dy.DType, dy.Device, Name);
        dy.Device.Gather(dy.Contiguous(), axis, index, read);
        if (!index.Shape.Equals(_sourceShape))
        {
            var whole = Tensor.Zeros(_sourceShape, dy.DType, dy.Device);
            dy.Device.Copy(read, whole.Alias(new(read.Shape, whole.Strides)));
            read = whole;
        }

        Give(1, read);
    }

    protected override void DropSaved() => _index = null;
}
