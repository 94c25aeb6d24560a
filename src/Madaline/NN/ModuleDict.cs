using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Madaline.NN;

/// <summary>Modules under names of their own, for code that chooses among them.</summary>
/// <remarks>
/// Registered, moved, saved and counted as parts of the module that holds the dictionary, in the order in which they
/// were added. It has no function of its own.
/// </remarks>
/// <typeparam name="T">What it holds: <c>Linear</c>, a module of your own, or <c>Module</c> for any.</typeparam>
public sealed class ModuleDict<T> : Module, IReadOnlyDictionary<string, T> where T : Module
{
    private readonly OrderedDictionary<string, T> _modules = [];

    /// <summary>Modules under their names.</summary>
    /// <exception cref="ArgumentException">A name appears twice, is empty or holds a dot.</exception>
    public ModuleDict(params IEnumerable<(string Name, T Module)> modules)
    {
        foreach (var (name, module) in modules)
            Add(name, module);
    }

    /// <summary>How many modules.</summary>
    public int Count => _modules.Count;

    /// <summary>The names, in the order in which they were added.</summary>
    public IEnumerable<string> Keys => _modules.Keys;

    /// <summary>The modules, in the same order.</summary>
    public IEnumerable<T> Values => _modules.Values;

    /// <summary>The module of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is no module of that name.</exception>
    public T this[string key] => _modules.TryGetValue(key, out T? module) ? module : throw new KeyNotFoundException(
        $"module dict: there is no module of that name. Name is {key}; expected one of {string.Join(", ", Keys)}.");

    /// <summary>One module more.</summary>
    /// <exception cref="ArgumentException">The name is taken, is empty or holds a dot.</exception>
    public void Add(string name, T module) => _modules.Add(name, RegisterModule(name, module));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _modules.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _modules.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _modules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override bool IsListed => false;
}
