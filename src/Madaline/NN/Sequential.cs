using System.Collections;
using System.Globalization;

namespace Madaline.NN;

/// <summary>Modules one after the other: the output of each is the input of the next.</summary>
/// <remarks>
/// Names are <c>0</c>, <c>1</c>, … or those given. Outputs between two of our own layers go back to the pool as soon as
/// backward has passed them (without recording: as soon as the next layer is done); modules of your own may keep
/// theirs. A rectifier after a linear layer or a batch norm is done in the same pass.
/// </remarks>
public sealed class Sequential : Module, IReadOnlyList<Module>
{
    private readonly Module[] _layers;

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

    internal override bool KeepsNothing => Array.TrueForAll(_layers, layer => layer.KeepsNothing);

    internal override DType? InputDType => _layers.Length > 0 ? _layers[0].InputDType : null;

    /// <summary>The module at a place.</summary>
    public Module this[int index] => _layers[index];

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => ((IEnumerable<Module>)_layers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => ForwardInto(x, default, out _);

    internal override Tensor ForwardInto(Tensor x, ReadOnlySpan<Module> next, out int taken)
    {
        bool isOurs = false;
        taken = 0;
        for (int i = 0; i < _layers.Length; i++)
        {
            Module layer = _layers[i];
            bool isLast = i == _layers.Length - 1;
            Tensor y = layer.CallInto(x, isLast ? next : _layers.AsSpan(i + 1), out int more);
            if (isLast)
                taken = more;
            else
                i += more;
            bool keepsNothing = layer.KeepsNothing;
            if (ReferenceEquals(x, y))
            {
                isOurs &= keepsNothing;
                continue;
            }

            if (isOurs && keepsNothing)
                Transient.ReleaseAfter(x, y);
            (x, isOurs) = (y, keepsNothing);
        }

        return x;
    }
}
