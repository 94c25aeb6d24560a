using Madaline.Autograd;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Softmax along a dimension: <c>eˣ / Σ eˣ</c>.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating. Gradient: y · (dy − Σ dy · y). Numerics: the maximum is subtracted first.
    /// </remarks>
    public Tensor Softmax(int dimension) => Softmax("softmax", false, dimension);

    /// <summary>The logarithm of <see cref="Softmax(int)"/>: <c>x − log Σ eˣ</c>.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating. Gradient: dy − eʸ · Σ dy. Numerics: the maximum is subtracted first.
    /// </remarks>
    public Tensor LogSoftmax(int dimension) => Softmax("log_softmax", true, dimension);

    /// <summary><c>log Σ eˣ</c> over dimensions.</summary>
    /// <remarks>
    /// Shape: without the dimensions, or 1 there when kept. Gradient: dy · softmax(x). Numerics: the maximum is
    /// subtracted first.
    /// </remarks>
    public Tensor LogSumExp(ReadOnlySpan<int> dimensions, bool keepDims = false)
    {
        Tensor x = DType.IsFloating() ? this : To(DType.Float32);
        Shape kept = Reduction.Kept("logsumexp", Shape, dimensions);
        Tensor max = Reduction.Run<MaxReduction>(x.Alias(), kept);
        if (Tracing.IsOpen)
            Reduction.Trace("amax", x, max, dimensions, keepDims: true);
        Tensor shift = Where(max.IsFinite(), max, Zeros(Shape.Scalar, x.DType, x.Device));
        Tensor y = (x - shift).Exp().Sum(dimensions, keepDims: true).Log() + shift;
        return keepDims ? y : y.Reshape(Reduction.Dropped("logsumexp", Shape, dimensions).AsSpan());
    }

    /// <summary><c>log Σ eˣ</c> over one dimension.</summary>
    public Tensor LogSumExp(int dimension, bool keepDims = false) => LogSumExp([dimension], keepDims);

    private Tensor Softmax(string op, bool log, int dimension)
    {
        RequireAlive(op);
        RequireFloating(op);
        int axis = Shape.Axis(op, dimension);
        if (Rank > 1 && axis != Rank - 1)
            return Transpose(axis, -1).Softmax(op, log, -1).Transpose(axis, -1);
        var y = EmptyLike(this, op);
        Device.Softmax(log, RowMajor(), y);
        if (Tracing.IsOpen)
            Tracing.Add(op, this, y, ("dim", axis));
        return Tape.Records(this) ? Tape.Attach(y, new SoftmaxNode(op, log, this, y)) : y;
    }
}

/// <summary>Backward of softmax and its logarithm over the last dimension.</summary>
internal sealed class SoftmaxNode(string name, bool log, Tensor x, Tensor y) : Node(x)
{
    private SavedTensor? _y = new SavedTensor(y);

    public override string Name => name;

    public override void Backward(Tensor dy)
    {
        var dx = Tensor.EmptyLike(dy, Name);
        dy.Device.SoftmaxGradient(log, dy.Contiguous(), _y!.Value.Get(Name), dx);
        Give(0, dx);
    }

    protected override void DropSaved() => _y = null;
}
