namespace Madaline.Optim;

/// <summary>One schedule after the other, each counting from its own start. PyTorch's <c>SequentialLR</c>.</summary>
/// <remarks>Only this schedule is stepped and saved; the parts are not.</remarks>
public sealed class SequentialSchedule : Schedule
{
    private readonly Schedule[] _parts;
    private readonly int[] _milestones;

    /// <summary>Joins schedules of one optimizer.</summary>
    /// <param name="parts">The schedules, at least one.</param>
    /// <param name="milestones">The steps, rising, at which the second, third … begins: one fewer than parts.</param>
    /// <exception cref="TensorException">The counts do not match, the milestones do not rise, or the optimizers
    /// differ.</exception>
    public SequentialSchedule(
        IReadOnlyList<Schedule> parts, IReadOnlyList<int> milestones) : base(First(parts).Optimizer)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        (_parts, _milestones) = ([.. parts], [.. milestones]);
        if (_milestones.Length != _parts.Length - 1)
        {
            throw new TensorException("sequential_schedule",
                $"the counts do not match. There are {_parts.Length} schedules and {_milestones.Length} milestones; "
                + $"expected {_parts.Length - 1} milestones. "
                + "Name the step at which each schedule but the first begins.");
        }

        for (int i = 0; i < _milestones.Length; i++)
            Hyperparameter.Count("sequential_schedule", "milestone", _milestones[i], i == 0
                ? 1 : _milestones[i - 1] + 1, "Let the milestones rise.");
        foreach (var part in _parts)
        {
            if (!ReferenceEquals(part.Optimizer, Optimizer) || part is SequentialSchedule)
                throw new TensorException("sequential_schedule",
                    $"the parts do not belong together. One is a {part.GetType().Name}; "
                        + "expected plain schedules of one optimizer. List them all in one sequence.");
        }

        Begin();
    }

    internal override void Apply(int step)
    {
        int part = 0;
        while (part < _milestones.Length && step >= _milestones[part])
            part++;
        _parts[part].Apply(step - (part == 0 ? 0 : _milestones[part - 1]));
    }

    /// <inheritdoc/>
    protected override double RateAt(int step, double initialRate) => initialRate;

    private static Schedule First(IReadOnlyList<Schedule> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Count > 0
            ? parts[0]
            : throw new TensorException("sequential_schedule",
                "there is nothing to join. It was given 0 schedules; expected at least 1. "
                    + "List schedules of one optimizer.");
    }
}
