using Madaline.Ops;

namespace Madaline.NN;

/// <summary>Binary cross-entropy of logits: <c>−w · (p · t · log σ(x) + (1 − t) · log(1 − σ(x)))</c>.</summary>
/// <remarks>
/// Shape: output and target the same → [], or the same unreduced. No sigmoid before it.
/// Numerics: <c>(1 − t) · x + (1 + (p − 1) · t) · log(1 + e⁻ˣ)</c>, without overflow at large logits.
/// Gradient without weights: σ(x) − t.
/// </remarks>
/// <param name="weight">Weights w that stretch to the output's shape, or null.</param>
/// <param name="positiveWeight">Weights p of positive targets that stretch to the output's shape, or null.</param>
/// <param name="reduction">Over all elements.</param>
public sealed class BceWithLogitsLoss(
    Tensor? weight = null, Tensor? positiveWeight = null, LossReduction reduction = LossReduction.Mean)
    : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor output, Tensor target)
    {
        LossHints.ExpectLogits(Kind, output, "sigmoid");
        Tensor wanted = Matching(output, target);
        Tensor each = Alike(positiveWeight, output) is { } positive
            ? Weighted(output, wanted, positive)
            : Elementwise.Apply<LogitCost>(output, wanted);
        return Reduced(weight is null ? each : Transient.After(each, each * Alike(weight, output)!));
    }

    private static Tensor Weighted(Tensor output, Tensor target, Tensor positive)
    {
        // At target 1 the cost is log(1 + e⁻ˣ) only.
        Tensor softplus = Elementwise.Apply<LogitCost>(output, Tensor.Ones(Shape.Scalar, output.DType, output.Device));
        return ((1 - target) * output) + ((1 + ((positive - 1) * target)) * softplus);
    }
}
