using Madaline.Devices;

namespace Madaline;

/// <summary>Along lines of elements: sums and their kin, extremes, sorting, softmax.</summary>
public abstract partial class Device
{
    /// <summary>y = x combined over the dimensions where y has size 1 and x has not; same rank.</summary>
    internal void Reduce<TOp>(TOp op, Tensor x, Tensor y) where TOp : struct, IReduction
    {
        var operands = new UnaryOperands(x, y);
        Begin(TOp.Name, operands);
        ReduceCore(op, operands);
        End(TOp.Name, operands);
    }

    /// <summary>
    /// y (Int64, size 1 along the axis) = where the largest (or smallest) lies; the first of equals, NaN before all.
    /// </summary>
    internal void ArgReduce(bool largest, Tensor x, int axis, Tensor y)
    {
        var operands = new AxisOperands(x, axis, y);
        Begin("arg_reduce", operands);
        ArgReduceCore(largest, operands);
        End("arg_reduce", operands);
    }

    /// <summary>y = running sum of x along the axis.</summary>
    internal void CumulativeSum(Tensor x, int axis, Tensor y)
    {
        var operands = new AxisOperands(x, axis, y);
        Begin("cumulative_sum", operands);
        CumulativeSumCore(operands);
        End("cumulative_sum", operands);
    }

    /// <summary>Values and Int64 positions of x in stable order along the axis; NaN counts as the largest.</summary>
    internal void Sort(Tensor x, int axis, bool descending, Tensor values, Tensor indices)
    {
        var operands = new AxisOperands(x, axis, values, indices);
        Begin("sort", operands);
        SortCore(descending, operands);
        End("sort", operands);
    }

    /// <summary>Softmax, or its logarithm, over the last dimension.</summary>
    internal void Softmax(bool log, Tensor x, Tensor y)
    {
        var operands = new SoftmaxOperands(log, null, x, y);
        Begin("softmax", operands);
        SoftmaxCore(operands);
        End("softmax", operands);
    }

    /// <summary>The gradient of <see cref="Softmax"/> from its output.</summary>
    internal void SoftmaxGradient(bool log, Tensor dy, Tensor y, Tensor dx)
    {
        var operands = new SoftmaxOperands(log, dy, y, dx);
        Begin("softmax_gradient", operands);
        SoftmaxGradientCore(operands);
        End("softmax_gradient", operands);
    }

    /// <summary>
    /// Fused: logs = log softmax(x), y = −Σ logs[i, index[i]] / count over the rows that the rule counts: x and logs
    /// [n, classes], contiguous, index Int64 [n] in range where it counts, y [].
    /// </summary>
    internal bool TryCrossEntropy(Tensor x, Tensor index, CrossEntropyRule rule, Tensor logs, Tensor y)
    {
        var operands = new CrossEntropyOperands(x, index, rule, logs, null, y);
        Begin("cross_entropy", operands);
        bool isDone = TryCrossEntropyCore(operands);
        End("cross_entropy", operands);
        return isDone;
    }

    /// <summary>
    /// Fused: dx = (eˡ − 1 at the row's class) · dy / count, 0 in rows that do not count: the gradient of
    /// <see cref="TryCrossEntropy"/> by logits whose log-softmax is l; l [n, classes], index Int64 [n], dy [].
    /// </summary>
    internal bool TryCrossEntropyGradient(Tensor logs, Tensor index, CrossEntropyRule rule, Tensor dy, Tensor dx)
    {
        var operands = new CrossEntropyOperands(logs, index, rule, null, dy, dx);
        Begin("cross_entropy_gradient", operands);
        bool isDone = TryCrossEntropyGradientCore(operands);
        End("cross_entropy_gradient", operands);
        return isDone;
    }

    /// <summary><see cref="Reduce"/>, by the device.</summary>
    private protected abstract void ReduceCore<TOp>(TOp op, in UnaryOperands o) where TOp : struct, IReduction;

    /// <summary><see cref="ArgReduce"/>, by the device.</summary>
    private protected abstract void ArgReduceCore(bool largest, in AxisOperands o);

    /// <summary><see cref="CumulativeSum"/>, by the device.</summary>
    private protected abstract void CumulativeSumCore(in AxisOperands o);

    /// <summary><see cref="Sort"/>, by the device.</summary>
    private protected abstract void SortCore(bool descending, in AxisOperands o);

    /// <summary><see cref="Softmax"/>, by the device.</summary>
    private protected abstract void SoftmaxCore(in SoftmaxOperands o);

    /// <summary><see cref="SoftmaxGradient"/>, by the device.</summary>
    private protected abstract void SoftmaxGradientCore(in SoftmaxOperands o);

    /// <summary><see cref="TryCrossEntropy"/>, by a device that has it.</summary>
    private protected virtual bool TryCrossEntropyCore(in CrossEntropyOperands o) => false;

    /// <summary><see cref="TryCrossEntropyGradient"/>, by a device that has it.</summary>
    private protected virtual bool TryCrossEntropyGradientCore(in CrossEntropyOperands o) => false;
}
