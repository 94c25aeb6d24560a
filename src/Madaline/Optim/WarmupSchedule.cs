namespace Madaline.Optim;

/// <summary>
/// Goes from one share of the rate to another in a straight line, then stays: <c>lr₀ · (a + (b − a) · min(t, n) /
/// n)</c>.
/// </summary>
/// <remarks>
/// PyTorch's <c>LinearLR</c>. To go on with another schedule afterwards, join the two in a
/// <see cref="SequentialSchedule"/>.
/// </remarks>
public sealed class WarmupSchedule : Schedule
{
    private readonly int _steps;
    private readonly double _startFactor, _endFactor;

    /// <summary>A schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="steps">n: steps to the end of the line, at least 1.</param>
    /// <param name="startFactor">a, above 0.</param>
    /// <param name="endFactor">b, at least 0.</param>
    /// <exception cref="TensorException">A number is out of range.</exception>
    public WarmupSchedule(
        Optimizer optimizer, int steps = 5, double startFactor = 1.0 / 3, double endFactor = 1) : base(optimizer)
    {
        _steps = Hyperparameter.Count("warmup_schedule", "steps", steps, 1, "Leave the schedule out for no warm-up.");
        _startFactor = Hyperparameter.AboveZero("warmup_schedule", "start_factor", startFactor, "Use 0.1.");
        _endFactor = Hyperparameter.AtLeastZero("warmup_schedule", "end_factor", endFactor, "Use 1.");
        Begin();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step, double initialRate) =>
        step >= _steps
            ? initialRate * _endFactor
            : initialRate * (_startFactor + ((_endFactor - _startFactor) * step / _steps));
}
