using System.Collections;
using System.Globalization;

namespace Madaline.NN;

/// <summary>Modules under the names 0, 1, …, for code that calls them itself.</summary>
/// <remarks>
/// Registered, moved, saved and counted as parts of the module that holds the list. It has no function of its own:
/// where each output is the next one's input, use <see cref="Sequential"/>.
/// </remarks>
/// <typeparam name="T">What the list holds: <c>Linear</c>, a module of your own, or <c>Module</c> for any.</typeparam>
public sealed class ModuleList<T> : Module, IReadOnlyList<T> where T : Module
{
    private readonly List<T> _modules = [];

    /// <summary>A list of modules, in order.</summary>
    public ModuleList(params IEnumerable<T> modules)
    {
        foreach (T module in modules)
            Add(module);
    }

    /// <summary>How many modules.</summary>
    public int Count => _modules.Count;

    /// <summary>The module at a place.</summary>
    public T this[int index] => _modules[index];

    /// <summary>One module more, at the end.</summary>
    public void Add(T module) =>
        _modules.Add(RegisterModule(_modules.Count.ToString(CultureInfo.InvariantCulture), module));

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _modules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override bool IsListed => false;
}
