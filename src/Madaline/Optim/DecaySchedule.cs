namespace Madaline.Optim;

/// <summary>Divides the rate by a number that grows with the epochs: <c>lr₀ / (1 + decay · t)</c>.</summary>
public sealed class DecaySchedule : Schedule
{
    private readonly double _decay;

    /// <summary>A schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="decay">At least 0; with 0.01 the rate is halved after 100 epochs.</param>
    /// <exception cref="TensorException">A number is out of range.</exception>
    public DecaySchedule(Optimizer optimizer, double decay) : base(optimizer)
    {
        _decay = Hyperparameter.AtLeastZero("decay_schedule", "decay", decay, "Use 0.01, or 0 for none.");
        Begin();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step, double initialRate) => initialRate / (1 + (_decay * step));
}
