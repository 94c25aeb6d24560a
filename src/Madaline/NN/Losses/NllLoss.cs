namespace Madaline.NN;

/// <summary>Negative log-likelihood: <c>−w[c] · x[c]</c> for the target class c, from log-probabilities.</summary>
/// <remarks>
/// Shape: output [n, classes, d…] or [classes], target Int64 [n, d…] or [] → [], or the target's shape unreduced.
/// The mean divides by the sum of the weights of the target classes that count; NaN when none does.
/// </remarks>
/// <param name="weight">A weight for each class, or null.</param>
/// <param name="ignoreIndex">Targets of this value do not count.</param>
/// <param name="reduction">Over the samples.</param>
public sealed class NllLoss(
    Tensor? weight = null, long ignoreIndex = -100, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override TargetKind Targets => TargetKind.Classes;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor output, Tensor target)
    {
        LossHints.ExpectLogProbabilities(Kind, output);
        int axis = ClassAxis.Of(Kind, output, target, weight);
        var classes = ClassTargets.Of(Kind, target, output.Shape[axis], ignoreIndex);
        return ClassLikelihood.Of(output, axis, classes.Masked(), Alike(weight, output), Reduction);
    }
}
