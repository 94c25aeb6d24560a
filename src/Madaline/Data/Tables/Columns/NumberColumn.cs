using System.Globalization;
using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>A column of numbers: one feature, as it is.</summary>
/// <param name="Name">The column's name.</param>
public sealed record NumberColumn(string Name) : FeatureColumn(Name)
{
    /// <summary>The median in training; null where it was not asked for.</summary>
    public double? Median { get; init; }

    /// <inheritdoc/>
    public override string Kind => ColumnTypes.Number;

    /// <inheritdoc/>
    public override string Becomes => HasIndicator ? "number, and where it is missing" : "number";

    /// <inheritdoc/>
    public override string? Filling => Median is { } median
        ? $"the median {median.ToString("R", CultureInfo.InvariantCulture)}" : null;

    internal override int OwnWidth => 1;

    internal override IEnumerable<string> OwnNames => [Name];

    internal override bool TryRead(in Cell cell, Span<double> to, Vocabulary? values) =>
        cell.TryGetNumber(out to[0]) && float.IsFinite((float)to[0]);

    internal override CellFault Explain(in Cell cell)
    {
        string problem = $"{cell.Shown} in column '{CellNumber.Show(Name)}'";
        if (cell.TryGetNumber(out _))
            return new CellFault($"{problem} is beyond the range of single precision; expected at most 3.4e38.");
        return CellNumber.Explain(cell.Text, cell.Notation) is var (reason, remedy)
            ? new CellFault($"{problem} is no number: {reason}.", remedy)
            : new CellFault($"{problem} is no number; expected one, as in training.");
    }

    internal override void Write(Utf8JsonWriter json)
    {
        if (Median is { } median)
            json.WriteNumber("median", median);
        WriteIndicator(json);
    }

    private protected override void WriteFilling(Span<double> to) => to[0] = Median!.Value;
}
