namespace Madaline.Data;

/// <summary>How a table becomes features and classes.</summary>
public sealed record TableOptions
{
    /// <summary>The column to learn: its name, or its number from 0; null for the last column.</summary>
    public string? Target { get; init; }

    /// <summary>Whether the target is a number to predict; otherwise its values are classes.</summary>
    public bool NumericTarget { get; init; }

    /// <summary>Whether text columns become one feature a value (0 or 1); otherwise they are refused.</summary>
    public bool OneHot { get; init; }

    /// <summary>
    /// Columns to leave out, by name or by number from 0. A name with commas that no column has stands for several.
    /// </summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>
    /// Columns to keep that would be left out because they are constant or identify rows; named as in
    /// <see cref="Exclude"/>.
    /// </summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>What is done with missing cells.</summary>
    public MissingCells Missing { get; init; }

    /// <summary>
    /// The words that mean a missing cell, in whatever letters; null for NA, N/A, NaN, null, none, ?, #N/A and
    /// &lt;NA&gt;. An empty cell is always missing.
    /// </summary>
    public IReadOnlyList<string>? MissingValues { get; init; }

    /// <summary>What is done with values of text columns that come after training.</summary>
    public UnknownValues Unknown { get; init; }

    /// <summary>Values of text columns of fewer rows than this share one feature; 0 or 1: none do.</summary>
    public int RareBelow { get; init; }

    /// <summary>What 3/4/2024 means in a column that does not show it; null to refuse such a column.</summary>
    public DateOrder? Dates { get; init; }

    /// <summary>Most values of a one-hot column; a column with more is refused. Default 64.</summary>
    public int MaxCategories { get; init; } = 64;

    /// <summary>Most classes; a target with more is taken for a quantity and refused. Default 1,000.</summary>
    public int MaxClasses { get; init; } = 1000;
}
