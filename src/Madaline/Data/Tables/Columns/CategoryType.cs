using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Columns of texts.</summary>
internal sealed class CategoryType() : FeatureType(ColumnTypes.Category)
{
    public override bool Suits(ColumnScan scan) => true;

    public override ColumnFit Fit(ColumnScan scan, TableOptions options) => new CategoryFit(scan, options);

    public override EncodedColumn Read(string name, JsonElement json)
    {
        var column = new CategoryColumn(name)
        {
            Values = ColumnJson.Names(json, "values"),
            HasBucket = ColumnJson.Flag(json, "bucket"),
            Rare = ColumnJson.Names(json, "rare"),
            MostFrequent = ColumnJson.Text(json, "most-frequent"),
            HasIndicator = ColumnJson.Flag(json, "indicator"),
        };
        string? problem = column.OwnWidth == 0 ? "has no values"
            : column is { HasBucket: false, Rare.Count: > 0 } ? "has rare values and no feature for them"
            : column.MostFrequent is { } value && !column.HasBucket && !column.Values.Contains(value)
                ? "has a most frequent value that is none of its values" : null;
        return problem is null ? column : throw new FormatException($"column '{CellNumber.Show(name)}' {problem}");
    }

    private sealed class CategoryFit(ColumnScan scan, TableOptions options) : ColumnFit(scan)
    {
        private readonly Vocabulary _values = new(isInteger: false);

        public override CellFault? Add(in Cell cell)
        {
            _values.TryAdd(cell.Text, cell.Notation);
            return _values.Count > options.MaxCategories && options.RareBelow <= 1 ? TooMany() : null;
        }

        public override (EncodedColumn?, CellFault?) Finish()
        {
            _values.Sort();
            bool[] isRare = Array.ConvertAll(_values.Counts, count => count < options.RareBelow);
            string[] rare = [.. _values.Names.Where((_, i) => isRare[i])];
            if (rare.Length == _values.Count)
                return (new OmittedColumn(Scan.Name) { Reason = "rare" }, null);
            if (_values.Count - rare.Length > options.MaxCategories)
                return (null, TooMany());
            bool fills = options.Missing == MissingCells.Fill;
            return (new CategoryColumn(Scan.Name)
            {
                Values = [.. _values.Names.Where((_, i) => !isRare[i])],
                HasBucket = rare.Length > 0 || options.Unknown == UnknownValues.Bucket,
                Rare = rare,
                MostFrequent = fills ? _values.Names[Array.IndexOf(_values.Counts, _values.Counts.Max())] : null,
                HasIndicator = fills && Scan.Missing > 0,
            }, null);
        }

        private CellFault TooMany() => new($"has more than {options.MaxCategories} different values"
            + (options.RareBelow > 1 ? $" of at least {options.RareBelow} rows" : "")
            + ", too many for one feature each.",
            new TableRemedy(TableRemedyKind.PoolOrExclude, Scan.Name));
    }
}
