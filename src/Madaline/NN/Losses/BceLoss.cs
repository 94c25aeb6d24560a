using Madaline.Devices;
using Madaline.Ops;

namespace Madaline.NN;

/// <summary>Binary cross-entropy of probabilities: <c>−w · (t · log x + (1 − t) · log(1 − x))</c>.</summary>
/// <remarks>
/// Shape: output and target the same → [], or the same unreduced. Output in 0 to 1: put a sigmoid before it, or better,
/// use <see cref="BceWithLogitsLoss"/> without one. Numerics: logarithms stop at −100, as in PyTorch.
/// </remarks>
/// <param name="weight">Weights that stretch to the output's shape, or null.</param>
/// <param name="reduction">Over all elements.</param>
public sealed class BceLoss(Tensor? weight = null, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    protected override Tensor Forward(Tensor output, Tensor target)
    {
        Tensor wanted = Matching(output, target);
        output.Device.Require(new ProbabilityRange(Kind), output.RowMajor());
        Tensor each = Elementwise.Apply<ProbabilityCost>(output, wanted);
        return Reduced(weight is null ? each : Transient.After(each, each * Alike(weight, output)!));
    }

    /// <summary>Probabilities lie from 0 to 1.</summary>
    private readonly record struct ProbabilityRange(string Op) : IRangeRule
    {
        public double Min => 0;

        public double Max => 1;

        public long? Exempt => null;

        public TensorException Broken(int place, Scalar value) => new(Op, $"the output holds no probabilities. "
            + $"Element {place} is {value.Double:G4}; expected 0 to 1. Put a Sigmoid before it, or use "
            + "BceWithLogitsLoss.");
    }
}
