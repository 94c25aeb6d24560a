namespace Madaline.Data;

/// <summary>What becomes of a column of a table.</summary>
public enum ColumnKind
{
    /// <summary>A feature as it is.</summary>
    Number,

    /// <summary>One feature a value, 0 or 1.</summary>
    OneHot,

    /// <summary>What is predicted: a class, or, without values, a number.</summary>
    Target,

    /// <summary>Left out.</summary>
    Excluded,
}

/// <summary>A column of a table, and what becomes of it.</summary>
/// <param name="Name">The name in the header; <c>c0</c>, <c>c1</c> … without one.</param>
/// <param name="Kind">What becomes of it.</param>
public sealed record EncodedColumn(string Name, ColumnKind Kind)
{
    /// <summary>The values of a one-hot column or the classes of the target, by index; otherwise empty.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Whether the values are integers, which may be written in many ways (1, 1.0, +1).</summary>
    public bool IsInteger { get; init; }

    /// <summary>Names of other files' headers that mean the same column.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether it becomes one feature or several.</summary>
    public bool IsFeature => Kind is ColumnKind.Number or ColumnKind.OneHot;

    /// <summary>Number of features it becomes.</summary>
    public int Width => Kind == ColumnKind.Number ? 1 : Kind == ColumnKind.OneHot ? Values.Count : 0;
}
