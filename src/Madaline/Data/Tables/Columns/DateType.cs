using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Columns of dates.</summary>
internal sealed class DateType() : FeatureType(ColumnTypes.Date)
{
    public override bool Suits(ColumnScan scan) => scan.IsDate;

    public override ColumnFit Fit(ColumnScan scan, TableOptions options) => new DateFit(scan, options);

    public override EncodedColumn Read(string name, JsonElement json) => new DateColumn(name)
    {
        Order = ColumnJson.Word<DateOrder>(json, "order"),
        HasTime = ColumnJson.Flag(json, "time"),
        First = ColumnJson.Date(json, "first") ?? throw new FormatException("a column of dates has no first date"),
        Median = ColumnJson.Date(json, "median"),
        HasIndicator = ColumnJson.Flag(json, "indicator"),
    };

    private sealed class DateFit(ColumnScan scan, TableOptions options) : ColumnFit(scan)
    {
        private readonly DateOrder? _order = scan.Dates.Order ?? (scan.Dates.IsAmbiguous ? options.Dates : null);
        private readonly List<DateTime> _dates = [];
        private DateTime _first = DateTime.MaxValue;

        public override CellFault? Add(in Cell cell)
        {
            if (!DateText.TryParse(cell.Text, out DateText text) || text.In(_order) is not { } date)
                return null;
            if (date < _first)
                _first = date;
            if (options.Missing == MissingCells.Fill)
                _dates.Add(date);
            return null;
        }

        public override (EncodedColumn?, CellFault?) Finish()
        {
            if (Scan.Dates.IsAmbiguous && _order is null)
            {
                return (null, new CellFault($"holds dates such as '{CellNumber.Show(Scan.Dates.Example)}', and no row "
                    + "shows whether the day or the month is first; expected one of the two.",
                    new TableRemedy(TableRemedyKind.DateOrder)));
            }

            _dates.Sort();
            return (new DateColumn(Scan.Name)
            {
                Order = _order,
                HasTime = Scan.Dates.HasTime,
                First = _first,
                Median = _dates.Count == 0 ? null : _dates[(_dates.Count - 1) / 2],
                HasIndicator = _dates.Count > 0 && Scan.Missing > 0,
            }, null);
        }
    }
}
