namespace Madaline.Optim;

/// <summary>
/// Multiplies the rate by a factor at each milestone: <c>lr₀ · γⁿ</c>, n milestones having been reached. PyTorch's
/// <c>MultiStepLR</c>.
/// </summary>
public sealed class MultiStepSchedule : Schedule
{
    private readonly int[] _milestones;
    private readonly double _gamma;

    /// <summary>A schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="milestones">Steps, in any order, each at least 1; one named twice counts twice.</param>
    /// <param name="gamma">γ, at least 0.</param>
    /// <exception cref="TensorException">A number is out of range.</exception>
    public MultiStepSchedule(Optimizer optimizer, IEnumerable<int> milestones, double gamma = 0.1) : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        _milestones = [.. milestones];
        foreach (int milestone in _milestones)
            Hyperparameter.Count("multi_step_schedule", "milestone", milestone, 1,
                "Set the optimizer's rate for a change at 0.");
        _gamma = Hyperparameter.AtLeastZero("multi_step_schedule", "gamma", gamma, "Use 0.1.");
        Begin();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step, double initialRate)
    {
        int reached = 0;
        foreach (int milestone in _milestones)
            reached += milestone <= step ? 1 : 0;
        return initialRate * Hyperparameter.Power(_gamma, reached);
    }
}
