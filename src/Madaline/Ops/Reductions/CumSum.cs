using Madaline.Autograd;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Running sum along a dimension, in ascending order.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: integers give Int64. Gradient: the running sum of dy from the end.
    /// Numerics: Float32 is added up in double precision, and each partial sum rounded once.
    /// </remarks>
    public Tensor CumSum(int dimension)
    {
        RequireAlive("cumsum");
        int axis = Shape.Axis("cumsum", dimension);
        Tensor x = DType.IsFloating() ? this : To(DType.Int64);
        var y = EmptyLike(x, "cumsum");
        Device.CumulativeSum(x.RowMajor(), axis, y);
        if (Tracing.IsOpen)
            Tracing.Add("cumsum", x, y, ("dim", axis));
        return ViewNode.Record("cumsum", x, y, dy => dy.Flip(axis).CumSum(axis).Flip(axis));
    }
}
