using System.Globalization;

namespace Madaline.Optim;

/// <summary>Sets an optimizer's learning rates as training goes on.</summary>
/// <remarks>
/// The rate is a function of <see cref="StepCount"/> and of each group's rate when its first schedule was made; call
/// <see cref="Step"/> after the optimizer's step, once an epoch or once a batch as the schedule is meant.
/// </remarks>
public abstract class Schedule
{
    /// <summary>A schedule of an optimizer; the derived constructor ends with <see cref="Begin"/>.</summary>
    protected Schedule(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
        foreach (var group in optimizer.Groups)
            group.InitialLearningRate ??= group.LearningRate;
    }

    /// <summary>The optimizer whose rates are set.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How many times <see cref="Step"/> was called.</summary>
    public int StepCount { get; private set; }

    /// <summary>The learning rate in use, of the first group.</summary>
    public double LearningRate => Optimizer.LearningRate;

    /// <summary>Goes on by one and sets the rates.</summary>
    /// <exception cref="TensorException">The schedule has an end, and it was passed.</exception>
    public void Step()
    {
        Apply(StepCount + 1);
        StepCount++;
    }

    /// <summary>
    /// Where the schedule is, and the rates it started from; the rate in use is part of the optimizer's state.
    /// </summary>
    public IReadOnlyDictionary<string, double> SaveState()
    {
        var numbers = new Dictionary<string, double> { ["step"] = StepCount };
        for (int g = 0; g < Optimizer.Groups.Count; g++)
            numbers.Add(InitialRate(g), Optimizer.Groups[g].InitialLearningRate ?? 0);
        return numbers;
    }

    /// <summary>Takes over a saved place. Load the optimizer's state as well: it holds the rates in use.</summary>
    /// <exception cref="TensorException">A number is missing or no count or rate; nothing was changed.</exception>
    public void LoadState(IReadOnlyDictionary<string, double> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        double step = Number(state, "step");
        if (step != Math.Floor(step) || step > int.MaxValue)
            throw Hyperparameter.Refused("load_state", "step", step, "an integer",
                "Load what SaveState of the same schedule gave.");
        var rates = new double[Optimizer.Groups.Count];
        for (int g = 0; g < rates.Length; g++)
            rates[g] = Number(state, InitialRate(g));
        if (state.Count != rates.Length + 1)
        {
            throw new TensorException("load_state",
                $"the schedule's state has other groups. It holds {state.Count} numbers; expected {rates.Length + 1}. "
                + "Load it for the groups it was saved with.");
        }

        for (int g = 0; g < rates.Length; g++)
            Optimizer.Groups[g].InitialLearningRate = rates[g];
        StepCount = (int)step;
    }

    /// <summary>The rate after a number of steps, in closed form.</summary>
    /// <param name="step">0 at the start.</param>
    /// <param name="initialRate">The group's rate at the start.</param>
    protected abstract double RateAt(int step, double initialRate);

    /// <summary>Sets the rates of step 0.</summary>
    protected void Begin() => Apply(0);

    internal virtual void Apply(int step)
    {
        foreach (var group in Optimizer.Groups)
            group.LearningRate = RateAt(step, group.InitialLearningRate ?? group.LearningRate);
    }

    private static string InitialRate(int group) =>
        string.Create(CultureInfo.InvariantCulture, $"group.{group}.initial_lr");

    private static double Number(IReadOnlyDictionary<string, double> state, string name) =>
        state.TryGetValue(name, out double value) && double.IsFinite(value) && value >= 0
            ? value
            : throw new TensorException("load_state",
                $"a number is missing. The schedule's state has no valid {name}; expected a number of at least 0. "
                + "Load what SaveState of the same schedule gave.");

    /// <summary>Its kind, and the rate in use.</summary>
    public override string ToString() => $"{GetType().Name}: step {StepCount}, rate {LearningRate:G5}";
}
