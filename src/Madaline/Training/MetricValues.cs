using System.Collections;

namespace Madaline.Training;

/// <summary>The value of a metric.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Value">Its value; NaN where it has none.</param>
public readonly record struct MetricValue(string Name, double Value)
{
    /// <summary>The value as people read it, in five digits; a dash for NaN.</summary>
    public string Text => double.IsNaN(Value) ? "–" : Measure.Digits(Value);

    /// <summary>Name and value.</summary>
    public override string ToString() => $"{Name} {Text}";
}

/// <summary>The values of the metrics of one evaluated part, in the order in which they were asked for.</summary>
public sealed class MetricValues : IReadOnlyCollection<MetricValue>, IEquatable<MetricValues>
{
    private readonly MetricValue[] _values;

    internal MetricValues(params MetricValue[] values) => _values = values;

    /// <summary>None.</summary>
    public static MetricValues Empty { get; } = new();

    /// <summary>How many there are.</summary>
    public int Count => _values.Length;

    /// <summary>The value of a metric.</summary>
    /// <param name="name">The metric's name.</param>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public double this[string name] => Find(name) ?? throw new ArgumentException($"metrics: there is no \"{name}\"; "
        + $"expected one of {string.Join(", ", _values.Select(value => value.Name))}.", nameof(name));

    /// <summary>The value of a metric, or null where there is no such metric.</summary>
    /// <param name="name">The metric's name.</param>
    public double? Find(string name)
    {
        int index = Array.FindIndex(_values, value => value.Name == name);
        return index < 0 ? null : _values[index].Value;
    }

    /// <inheritdoc/>
    public IEnumerator<MetricValue> GetEnumerator() => ((IEnumerable<MetricValue>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether names and values are the same, in the same order.</summary>
    /// <param name="other">Other values.</param>
    public bool Equals(MetricValues? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MetricValues);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Length;

    /// <summary>All of them between commas.</summary>
    public override string ToString() => string.Join(", ", _values);
}
