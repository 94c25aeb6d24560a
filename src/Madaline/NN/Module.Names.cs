namespace Madaline.NN;

public abstract partial class Module
{
    /// <summary>
    /// All parameters under PyTorch's dotted names: own ones first, then module by module. A shared one comes once.
    /// </summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedParameters() =>
        Named(module => module.OwnParameters).DistinctBy(p => p.Item, ReferenceEqualityComparer.Instance);

    /// <summary>All buffers under PyTorch's dotted names. A shared one comes once.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedBuffers() =>
        Named(module => module.OwnBuffers).DistinctBy(b => b.Item, ReferenceEqualityComparer.Instance);

    /// <summary>The streams of random numbers of the layers (dropout), for checkpoints.</summary>
    public IEnumerable<(string Name, Rng Rng)> NamedRngs() =>
        Named(module => module.OwnRngs).DistinctBy(r => r.Item, ReferenceEqualityComparer.Instance);

    /// <summary>This module, under the empty name, and all below it. A shared one comes once.</summary>
    public IEnumerable<(string Name, Module Module)> NamedModules() =>
        AllModules("").DistinctBy(m => m.Module, ReferenceEqualityComparer.Instance);

    /// <summary>The name of each of them.</summary>
    internal Dictionary<Module, string> NamesOfModules() => NamedModules().ToDictionary(
        m => m.Module, m => m.Name, (IEqualityComparer<Module>)ReferenceEqualityComparer.Instance);

    /// <summary>All parameters, in the order of <see cref="NamedParameters"/>.</summary>
    public IReadOnlyList<Tensor> Parameters() => [.. NamedParameters().Select(p => p.Tensor)];

    /// <summary>How many numbers are learned.</summary>
    public long ParameterCount => NamedParameters().Sum(p => (long)p.Tensor.Elements);

    /// <summary>How many numbers this module learns itself, without those of modules below.</summary>
    internal long OwnParameterCount => OwnParameters.Sum(p => (long)p.Tensor.Elements);

    private static string Joined(string prefix, string name) => prefix.Length == 0 ? name : $"{prefix}.{name}";

    private IEnumerable<(string Name, Module Module)> AllModules(string prefix)
    {
        yield return (prefix, this);
        foreach (var (name, module) in Below)
        {
            foreach (var below in module.AllModules(Joined(prefix, name)))
                yield return below;
        }
    }

    private IEnumerable<(string Name, T Item)> Named<T>(Func<Module, List<(string Name, T Item)>> items)
    {
        foreach (var (prefix, module) in AllModules(""))
        {
            foreach (var (name, item) in items(module))
                yield return (Joined(prefix, name), item);
        }
    }

    private IEnumerable<Tensor> OwnTensors() =>
        NamedParameters().Concat(NamedBuffers()).Select(t => t.Tensor);
}
