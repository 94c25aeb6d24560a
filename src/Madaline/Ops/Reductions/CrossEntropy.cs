using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>
    /// Cross-entropy of logits with class indices in one op: <c>−Σ log softmax(x)[i, index[i]] / count</c>.
    /// </summary>
    /// <remarks>
    /// Shape: [n, classes], index Int64 [n], contiguous, and in range where it is not to be ignored → []. Gradient:
    /// (softmax(x) − one-hot) · dy / count, 0 where ignored.
    /// Numerics: through log-softmax; the same bits as its composition of log-softmax, gather and sum.
    /// </remarks>
    internal Tensor CrossEntropy(Tensor index, CrossEntropyRule rule)
    {
        Tensor logs = EmptyLike(this, "cross_entropy"), y = Empty(Shape.Scalar, DType, Device);
        CrossEntropyForms.Forward(IsContiguous ? this : RowMajor(), index, rule, logs, y);
        if (Tracing.IsOpen)
        {
            Tracing.Add("cross_entropy", [this, index], [y], ("ignore_index", rule.Ignored),
                ("reduction", rule.Averages ? "mean" : "sum"));
        }

        if (Tape.Records(this))
            return Tape.Attach(y, new CrossEntropyNode(this, logs, index, rule));
        logs.Release();
        return y;
    }
}

/// <summary>Backward of cross-entropy: one pass from the logarithms, which nothing else holds.</summary>
internal sealed class CrossEntropyNode(Tensor x, Tensor logs, Tensor index, CrossEntropyRule rule) : Node(x)
{
    private SavedTensor _logs = new(logs), _index = new(index);

    public override string Name => "cross_entropy";

    public override void Backward(Tensor dy)
    {
        Tensor logs = _logs.Get(Name);
        var dx = Tensor.EmptyLike(logs, Name);
        CrossEntropyForms.Gradient(logs, _index.Get(Name), rule, dy, dx);
        Give(0, dx);
    }

    protected override void DropSaved()
    {
        if (_logs.IsSet)
            _logs.Get(Name).Release();
        _logs = _index = default;
    }
}
