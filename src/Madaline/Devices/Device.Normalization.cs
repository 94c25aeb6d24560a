using Madaline.Devices;

namespace Madaline;

/// <summary>Normalisation, fused.</summary>
public abstract partial class Device
{
    /// <summary>
    /// Fused: y = (x − mean) · inverse · weight + bias, with mean, variance (divided by n) and inverse = 1/√(variance +
    /// eps) of x itself, which it writes, too; then the epilogue. Running statistics move toward what was found.
    /// Something is added only where the numbers of a channel lie side by side.
    /// </summary>
    internal bool TryNormalize(
        in NormOperands operands, double eps, Tensor variance, Tensor y, RunningStatistics? running = null)
    {
        var all = new NormForwardOperands(operands, eps, variance, y, running);
        Begin("normalize", all);
        bool isDone = TryNormalizeCore(all);
        End("normalize", all);
        return isDone;
    }

    /// <summary>Fused: y = (x − mean) · inverse · weight + bias with given statistics, then the epilogue.</summary>
    internal bool TryNormalizeBy(in NormOperands operands, Tensor y)
    {
        var all = new NormByOperands(operands, y);
        Begin("normalize_by", all);
        bool isDone = TryNormalizeByCore(all);
        End("normalize_by", all);
        return isDone;
    }

    /// <summary>Fused: the gradients of <see cref="TryNormalize"/> or <see cref="TryNormalizeBy"/>.</summary>
    internal bool TryNormalizeGradient(in NormOperands operands, Tensor dy, in NormGradients gradients)
    {
        var all = new NormGradientOperands(operands, dy, gradients);
        Begin("normalize_gradient", all);
        bool isDone = TryNormalizeGradientCore(all);
        End("normalize_gradient", all);
        return isDone;
    }

    /// <summary><see cref="TryNormalize"/>, by a device that has it.</summary>
    private protected virtual bool TryNormalizeCore(in NormForwardOperands o) => false;

    /// <summary><see cref="TryNormalizeBy"/>, by a device that has it.</summary>
    private protected virtual bool TryNormalizeByCore(in NormByOperands o) => false;

    /// <summary><see cref="TryNormalizeGradient"/>, by a device that has it.</summary>
    private protected virtual bool TryNormalizeGradientCore(in NormGradientOperands o) => false;
}
