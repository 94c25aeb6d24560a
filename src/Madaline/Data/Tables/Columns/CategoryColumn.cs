using System.Globalization;
using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>A column of texts: one feature a value, 0 or 1, and perhaps one for all others.</summary>
/// <param name="Name">The column's name.</param>
public sealed record CategoryColumn(string Name) : FeatureColumn(Name)
{
    /// <summary>Whether rare values, and unknown ones where the encoder says so, have a feature of their own.</summary>
    public bool HasBucket { get; init; }

    /// <summary>Values of the bucket that training knew.</summary>
    public IReadOnlyList<string> Rare { get; init; } = [];

    /// <summary>The most frequent value in training; null where it was not asked for.</summary>
    public string? MostFrequent { get; init; }

    /// <inheritdoc/>
    public override string Kind => ColumnTypes.Category;

    /// <inheritdoc/>
    public override string Becomes => string.Create(CultureInfo.InvariantCulture,
        $"one feature a value ({Width})");

    /// <inheritdoc/>
    public override string? Filling => MostFrequent is null ? null : $"the most frequent '{MostFrequent}'";

    internal override int OwnWidth => Values.Count + (HasBucket ? 1 : 0);

    internal override IEnumerable<string> OwnNames
    {
        get
        {
            var names = Values.Select(value => $"{Name}={value}");
            return HasBucket ? names.Append($"{Name}=(other)") : names;
        }
    }

    internal override Vocabulary Vocabulary() => Data.Vocabulary.Of([.. Values, .. Rare], isInteger: false);

    internal override bool TryRead(in Cell cell, Span<double> to, Vocabulary? values)
    {
        int index = values!.IndexOf(cell.Text, cell.Notation);
        if (index < 0 && cell.IsTruth)
            index = FindTruth(cell.Text);
        if (index >= 0)
            to[Math.Min(index, Values.Count)] = 1;
        return index >= 0;
    }

    internal override CellFault Explain(in Cell cell) => new($"{cell.Shown} in column '{CellNumber.Show(Name)}' is a "
        + $"value that was not trained on; expected one of {RowEncoder.Shown([.. Values, .. Rare])}. Leave the row "
        + "out, or train anew with it.");

    internal override void Write(Utf8JsonWriter json)
    {
        ColumnJson.WriteNames(json, "values", Values);
        if (HasBucket)
            json.WriteBoolean("bucket", true);
        ColumnJson.WriteNames(json, "rare", Rare);
        if (MostFrequent is not null)
            json.WriteString("most-frequent", MostFrequent);
        WriteIndicator(json);
    }

    private protected override void WriteFilling(Span<double> to)
    {
        int index = Array.IndexOf([.. Values], MostFrequent);
        to[index < 0 ? Values.Count : index] = 1;
    }

    private protected override bool TryPool(in Cell cell, Span<double> to, UnknownValues rule)
    {
        if (rule != UnknownValues.Bucket || !HasBucket)
            return false;
        to[Values.Count] = 1;
        return true;
    }

    private int FindTruth(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < Values.Count; i++)
        {
            if (text.Equals(Values[i], StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }
}
