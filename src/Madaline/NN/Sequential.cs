using System.Collections;
using System.Globalization;

namespace Madaline.NN;

/// <summary>Modules one after the other: the output of each is the input of the next.</summary>
/// <remarks>
/// Names are <c>0</c>, <c>1</c>, … or those given. Outputs between two of our own layers go back to the pool as soon as
/// backward has passed them (without recording: as soon as the next layer is done); modules of your own may keep
/// theirs. Layers that go together, such as a rectifier after a linear layer, are computed in one pass, with the same
/// bits.
/// </remarks>
public sealed class Sequential : Module, IReadOnlyList<Module>
{
    private Module[] _layers;
    private FusionPlan? _plan;

    /// <summary>Modules under the names 0, 1, …</summary>
    public Sequential(params Module[] modules)
    {
        _layers = [.. modules];
        for (int i = 0; i < modules.Length; i++)
            RegisterModule(i.ToString(CultureInfo.InvariantCulture), modules[i]);
    }

    /// <summary>Modules under names of their own.</summary>
    /// <exception cref="ArgumentException">A name appears twice, is empty or holds a dot.</exception>
    public Sequential(params (string Name, Module Module)[] modules)
    {
        _layers = Array.ConvertAll(modules, m => m.Module);
        foreach (var (name, module) in modules)
            RegisterModule(name, module);
    }

    /// <summary>How many modules.</summary>
    public int Count => _layers.Length;

    /// <summary>The modules; another array once one was added.</summary>
    internal Module[] Layers => _layers;

    /// <summary>Which of them are computed together.</summary>
    internal FusionPlan Plan
    {
        get
        {
            if (_plan is not { Holds: true } plan)
                _plan = plan = new FusionPlan(_layers);
            return plan;
        }
    }

    internal override bool KeepsNothing => Array.TrueForAll(_layers, layer => layer.KeepsNothing);

    internal override DType? InputDType => _layers.Length > 0 ? _layers[0].InputDType : null;

    /// <summary>The module at a place.</summary>
    public Module this[int index] => _layers[index];

    /// <summary>One module more, at the end, under its place as a name.</summary>
    /// <remarks>An optimizer that exists already does not know its parameters.</remarks>
    /// <exception cref="ArgumentException">The name is taken, or the module holds this one.</exception>
    public void Add(Module module)
    {
        RegisterModule(_layers.Length.ToString(CultureInfo.InvariantCulture), module);
        _layers = [.. _layers, module];
        _plan = null;
    }

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => ((IEnumerable<Module>)_layers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Plan.Forward(x);
}
