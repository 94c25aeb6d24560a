using System.Collections;
using Madaline.Formats;

namespace Madaline.Recipes;

/// <summary>
/// A closed list of things that recipes may name: one entry each, which says all there is to say about it.
/// </summary>
/// <remarks>
/// What is built is decided by the entry only; a name without an entry is an error that lists the entries.
/// </remarks>
/// <typeparam name="T">The type of the entries.</typeparam>
public sealed class Catalog<T> : IReadOnlyCollection<T> where T : CatalogEntry
{
    private readonly OrderedDictionary<string, T> _entries = [];

    /// <summary>A catalog of entries.</summary>
    /// <param name="subject">What errors call an entry, such as <c>loss</c>.</param>
    /// <param name="entries">The entries, in the order in which they are listed.</param>
    /// <exception cref="ArgumentException">Two entries have one name.</exception>
    public Catalog(string subject, params IEnumerable<T> entries)
    {
        Subject = subject;
        foreach (T entry in entries)
            _entries.Add(entry.Name, entry);
    }

    /// <summary>What errors call an entry, such as <c>loss</c>.</summary>
    public string Subject { get; }

    /// <summary>The entries' names, in the order in which they are listed.</summary>
    public IReadOnlyList<string> Names => _entries.Keys;

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The entry of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public T this[string name] => Find(name) ?? throw new ArgumentException(Unknown(name), nameof(name));

    /// <summary>The entry of a name, or null.</summary>
    /// <param name="name">The name, in the letters of the catalog.</param>
    public T? Find(string name) => _entries.GetValueOrDefault(name);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _entries.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The entry that a part of a recipe names, its arguments checked.</summary>
    /// <param name="spec">The part.</param>
    /// <param name="refuse">Makes an error that names the part, of what is wrong.</param>
    public T Of(Spec spec, Func<string, Exception> refuse)
    {
        T entry = Find(spec.Type) ?? throw refuse(Unknown(spec.Type));
        entry.Require(spec, refuse);
        return entry;
    }

    /// <summary>What is wrong with a name that no entry has, with a list of those there are.</summary>
    /// <param name="name">The name.</param>
    public string Unknown(string name) => $"there is no {Subject} \"{PlainText.Cut(name)}\"."
        + $"{NearestName.Hint(name, Names)} Expected one of {string.Join(", ", Names)}.";
}
