using Madaline.Tensors;

namespace Madaline.Autograd;

/// <summary>
/// While it is open, writes down the operations of the flow of control that opened it, and of the tasks, threads and
/// loops that this starts.
/// </summary>
/// <param name="pathOf">The dotted name of a module, or null for one that is not part of what is traced.</param>
/// <param name="copy">Copies the elements of a constant.</param>
internal sealed class Tracer(Func<object, string?> pathOf, Func<Tensor, Tensor> copy) : FlowScope(Opened())
{
    private readonly Lock _gate = new();
    private readonly TracedValues _values = new(copy);
    private readonly List<Operation> _operations = [];

    /// <summary>Those of the flow of control under way.</summary>
    public static IEnumerable<Tracer> OfFlow => FlowScope.Open.OfType<Tracer>();

    /// <summary>What was written down, in the order of the calls.</summary>
    public IReadOnlyList<Operation> Operations => _operations;

    /// <summary>Gives a tensor from outside its name.</summary>
    public TracedTensor Declare(Tensor x, string name, TracedKind kind)
    {
        lock (_gate)
            return _values.Declare(x, name, kind);
    }

    /// <summary>The traced tensor that a tensor is.</summary>
    public TracedTensor Find(Tensor x)
    {
        lock (_gate)
            return Read(x, "");
    }

    public void Add(string name, Tensor?[] inputs, Tensor[] outputs, Attributes attributes)
    {
        string path = Path();
        lock (_gate)
        {
            var read = Array.ConvertAll(inputs, x => x is null ? null : Read(x, path));
            int number = _operations.Count;
            var computed = new TracedTensor[outputs.Length];
            for (int i = 0; i < outputs.Length; i++)
                computed[i] = _values.Compute(outputs[i], i == 0 ? $"{name}_{number}" : $"{name}_{number}_{i}");
            _operations.Add(new(name, path, read, attributes, computed));
        }
    }

    public void Announce(Storage storage)
    {
        lock (_gate)
            _values.Announce(storage);
    }

    public void Write(string name, Tensor y, Tensor?[] others, Attributes attributes)
    {
        string path = Path();
        lock (_gate)
        {
            TracedTensor before = Read(y, path), whole = _values.Whole(y, before);
            TracedTensor?[] inputs = [before, .. others.Select(x => x is null ? null : Read(x, path))];
            TracedTensor after = _values.Overwrite(y, $"{name}_{_operations.Count}");
            _operations.Add(new(name, path, inputs, attributes, [after]));
            if (ReferenceEquals(whole, before))
                return;
            TracedTensor all = _values.OverwriteWhole(whole, y, $"as_strided_scatter_{_operations.Count}");
            _operations.Add(new("as_strided_scatter", path, [whole, after], Layout(y), [all]));
        }
    }

    protected override void OnClosed() => Tracing.Close();

    private static FlowModes Opened()
    {
        Tracing.Open();
        return FlowModes.Traced;
    }

    private static Attributes Layout(Tensor x) =>
        new(("size", x.Shape), ("stride", x.Strides), ("storage_offset", x.Offset));

    /// <summary>
    /// The traced tensor that is read: one that is known, a view of one that no operation made, or a constant.
    /// </summary>
    private TracedTensor Read(Tensor x, string path)
    {
        if (_values.Known(x) is { } known)
            return known;
        if (_values.WholeBelow(x) is not { } whole)
            return _values.Constant(x);
        TracedTensor view = _values.Compute(x, $"as_strided_{_operations.Count}");
        _operations.Add(new("as_strided", path, [whole], Layout(x), [view]));
        return view;
    }

    /// <summary>The name of the innermost module under way that is part of what is traced.</summary>
    private string Path()
    {
        foreach (FlowScope scope in FlowScope.Open)
        {
            if (ReferenceEquals(scope, this))
                break;
            if (scope is ModuleCall call && pathOf(call.Module) is { } path)
                return path;
        }

        return "";
    }
}

/// <summary>A call of a module, for the paths of the operations inside.</summary>
internal sealed class ModuleCall(object module) : FlowScope(FlowModes.None)
{
    public object Module { get; } = module;
}
