using System.Text.Json;

namespace Madaline.Data;

/// <summary>A column of a table, and what becomes of it: one record a kind.</summary>
/// <param name="Name">The name in the header; <c>c0</c>, <c>c1</c> … without one.</param>
public abstract record EncodedColumn(string Name)
{
    /// <summary>The kind's word, as it is saved.</summary>
    public abstract string Kind { get; }

    /// <summary>What becomes of it, for people.</summary>
    public abstract string Becomes { get; }

    /// <summary>The values of a text column or the classes of the target, by index; otherwise empty.</summary>
    public virtual IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Names of other files' headers that mean the same column.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether it becomes features.</summary>
    public bool IsFeature => this is FeatureColumn;

    /// <summary>Number of features that it becomes.</summary>
    public virtual int Width => 0;

    /// <summary>A name for each feature that it becomes.</summary>
    public virtual IEnumerable<string> FeatureNames => [];

    /// <summary>Where its values are looked up; null where it has none.</summary>
    internal virtual Vocabulary? Vocabulary() => null;

    /// <summary>Writes what is its own.</summary>
    internal abstract void Write(Utf8JsonWriter json);
}

/// <summary>A column left out.</summary>
/// <param name="Name">The column's name.</param>
public sealed record OmittedColumn(string Name) : EncodedColumn(Name)
{
    /// <summary>Why: asked, empty, constant, identifier or rare.</summary>
    public string Reason { get; init; } = "asked";

    /// <inheritdoc/>
    public override string Kind => ColumnTypes.Omitted;

    /// <inheritdoc/>
    public override string Becomes => Reason == "asked" ? "left out" : $"left out ({Reason})";

    internal override void Write(Utf8JsonWriter json)
    {
        if (Reason != "asked")
            json.WriteString("reason", Reason);
    }
}

/// <summary>The column to predict.</summary>
/// <param name="Name">The column's name.</param>
public abstract record TargetColumn(string Name) : EncodedColumn(Name);

/// <summary>The class; without values, a number to predict.</summary>
/// <param name="Name">The column's name.</param>
public sealed record ClassColumn(string Name) : TargetColumn(Name)
{
    /// <summary>Whether the values are integers, which may be written in many ways (1, 1.0, +1).</summary>
    public bool IsInteger { get; init; }

    /// <inheritdoc/>
    public override string Kind => ColumnTypes.Class;

    /// <inheritdoc/>
    public override string Becomes => Values.Count == 0 ? "number to predict" : "class";

    internal override Vocabulary Vocabulary() => Data.Vocabulary.Of(Values, IsInteger);

    internal override void Write(Utf8JsonWriter json)
    {
        if (IsInteger)
            json.WriteBoolean("integer", true);
        ColumnJson.WriteNames(json, "values", Values);
    }
}
