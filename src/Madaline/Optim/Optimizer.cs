using Madaline.Tensors;

namespace Madaline.Optim;

/// <summary>
/// Changes parameters by their gradients, one fused pass for each, one call for all with equal rules.
/// </summary>
/// <remarks>
/// Parameters without a <see cref="Tensor.Grad"/> are left alone, and their step is not counted. Make the optimizer
/// after the model was moved to its device and dtype. Same parameters and gradients give the same bits for any number
/// of threads.
/// </remarks>
public abstract class Optimizer
{
    private readonly ParameterEntry[] _entries;
    private readonly UpdateBatches _updates = new();
    private readonly List<Tensor> _copies = [];
    private LoopWatch _watch;

    private protected Optimizer(string kind, IEnumerable<ParameterGroup> groups, OptimizerDefaults defaults)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Kind = kind;
        Groups = [.. groups];
        HasMomentum = defaults.Momentum is not null;
        var entries = new List<ParameterEntry>();
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var group in Groups)
        {
            group.Join(kind, defaults);
            foreach (var parameter in group.Parameters)
            {
                RequireParameter(parameter, entries.Count);
                if (!seen.Add(parameter))
                {
                    throw new TensorException(kind,
                        $"a parameter is listed twice. Parameter {entries.Count} is {parameter.Shape}; "
                        + "expected each once. Take it out of one list or group.");
                }

                entries.Add(new ParameterEntry(parameter, group));
            }
        }

        if (entries.Count == 0)
            throw new TensorException(kind,
                "there is nothing to optimize. It was given 0 parameters; expected at least 1. Pass "
                    + "model.Parameters(); if that is what was passed, the model knows no parameters: does its "
                    + "constructor register its modules and parameters (RegisterModule, RegisterParameter)?");
        _entries = [.. entries];
        WeightTravel.Begin(this);
        _watch.Begin();
    }

    /// <summary>
    /// The kind as PyTorch writes it in lower case: <c>sgd</c>, <c>adam</c>, <c>adamw</c>, <c>rmsprop</c>,
    /// <c>adagrad</c>.
    /// </summary>
    public string Kind { get; }

    /// <summary>The parameter groups; one when a plain list was given.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The learning rate of the first group; setting it sets that of every group.</summary>
    /// <exception cref="TensorException">Set to a negative number, NaN or an infinity.</exception>
    public double LearningRate
    {
        get => Groups[0].LearningRate;
        set
        {
            foreach (var group in Groups)
                group.LearningRate = value;
        }
    }

    /// <summary>How many times <see cref="Step"/> was called.</summary>
    public long StepCount { get; private set; }

    /// <summary>Whether a schedule can cycle <see cref="ParameterGroup.Momentum"/>.</summary>
    internal bool HasMomentum { get; }

    /// <summary>Whether a trainer looks for NaN, which is an error there and a hint elsewhere.</summary>
    internal bool IsGuarded { get; set; }

    internal ReadOnlySpan<ParameterEntry> Entries => _entries;

    /// <summary>PyTorch's names of the state tensors, in the order of the slots.</summary>
    internal abstract ReadOnlySpan<string> StateNames { get; }

    /// <summary>Settings that do not belong to a group; a saved state must agree with them.</summary>
    internal abstract ReadOnlySpan<(string Name, double Value)> Settings { get; }

    /// <summary>Changes every parameter that has a gradient.</summary>
    /// <exception cref="TensorException">A gradient does not fit its parameter; nothing was changed.</exception>
    public void Step()
    {
        foreach (var entry in _entries)
            entry.Prepare(Kind);
        int counted = 0;
        try
        {
            Collect(ref counted);
            _updates.Run();
        }
        catch
        {
            CountBack(counted);
            throw;
        }
        finally
        {
            Forget();
        }

        StepCount++;
        _watch.Step(this, _entries[0].Parameter, counted);
    }

    /// <summary>Everything that can fail, memory for states above all, comes before anything moves.</summary>
    private void Collect(ref int counted)
    {
        foreach (var entry in _entries)
        {
            if (entry.Parameter.Gradient is not { } gradient)
                continue;
            gradient = Fitting(entry.Parameter, gradient);
            entry.Steps++;
            counted++;
            Update(entry, gradient, _updates);
        }
    }

    // Methods of their own: one with a loop in a handler is compiled once and for all, unprofiled.
    private void CountBack(int counted)
    {
        foreach (var entry in _entries.Where(entry => entry.Parameter.Gradient is not null).Take(counted))
            entry.Steps--;
    }

    private void Forget()
    {
        _updates.Clear();
        if (_copies.Count == 0)
            return;
        foreach (Tensor copy in _copies)
            copy.Release();
        _copies.Clear();
    }

    /// <summary>The gradient in the parameter's dtype and order.</summary>
    private Tensor Fitting(Tensor parameter, Tensor gradient) =>
        gradient.DType == parameter.DType && gradient.IsContiguous ? gradient : Converted(parameter, gradient);

    private Tensor Converted(Tensor parameter, Tensor gradient)
    {
        Tensor copy = Tensor.EmptyLike(parameter);
        _copies.Add(copy);
        parameter.Device.Copy(gradient, copy);
        return copy;
    }

    /// <summary>Forgets the gradients of all parameters.</summary>
    public void ZeroGrad()
    {
        _watch.ZeroGrad(StepCount, _entries[0].Parameter);
        foreach (var entry in _entries)
            entry.Parameter.ZeroGrad();
    }

    /// <summary>
    /// The state tensors made so far, such as <c>0.exp_avg</c>, in fixed order: parameter by parameter. They are the
    /// optimizer's own.
    /// </summary>
    public IEnumerable<(string Name, Tensor Tensor)> StateTensors()
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            for (int index = 0; index < StateNames.Length; index++)
            {
                if (_entries[i].States[index] is { } tensor)
                    yield return (StateFormat.State(i, StateNames[index]), tensor);
            }
        }
    }

    /// <summary>
    /// A copy of all that is needed to go on from here with the same bits; the parameters themselves are not in it.
    /// </summary>
    public OptimizerState SaveState() => StateFormat.Save(this);

    /// <summary>
    /// Takes over a saved state: tensors, step counts, and each group's rate, momentum and weight decay.
    /// </summary>
    /// <exception cref="TensorException">
    /// The state belongs to another kind, other settings or other parameters, or is not complete; nothing was changed.
    /// </exception>
    public void LoadState(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        StateFormat.Load(this, state);
        StepCount = (long)state.Numbers[StateFormat.StepCount];
    }

    /// <summary>Adds one step of one parameter; its count is already increased.</summary>
    private protected abstract void Update(ParameterEntry entry, Tensor gradient, UpdateBatches updates);

    private void RequireParameter(Tensor parameter, int index)
    {
        string named = $"Parameter {index} is {parameter.DType} {parameter.Shape}";
        if (!parameter.IsLeaf)
            throw new TensorException(Kind,
                $"only leaves can be optimized, and an operation made this one. {named}; expected a leaf. "
                    + "Use Detach().WithGrad().");
        if (!parameter.RequiresGrad)
            throw new TensorException(Kind,
                $"a parameter asks for no gradient. {named} with RequiresGrad false; expected true. Use WithGrad(), "
                    + "or leave it out.");
        if (!parameter.IsContiguous)
            throw new TensorException(Kind,
                $"a parameter is a strided view. {named}; expected contiguous elements. "
                    + "Use Detach().Contiguous().WithGrad().");
        parameter.RequireAlive(Kind);
    }

    /// <summary>Its kind, its rate and what it trains, in a line.</summary>
    public override string ToString() => $"{GetType().Name}: rate {LearningRate:G5}, {_entries.Length} parameters of "
        + $"{_entries.Sum(entry => (long)entry.Parameter.Elements):N0} numbers, {StepCount:N0} steps";
}

/// <summary>A parameter, its group, its states and how many steps it took.</summary>
internal sealed class ParameterEntry(Tensor parameter, ParameterGroup group)
{
    public Tensor Parameter { get; } = parameter;

    public ParameterGroup Group { get; } = group;

    /// <summary>
    /// State tensors in the order of <see cref="Optimizer.StateNames"/>; null until needed. Three are enough for every
    /// rule.
    /// </summary>
    public Tensor?[] States { get; } = new Tensor?[3];

    public long Steps { get; set; }

    /// <summary>
    /// Refuses what a step cannot be taken with, and brings the states to the parameter's dtype and device, in case the
    /// model was moved since the last step.
    /// </summary>
    /// <param name="op">The optimizer's kind.</param>
    public void Prepare(string op)
    {
        if (Parameter.Gradient is not { } gradient)
            return;
        Parameter.RequireAlive(op);
        gradient.RequireAlive(op);
        Tensor.RequireSameDevice(op, Parameter, gradient);
        Storage own = Parameter.Storage;
        foreach (ref Tensor? state in States.AsSpan())
        {
            if (state is null)
                continue;
            state.RequireAlive(op);
            if (state.DType != own.DType || !ReferenceEquals(state.Device, own.Device))
                state = state.To(own.DType).To(own.Device);
        }
    }

    /// <summary>The state of a slot, made on first use.</summary>
    public Tensor State(int index, double start = 0) =>
        States[index] ??= Tensor.Full(Parameter.Shape, start, Parameter.DType, Parameter.Device);
}
