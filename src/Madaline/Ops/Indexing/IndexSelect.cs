using Madaline.Autograd;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Picks whole slices of a dimension by their positions: how a batch is gathered.</summary>
    /// <remarks>Shape: […, n, …] with index [k] → […, k, …]. Gradient: dy added at the slices read.</remarks>
    /// <exception cref="TensorException">The index is not one-dimensional, or a position is out of range.</exception>
    public Tensor IndexSelect(int dimension, Tensor index)
    {
        RequireAlive("index_select");
        RequireSameDevice("index_select", this, index);
        int axis = Shape.Axis("index_select", dimension);
        if (index.Rank > 1 || index.DType.IsFloating() || index.DType == DType.Bool)
            throw new TensorException("index_select", "the index must be a list of integers. "
                + $"index is {index.DType} {index.Shape}; expected Int64 [k].");
        Shape shape = Rank == 0 ? Shape : Shape.With(axis, index.Elements, "index_select");
        Sizes.RequireRoom("index_select", shape, DType);
        Tensor positions, x = RowMajor();
        using (Tracing.Pause())
            positions = index.To(DType.Int64).Contiguous().Reshape(-1);
        var y = Empty(shape, DType, Device, "index_select");
        Device.IndexSelect(x, axis, positions, y);
        if (Tracing.IsOpen)
            Tracing.Add("index_select", [this, index], [y], ("dim", axis));
        Shape old = Shape;
        var saved = new SavedTensor(positions);
        return ViewNode.Record("index_select", this, y, dy =>
        {
            var dx = Zeros(old, dy.DType, dy.Device);
            dy.Device.IndexWrite(dx, axis, saved.Get("index_select"), dy.Contiguous(), add: true);
            return dx;
        });
    }

    /// <summary>The positions of the elements that are not 0: one row each.</summary>
    /// <remarks>Shape: […] → [k, rank]. DType: Int64.</remarks>
    public Tensor NonZero() => Rank == 0
        ? Zeros([Item<bool>(To(DType.Bool)) ? 1 : 0, 0], DType.Int64, Device)
        : Stack(AdvancedIndex.NonZero(To(DType.Bool)), 1);

    private static T Item<T>(Tensor x) where T : unmanaged => x.Item<T>();
}
