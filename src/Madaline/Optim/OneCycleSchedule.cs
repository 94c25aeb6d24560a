namespace Madaline.Optim;

/// <summary>How a rate goes from one value to another.</summary>
public enum Annealing
{
    /// <summary>Along half a cosine: slow at both ends.</summary>
    Cosine,

    /// <summary>In a straight line.</summary>
    Linear,
}

/// <summary>
/// Up to a high rate and down to almost none, once, while the momentum goes the other way. PyTorch's <c>OneCycleLR</c>.
/// </summary>
/// <remarks>
/// Step it after every batch. The rate starts at max / divFactor, peaks at max and ends at that start / finalDivFactor;
/// the momentum (beta1 of the Adam family) goes from high to low and back. The step after the last keeps the last
/// values.
/// Source: Smith and Topin 2017, arXiv:1708.07120.
/// </remarks>
public sealed class OneCycleSchedule : Schedule
{
    private readonly Phase[] _phases;
    private readonly Annealing _annealing;
    private readonly bool _cyclesMomentum;
    private readonly int _totalSteps;

    /// <summary>A schedule of an optimizer, for all its groups.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="maxRate">The highest rate, above 0.</param>
    /// <param name="totalSteps">Batches in the whole training, at least 1.</param>
    /// <param name="riseShare">The share of the steps in which the rate rises, 0 to 1.</param>
    /// <param name="annealing">The shape of the way.</param>
    /// <param name="cycleMomentum">Turn the momentum too; the optimizer must have one.</param>
    /// <param name="baseMomentum">The momentum at the highest rate, in [0, 1).</param>
    /// <param name="maxMomentum">The momentum at both ends, in [0, 1).</param>
    /// <param name="divFactor">How many times smaller than the highest the first rate is; above 0.</param>
    /// <param name="finalDivFactor">How many times smaller than the first the last rate is; above 0.</param>
    /// <param name="threePhase">Come down as fast as up, then go to the last rate.</param>
    /// <exception cref="TensorException">A number is out of range, or the optimizer has no momentum to
    /// cycle.</exception>
    public OneCycleSchedule(Optimizer optimizer, double maxRate, int totalSteps, double riseShare = 0.3,
        Annealing annealing = Annealing.Cosine, bool cycleMomentum = true, double baseMomentum = 0.85,
        double maxMomentum = 0.95, double divFactor = 25, double finalDivFactor = 1e4, bool threePhase = false)
        : base(optimizer)
    {
        const string op = "one_cycle_schedule";
        Hyperparameter.AboveZero(op, "max_rate", maxRate, "Use the largest rate at which training is stable.");
        _totalSteps = Hyperparameter.Count(op, "total_steps", totalSteps, 1, "Use epochs times batches.");
        if (riseShare is not (>= 0 and <= 1))
            throw Hyperparameter.Refused(op, "rise_share", riseShare, "0 to 1", "Use 0.3.");
        Hyperparameter.BelowOne(op, "base_momentum", baseMomentum, "Use 0.85.");
        Hyperparameter.BelowOne(op, "max_momentum", maxMomentum, "Use 0.95.");
        double first = maxRate / Hyperparameter.AboveZero(op, "div_factor", divFactor, "Use 25.");
        double last = first / Hyperparameter.AboveZero(op, "final_div_factor", finalDivFactor, "Use 1e4.");
        if (cycleMomentum && !optimizer.HasMomentum)
            throw new TensorException(op,
                $"there is no momentum to cycle. The optimizer is {optimizer.Kind}; "
                    + "expected one with momentum or beta1. Pass cycleMomentum: false.");
        double top = (riseShare * totalSteps) - 1;
        var rise = new Phase(top, first, maxRate, maxMomentum, baseMomentum);
        _phases = threePhase
            ? [rise, new Phase((2 * riseShare * totalSteps) - 2, maxRate, first, baseMomentum, maxMomentum),
                new Phase(totalSteps - 1, first, last, maxMomentum, maxMomentum)]
            : [rise, new Phase(totalSteps - 1, maxRate, last, baseMomentum, maxMomentum)];
        (_annealing, _cyclesMomentum) = (annealing, cycleMomentum);
        Begin();
    }

    internal override void Apply(int step)
    {
        if (step > _totalSteps)
        {
            throw new TensorException("one_cycle_schedule",
                $"the cycle is over. This is step {step}; expected at most {_totalSteps}. "
                + "Give totalSteps as epochs times batches, and step once a batch.");
        }

        base.Apply(step);
        if (!_cyclesMomentum)
            return;
        var (phase, share) = Find(step);
        foreach (var group in Optimizer.Groups)
            group.Momentum = Between(phase.FirstMomentum, phase.LastMomentum, share);
    }

    /// <inheritdoc/>
    protected override double RateAt(int step, double initialRate)
    {
        var (phase, share) = Find(step);
        return Between(phase.FirstRate, phase.LastRate, share);
    }

    /// <summary>The phase of a step, and how much of it has passed.</summary>
    private (Phase Phase, double Share) Find(int step)
    {
        double start = 0;
        for (int i = 0; i < _phases.Length - 1; i++)
        {
            if (step <= _phases[i].End)
                return (_phases[i], Share(step, start, _phases[i].End));
            start = _phases[i].End;
        }

        return (_phases[^1], Share(step, start, _phases[^1].End));
    }

    private static double Share(int step, double start, double end) =>
        end > start ? Math.Min((step - start) / (end - start), 1) : 1;

    private double Between(double first, double last, double share) =>
        _annealing == Annealing.Linear
            ? first + ((last - first) * share)
            : last + ((first - last) / 2 * (1 + PortableMath.Cos(Math.PI * share)));

    /// <summary>A stretch of steps up to End (which may lie between two steps), with the values at its ends.</summary>
    private readonly record struct Phase(
        double End, double FirstRate, double LastRate, double FirstMomentum, double LastMomentum);
}
