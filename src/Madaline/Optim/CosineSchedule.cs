namespace Madaline.Optim;

/// <summary>
/// Lowers the rate along half a cosine: <c>min + (lr₀ − min) · (1 + cos(π·t / T)) / 2</c>. PyTorch's
/// <c>CosineAnnealingLR</c>.
/// </summary>
/// <remarks>
/// After T steps the rate rises again, as in PyTorch. Source: Loshchilov and Hutter 2016, arXiv:1608.03983.
/// </remarks>
public sealed class CosineSchedule : Schedule
{
    private readonly int _steps;
    private readonly double _minimum;

    /// <summary>A schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="steps">T: steps to the minimum, at least 1.</param>
    /// <param name="minimum">The lowest rate, at least 0.</param>
    /// <exception cref="TensorException">A number is out of range.</exception>
    public CosineSchedule(Optimizer optimizer, int steps, double minimum = 0) : base(optimizer)
    {
        _steps = Hyperparameter.Count("cosine_schedule", "steps", steps, 1,
            "Use the number of steps of the whole training.");
        _minimum = Hyperparameter.AtLeastZero("cosine_schedule", "minimum", minimum, "Use 0.");
        Begin();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step, double initialRate)
    {
        // The wave repeats after 2T steps; taking whole waves off keeps the argument small and its ends exact.
        double angle = Math.PI * (step % (2 * (long)_steps)) / _steps;
        return _minimum + ((initialRate - _minimum) * ((1 + PortableMath.Cos(angle)) / 2));
    }
}
