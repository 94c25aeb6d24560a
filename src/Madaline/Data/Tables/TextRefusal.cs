using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Why columns of texts are no features as they are, and what mends that.</summary>
/// <param name="table">The table.</param>
/// <param name="scan">What the first pass learned of it.</param>
/// <param name="roles">Which columns are used.</param>
/// <param name="options">What is asked for.</param>
internal sealed class TextRefusal(Table table, TableScan scan, TableRoles roles, TableOptions options)
{
    private readonly ColumnScan[] _used = [.. roles.Features, roles.Target];

    /// <summary>The error of a column whose texts are numbers in another notation; null for any other.</summary>
    public DataFormatException? OfForeign(ColumnScan column) =>
        column.IsForeign && NumberNotes.Explain(scan, column, _used) is var (reason, remedy)
            ? scan.Refuse(column, column.TextLine, $"holds '{CellNumber.Show(column.Text)}': {reason}.", remedy) : null;

    /// <summary>The error of a feature; null for one that can be used.</summary>
    public DataFormatException? OfFeature(ColumnScan column)
    {
        if (column.IsNumeric || column.IsDate)
            return null;
        if (column.IsNearlyDate)
            return OfDates(column);
        if ((!options.OneHot || column.IsForeign) && NumberNotes.Explain(scan, column, _used) is var (reason, remedy))
        {
            return scan.Refuse(column, column.TextLine,
                $"holds '{CellNumber.Show(column.Text)}', which is no number: {reason}.", remedy);
        }

        return options.OneHot ? null : OfWords(column) ?? OfText(column);
    }

    /// <summary>The error of a column to predict as a number.</summary>
    public DataFormatException OfQuantity(ColumnScan target) => OfWords(target)
        ?? scan.Refuse(target, target.TextLine, $"holds text ('{CellNumber.Show(target.Text)}'); expected numbers, "
            + "since a number is to be predicted.", new TableRemedy(TableRemedyKind.PredictClass));

    private DataFormatException? OfWords(ColumnScan column)
    {
        var words = MissingWords.For(column, table, scan, options);
        if (words.Count == 0)
            return null;
        string cells = column.Texts == 1 ? "1 text" : $"{column.Texts} texts";
        return scan.Refuse(column, column.TextLine, $"holds {cells} such as '{CellNumber.Show(column.Text)}' among "
            + $"{column.Numbers} numbers; expected numbers.", Naming(column, words));
    }

    private DataFormatException OfText(ColumnScan column)
    {
        ColumnScan[] others = [.. roles.Features.Where(other => other.Texts > 0 && !other.IsDate && other != column)];
        string rest = others.Length == 0 ? "" : $" So {(others.Length == 1 ? "does" : "do")} "
            + string.Join(", ", others.Take(TableScan.NamesShown).Select(other => $"'{other.ShownName}'"))
            + $"{(others.Length > TableScan.NamesShown ? ", …" : "")}.";
        return scan.Refuse(column, column.TextLine, $"holds text ('{CellNumber.Show(column.Text)}'); expected "
            + $"numbers.{rest}", new TableRemedy(TableRemedyKind.OneHotOrExclude, column.Name));
    }

    private DataFormatException OfDates(ColumnScan column)
    {
        var dates = column.Dates;
        CellCount[] styles = [.. dates.Styles()];
        var other = new List<string>();
        if (dates.Others.Count > 0)
            other.Add($"{dates.Others.WithLines} that {(dates.Others.Count == 1 ? "is no date" : "are no dates")}");
        if (column.Numbers > 0)
            other.Add(column.Numbers == 1 ? "1 number" : $"{column.Numbers} numbers");
        if (styles.Length == 1)
        {
            var words = MissingWords.For(column, table, scan, options);
            int line = Math.Max(dates.Others.FirstLine, column.TextLine);
            return scan.Refuse(column, line, $"holds dates, {styles[0].WithExample}, and "
                + $"{string.Join(" and ", other)}; expected dates only.",
                words.Count > 0 ? new TableRemedy(TableRemedyKind.NameMissing, string.Join(',', words))
                    : new TableRemedy(TableRemedyKind.SameDateStyle, column.Name));
        }

        string count = styles.Length switch { 2 => "two", 3 => "three", _ => $"{styles.Length}" };
        string[] parts = [styles[0].WithExample, .. styles[1..].Select(style => style.WithLines), .. other];
        return scan.Refuse(column, styles[1].FirstLine, $"holds dates in {count} styles: "
            + $"{string.Join(", ", parts[..^1])} and {parts[^1]}; expected one style in all rows.",
            new TableRemedy(TableRemedyKind.SameDateStyle, column.Name));
    }

    private TableRemedy Naming(ColumnScan column, IReadOnlyList<string> words) => column == roles.Target
        ? new TableRemedy(TableRemedyKind.NameMissing, string.Join(',', words))
        : new TableRemedy(TableRemedyKind.NameMissingOrOneHot, string.Join(',', words)) { Column = column.Name };
}
