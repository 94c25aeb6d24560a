using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Madaline;

/// <summary>
/// What an operation was given beside its tensors, by name: <c>stride</c>, <c>dim</c>, <c>eps</c>. Names are PyTorch's.
/// </summary>
public sealed class Attributes : IReadOnlyDictionary<string, AttributeValue>
{
    private readonly (string Name, AttributeValue Value)[] _items;

    internal Attributes(params (string Name, AttributeValue Value)[] items) => _items = items;

    /// <summary>No attributes.</summary>
    public static Attributes None { get; } = new();

    /// <summary>How many.</summary>
    public int Count => _items.Length;

    /// <summary>The names, in the order of the operation's description.</summary>
    public IEnumerable<string> Keys => _items.Select(item => item.Name);

    /// <summary>The values, in the same order.</summary>
    public IEnumerable<AttributeValue> Values => _items.Select(item => item.Value);

    /// <summary>The value of a name.</summary>
    /// <exception cref="KeyNotFoundException">The operation has no such attribute; the message lists those it has.
    /// </exception>
    public AttributeValue this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(
        $"attribute: there is none of that name. Name is {key}; expected "
        + $"{(Count == 0 ? "none, as the operation has no attributes" : $"one of {string.Join(", ", Keys)}")}.");

    /// <summary>Whether there is an attribute of a name.</summary>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <summary>The value of a name, if there is one.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out AttributeValue value)
    {
        foreach (var item in _items)
        {
            if (item.Name == key)
            {
                value = item.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, AttributeValue>> GetEnumerator() =>
        _items.Select(item => KeyValuePair.Create(item.Name, item.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As in <c>stride = [1, 1], groups = 1</c>.</summary>
    public override string ToString() => string.Join(", ", _items.Select(item => $"{item.Name} = {item.Value}"));
}
