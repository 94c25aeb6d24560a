using Madaline.Ops;

namespace Madaline.NN;

/// <summary>
/// Huber's loss: <c>½(x − t)²</c> up to a difference of delta, <c>delta · (|x − t| − ½ delta)</c> beyond.
/// </summary>
/// <remarks>
/// Shape: output and target the same → [], or the same unreduced. Gradient: x − t, cut off at ±delta.
/// Source: Huber 1964, Annals of Mathematical Statistics 35.
/// </remarks>
public sealed class HuberLoss : Loss
{
    /// <summary>Huber's loss with PyTorch's defaults.</summary>
    /// <param name="delta">Where it becomes linear, above 0.</param>
    /// <param name="reduction">Over all elements.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is not above 0.</exception>
    public HuberLoss(double delta = 1.0, LossReduction reduction = LossReduction.Mean) : base(reduction)
    {
        if (!(delta > 0))
            throw new ArgumentOutOfRangeException(nameof(delta), $"huber: no such delta. delta is {delta}; "
                + "expected above 0.");
        Delta = delta;
    }

    /// <summary>Where it becomes linear.</summary>
    public double Delta { get; }

    /// <inheritdoc/>
    public override TargetKind Targets => TargetKind.Numbers;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor output, Tensor target)
    {
        Tensor difference = output - Matching(output, target);
        return Reduced(Transient.After(difference, Elementwise.Apply(difference, new HuberCost(Delta))));
    }
}
