namespace Madaline.Optim;

/// <summary>Multiplies the rate by a factor at every step: <c>lr₀ · γᵗ</c>. PyTorch's <c>ExponentialLR</c>.</summary>
public sealed class ExponentialSchedule : Schedule
{
    private readonly double _gamma;

    /// <summary>A schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="gamma">γ, at least 0.</param>
    /// <exception cref="TensorException">A number is out of range.</exception>
    public ExponentialSchedule(Optimizer optimizer, double gamma) : base(optimizer)
    {
        _gamma = Hyperparameter.AtLeastZero("exponential_schedule", "gamma", gamma, "Use 0.95.");
        Begin();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step, double initialRate) => initialRate * Hyperparameter.Power(_gamma, step);
}
