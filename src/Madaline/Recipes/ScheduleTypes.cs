using Madaline.Optim;

namespace Madaline.Recipes;

/// <summary>How long a training is, for schedules that must know its end.</summary>
/// <param name="Epochs">Passes over the training part.</param>
/// <param name="StepsPerEpoch">Steps of each.</param>
public readonly record struct TrainingLength(int Epochs, int StepsPerEpoch)
{
    /// <summary>All steps, from 1 to what a schedule can count.</summary>
    public int Steps => (int)Math.Clamp((long)Epochs * StepsPerEpoch, 1, int.MaxValue);
}

/// <summary>A schedule of the learning rate that recipes may name.</summary>
/// <param name="name">What recipes call it.</param>
/// <param name="arguments">What it takes.</param>
/// <param name="build">Makes it of its arguments, for an optimizer and a training.</param>
public sealed class ScheduleType(
    string name, IReadOnlyList<Argument> arguments, Func<Spec, Optimizer, TrainingLength, Schedule> build)
    : CatalogEntry(name, arguments)
{
    /// <summary>Makes the schedule.</summary>
    public Func<Spec, Optimizer, TrainingLength, Schedule> Build => build;

    /// <summary>Whether it moves after every step rather than every epoch.</summary>
    public bool CountsSteps { get; init; }
}

/// <summary>The schedules that recipes choose from.</summary>
internal static class ScheduleTypes
{
    /// <summary>All of them, in the order in which they are listed.</summary>
    public static Catalog<ScheduleType> All { get; } = new("schedule",
        new("step", [new("size", "integer", 1, int.MaxValue, Required: true), Positive("gamma")],
            (s, optimizer, _) => new StepSchedule(optimizer, s.Integer("size", 1), s.Number("gamma", 0.1))),
        new("multi-step", [new("milestones", "list", Required: true), Positive("gamma")],
            (s, optimizer, _) => new MultiStepSchedule(optimizer,
                Array.ConvertAll(s.List("milestones")!, epoch => (int)epoch), s.Number("gamma", 0.1))),
        new("exponential", [Positive("gamma", required: true)],
            (s, optimizer, _) => new ExponentialSchedule(optimizer, s.Number("gamma", 0.9))),
        new("cosine", [new("min-lr", "number", 0)],
            (s, optimizer, length) => new CosineSchedule(optimizer, length.Epochs, s.Number("min-lr", 0))),
        new("one-cycle", [Positive("max-lr", required: true)],
            (s, optimizer, length) => new OneCycleSchedule(optimizer, s.Number("max-lr", 0.1), length.Steps,
                cycleMomentum: optimizer.HasMomentum))
        {
            CountsSteps = true,
        },
        new("warm-up", [new("steps", "integer", 1, int.MaxValue, Required: true)],
            (s, optimizer, _) => new WarmupSchedule(optimizer, s.Integer("steps", 1)))
        {
            CountsSteps = true,
        },
        new("decay", [new("decay", "number", 0, Required: true)],
            (s, optimizer, _) => new DecaySchedule(optimizer, s.Number("decay", 0))));

    private static Argument Positive(string name, bool required = false) =>
        new(name, "number", Argument.MinPositive, Required: required);
}
