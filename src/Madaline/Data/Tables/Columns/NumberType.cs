using System.Text.Json;

namespace Madaline.Data;

/// <summary>Columns of numbers.</summary>
internal sealed class NumberType() : FeatureType(ColumnTypes.Number)
{
    public override bool Suits(ColumnScan scan) => scan.IsNumeric;

    public override ColumnFit Fit(ColumnScan scan, TableOptions options) => new NumberFit(scan, options);

    public override EncodedColumn Read(string name, JsonElement json) => new NumberColumn(name)
    {
        Median = ColumnJson.Number(json, "median"),
        HasIndicator = ColumnJson.Flag(json, "indicator"),
    };

    private sealed class NumberFit(ColumnScan scan, TableOptions options) : ColumnFit(scan)
    {
        private readonly List<double> _values = [];

        public override bool LooksAtCells => options.Missing == MissingCells.Fill;

        public override CellFault? Add(in Cell cell)
        {
            if (cell.TryGetNumber(out double value))
                _values.Add(value);
            return null;
        }

        public override (EncodedColumn?, CellFault?) Finish()
        {
            _values.Sort();
            int count = _values.Count;
            return (new NumberColumn(Scan.Name)
            {
                // Halves are added, not sums halved: two large numbers have a sum beyond all.
                Median = count == 0 ? null : (_values[(count - 1) / 2] / 2) + (_values[count / 2] / 2),
                HasIndicator = count > 0 && Scan.Missing > 0,
            }, null);
        }
    }
}
