namespace Madaline.NN;

/// <summary>Kullback–Leibler divergence: <c>t · (log t − x)</c>, from log-probabilities x.</summary>
/// <remarks>
/// Shape: output and target the same → [], or the same unreduced. 0 where the target is 0.
/// The mathematical divergence is the reduction <see cref="LossReduction.BatchMean"/>; the mean divides by all
/// elements.
/// </remarks>
/// <param name="logTarget">The target holds logarithms of probabilities too.</param>
/// <param name="reduction">Over all elements.</param>
public sealed class KlDivLoss(bool logTarget = false, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor output, Tensor target)
    {
        Tensor wanted = Matching(output, target);
        if (logTarget)
            return Reduced(wanted.Exp() * (wanted - output));
        Tensor logs = wanted.MaskedFill(wanted.EqualTo(0), 1.0).Log();
        return Reduced((wanted * logs) - (wanted * output));
    }
}
