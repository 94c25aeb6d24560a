namespace Madaline.NN;

/// <summary>Mean absolute error: <c>|x − t|</c>, averaged over all elements.</summary>
/// <remarks>Shape: output and target the same → [], or the same unreduced. Gradient: sign(x − t) / elements.</remarks>
/// <param name="reduction">Over all elements.</param>
public sealed class L1Loss(LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override TargetKind Targets => TargetKind.Numbers;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor output, Tensor target)
    {
        Tensor difference = output - Matching(output, target);
        return Reduced(Transient.After(difference, difference.Abs()));
    }
}
