namespace Madaline.Optim;

/// <summary>
/// A share of the rate for some steps, then the whole: <c>lr₀ · factor</c> while t &lt; n, else <c>lr₀</c>. PyTorch's
/// <c>ConstantLR</c>.
/// </summary>
public sealed class ConstantSchedule : Schedule
{
    private readonly int _steps;
    private readonly double _factor;

    /// <summary>A schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="steps">n, at least 0.</param>
    /// <param name="factor">The share, at least 0.</param>
    /// <exception cref="TensorException">A number is out of range.</exception>
    public ConstantSchedule(Optimizer optimizer, int steps = 5, double factor = 1.0 / 3) : base(optimizer)
    {
        _steps = Hyperparameter.Count("constant_schedule", "steps", steps, 0, "Use 5.");
        _factor = Hyperparameter.AtLeastZero("constant_schedule", "factor", factor, "Use 0.1.");
        Begin();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step, double initialRate) =>
        step < _steps ? initialRate * _factor : initialRate;
}
