using Madaline.Devices;

namespace Madaline;

/// <summary>What passes between host and device beside the work itself: waiting, numbers read later, errors.</summary>
public abstract partial class Device
{
    /// <summary>
    /// Waits until everything asked for so far is done; needed for nothing but measuring time. The processor has always
    /// done it already.
    /// </summary>
    /// <exception cref="TensorException">
    /// The device found an error in numbers that the host has not seen, such as an index out of range; the message
    /// names the operation.
    /// </exception>
    public abstract void Synchronize();

    /// <summary>
    /// Asks for the numbers of a contiguous tensor as they are now, in the order of the operations, without waiting.
    /// </summary>
    internal abstract Readback ReadLater(Tensor source);

    /// <summary>
    /// Holds all elements of x (contiguous; floating or Int64) to a rule. The first that breaks it is a
    /// <see cref="Fault"/>: raised at once, or at the next wait.
    /// </summary>
    internal void Require<TRule>(TRule rule, Tensor x) where TRule : struct, IRangeRule
    {
        Begin(rule.Op, x);
        RequireCore(rule, x);
        GC.KeepAlive(x);
        Observer?.End(rule.Op);
    }

    /// <summary>
    /// count = how many rows of scores have their largest at their class: scores Float32 [n, classes], classes Int64
    /// [n], both contiguous, count Int64 with one element. Of equal scores the first counts, NaN is the smallest, and
    /// what is no class is never right. False when nothing was done: the caller composes it.
    /// </summary>
    internal bool TryCountCorrect(Tensor scores, Tensor classes, Tensor count)
    {
        var operands = new CountCorrectOperands(scores, classes, count);
        Begin("count_correct", operands);
        bool isDone = TryCountCorrectCore(operands);
        End("count_correct", operands);
        return isDone;
    }

    /// <summary><see cref="Require"/>, by the device.</summary>
    private protected abstract void RequireCore<TRule>(TRule rule, Tensor x) where TRule : struct, IRangeRule;

    /// <summary><see cref="TryCountCorrect"/>, by a device that has it.</summary>
    private protected virtual bool TryCountCorrectCore(in CountCorrectOperands o) => false;
}
