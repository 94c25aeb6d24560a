using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>A column that becomes features.</summary>
/// <param name="Name">The column's name.</param>
public abstract record FeatureColumn(string Name) : EncodedColumn(Name)
{
    /// <summary>Whether a feature more says where cells were missing: some were, in training.</summary>
    public bool HasIndicator { get; init; }

    /// <summary>What a missing cell is filled with, as text; null where none can be.</summary>
    public abstract string? Filling { get; }

    /// <inheritdoc/>
    public sealed override int Width => OwnWidth + (HasIndicator ? 1 : 0);

    /// <inheritdoc/>
    public sealed override IEnumerable<string> FeatureNames =>
        HasIndicator ? [.. OwnNames, $"{Name} is missing"] : OwnNames;

    /// <summary>Number of features but the indicator.</summary>
    internal abstract int OwnWidth { get; }

    /// <summary>Their names.</summary>
    internal abstract IEnumerable<string> OwnNames { get; }

    /// <summary>Makes numbers of a cell; null where that could be done.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="to">The column's features, all 0.</param>
    /// <param name="encoder">The encoder that the column belongs to, for its rules.</param>
    /// <param name="values">Where its values are looked up.</param>
    /// <param name="remarks">What the user should know of the cell.</param>
    internal CellFault? Encode(in Cell cell, Span<double> to, TableEncoder encoder, Vocabulary? values,
        ref List<CellRemark>? remarks)
    {
        if (encoder.IsMissing(cell))
            return Fill(cell, to, encoder, ref remarks);
        if (TryRead(cell, to[..OwnWidth], values))
            return null;
        if (!TryPool(cell, to, encoder.Unknown))
            return Explain(cell);
        (remarks ??= []).Add(new CellRemark(Name, $"{cell.Shown} in '{CellNumber.Show(Name)}' was not trained on",
            "counts as a value that was not trained on"));
        return null;
    }

    /// <summary>Writes the features of a cell that is there; false where it is none of the column's.</summary>
    internal abstract bool TryRead(in Cell cell, Span<double> to, Vocabulary? values);

    /// <summary>Why a cell could not be read.</summary>
    internal abstract CellFault Explain(in Cell cell);

    /// <summary>Writes the features of a missing cell.</summary>
    private protected abstract void WriteFilling(Span<double> to);

    /// <summary>Takes an unknown value where the column has a place for them.</summary>
    private protected virtual bool TryPool(in Cell cell, Span<double> to, UnknownValues rule) => false;

    private protected void WriteIndicator(Utf8JsonWriter json)
    {
        if (HasIndicator)
            json.WriteBoolean("indicator", true);
    }

    private CellFault? Fill(in Cell cell, Span<double> to, TableEncoder encoder, ref List<CellRemark>? remarks)
    {
        if (encoder.Missing != MissingCells.Fill || Filling is not { } filling)
        {
            return new CellFault($"the cell of column '{CellNumber.Show(Name)}' is missing ({cell.Shown}); expected a "
                + "value, as in training. Fill it in, or leave the row out.")
            {
                IsMissing = true,
            };
        }

        WriteFilling(to[..OwnWidth]);
        if (HasIndicator)
            to[OwnWidth] = 1;
        else
            (remarks ??= []).Add(new CellRemark(Name, $"'{CellNumber.Show(Name)}' is missing and was never in training",
                $"is filled with {CellNumber.Show(filling)}"));
        return null;
    }
}

/// <summary>What the user should know of a cell that could be used.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="What">What the cell is, as the beginning of a sentence.</param>
/// <param name="Done">What was done, as the end of the sentence.</param>
public sealed record CellRemark(string Column, string What, string Done)
{
    /// <summary>The remark as one clause.</summary>
    public override string ToString() => $"{What}: it {Done}";
}
