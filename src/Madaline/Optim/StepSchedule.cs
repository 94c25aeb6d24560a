namespace Madaline.Optim;

/// <summary>
/// Multiplies the rate by a factor every few steps: <c>lr₀ · γ^⌊t / size⌋</c>. PyTorch's <c>StepLR</c>.
/// </summary>
public sealed class StepSchedule : Schedule
{
    private readonly int _stepSize;
    private readonly double _gamma;

    /// <summary>A schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="stepSize">Steps between changes, at least 1.</param>
    /// <param name="gamma">γ, at least 0.</param>
    /// <exception cref="TensorException">A number is out of range.</exception>
    public StepSchedule(Optimizer optimizer, int stepSize, double gamma = 0.1) : base(optimizer)
    {
        _stepSize = Hyperparameter.Count("step_schedule", "step_size", stepSize, 1, "Use 1 to change at every step.");
        _gamma = Hyperparameter.AtLeastZero("step_schedule", "gamma", gamma, "Use 0.1.");
        Begin();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step, double initialRate) =>
        initialRate * Hyperparameter.Power(_gamma, step / _stepSize);
}
