using System.Globalization;
using Madaline.Autograd;

namespace Madaline.Optim;

/// <summary>
/// How an optimizer's state is written as named tensors and numbers, and read back after a full check.
/// </summary>
internal static class StateFormat
{
    public const string StepCount = "step_count";
    private const string TensorCount = "tensor_count";

    public static string State(int parameter, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{parameter}.{name}");

    public static OptimizerState Save(Optimizer optimizer)
    {
        var tensors = new Dictionary<string, Tensor>();
        using (new Unrecorded())
        {
            foreach (var (name, tensor) in optimizer.StateTensors())
                tensors.Add(name, tensor.Clone());
        }

        var numbers = Settings(optimizer);
        numbers.Add(StepCount, optimizer.StepCount);
        numbers.Add(TensorCount, tensors.Count);
        for (int i = 0; i < optimizer.Entries.Length; i++)
            numbers.Add(State(i, "step"), optimizer.Entries[i].Steps);
        for (int g = 0; g < optimizer.Groups.Count; g++)
        {
            var group = optimizer.Groups[g];
            numbers.Add(Group(g, "lr"), group.LearningRate);
            numbers.Add(Group(g, "momentum"), group.Momentum);
            numbers.Add(Group(g, "weight_decay"), group.WeightDecay);
        }

        return new OptimizerState(tensors, numbers);
    }

    public static void Load(Optimizer optimizer, OptimizerState state)
    {
        RequireNumbers(optimizer, state.Numbers);
        RequireTensors(optimizer, state);
        for (int g = 0; g < optimizer.Groups.Count; g++)
        {
            var group = optimizer.Groups[g];
            group.LearningRate = state.Numbers[Group(g, "lr")];
            group.Momentum = state.Numbers[Group(g, "momentum")];
            group.WeightDecay = state.Numbers[Group(g, "weight_decay")];
        }

        using var scope = new Unrecorded();
        for (int i = 0; i < optimizer.Entries.Length; i++)
        {
            var entry = optimizer.Entries[i];
            entry.Steps = (long)state.Numbers[State(i, "step")];
            for (int index = 0; index < optimizer.StateNames.Length; index++)
            {
                if (state.Tensors.TryGetValue(State(i, optimizer.StateNames[index]), out var saved))
                    entry.State(index).CopyFrom(saved);
                else
                    entry.States[index] = null;
            }
        }
    }

    private static string Group(int group, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"group.{group}.{name}");

    private static Dictionary<string, double> Settings(Optimizer optimizer)
    {
        var numbers = new Dictionary<string, double> { ["kind." + optimizer.Kind] = 1 };
        foreach (var (name, value) in optimizer.Settings)
            numbers.Add("setting." + name, value);
        return numbers;
    }

    private static void RequireNumbers(Optimizer optimizer, IReadOnlyDictionary<string, double> numbers)
    {
        foreach (var (name, value) in Settings(optimizer))
        {
            if (Number(optimizer, numbers, name) != value)
            {
                throw Refused(optimizer, FormattableString.Invariant(
                    $"a setting differs. {name} is {numbers[name]} in the state; expected {value}. ")
                    + "Make the optimizer with the numbers it was saved with.");
            }
        }

        for (int g = 0; g < optimizer.Groups.Count; g++)
        {
            foreach (string name in (ReadOnlySpan<string>)["lr", "momentum", "weight_decay"])
                Hyperparameter.AtLeastZero(optimizer.Kind, Group(g, name), Number(optimizer, numbers, Group(g, name)),
                    "The saved state is damaged.");
        }

        for (int i = 0; i < optimizer.Entries.Length; i++)
            Number(optimizer, numbers, State(i, "step"));
        Number(optimizer, numbers, StepCount);
        int expected = optimizer.Settings.Length + 1 + (3 * optimizer.Groups.Count) + optimizer.Entries.Length + 2;
        if (numbers.Count != expected)
        {
            throw Refused(optimizer,
                $"the state has other groups or parameters. It holds {numbers.Count} numbers; expected {expected} for "
                + $"{optimizer.Groups.Count} groups of {optimizer.Entries.Length} parameters in all. "
                + "Make the optimizer as it was when saved.");
        }
    }

    private static double Number(Optimizer optimizer, IReadOnlyDictionary<string, double> numbers, string name) =>
        numbers.TryGetValue(name, out double value) && double.IsFinite(value) && value >= 0
            ? value
            : throw Refused(optimizer,
                $"a number is missing. The state has no valid {name}; expected a number of at least 0. "
                + "Load the state of an optimizer of the same kind, settings, groups and parameters.");

    private static void RequireTensors(Optimizer optimizer, OptimizerState state)
    {
        int known = 0;
        for (int i = 0; i < optimizer.Entries.Length; i++)
        {
            Tensor parameter = optimizer.Entries[i].Parameter;
            foreach (string index in optimizer.StateNames)
            {
                if (!state.Tensors.TryGetValue(State(i, index), out var saved))
                    continue;
                known++;
                if (!saved.Shape.Equals(parameter.Shape) || saved.DType != parameter.DType)
                {
                    throw Refused(optimizer,
                        $"a state tensor does not fit. {State(i, index)} is {saved.DType} {saved.Shape}; "
                        + $"expected {parameter.DType} {parameter.Shape}. Load it for the same model.");
                }
            }
        }

        double expected = Number(optimizer, state.Numbers, TensorCount);
        if (known != expected || state.Tensors.Count != known)
        {
            throw Refused(optimizer,
                "state tensors are missing or unknown. "
                + FormattableString.Invariant($"It holds {state.Tensors.Count}, of which {known} are known; ")
                + FormattableString.Invariant($"expected {expected}. ")
                + "Load tensors and numbers of one save, under their names.");
        }
    }

    private static TensorException Refused(Optimizer optimizer, string problem) =>
        new(optimizer.Kind, "load_state: " + problem);
}
