using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Which column of a table may be its class.</summary>
internal static class TableTarget
{
    private static readonly string[] Usual = ["class", "target", "label", "y", "species", "outcome", "category"];

    /// <summary>Options with a target: the one asked for, a column that is called so, or the last.</summary>
    public static TableOptions Named(Table table, TableOptions options)
    {
        if (options.Target is not null)
            return options;
        try
        {
            var scan = TableScan.Run(table, options, skipsRagged: true);
            ColumnScan[] usual = [.. scan.Columns
                .Where(column => IsUsual(column) && scan.Columns.Count(c => c.Name == column.Name) == 1)];
            bool isSettled = usual.Length != 1 || IsUsual(scan.Columns[^1]);
            return isSettled ? options : options with { Target = Reference(scan, usual[0]) };
        }
        catch (DataFormatException)
        {
            // What is wrong is told when the table is fitted.
            return options;
        }
    }

    /// <summary>The target's name.</summary>
    public static string NameOf(TableEncoder encoder) => encoder.Columns[encoder.Target].Name;

    /// <summary>What tells that a column is no class though it could be one: nearly every row has its own.</summary>
    public static DataFormatException? Problem(Table table, TableData data, TableOptions options)
    {
        if (data.Count < TableRoles.FewRows || data.ClassNames.Count * 2 <= data.Count)
            return null;
        var scan = TableScan.Run(table, options, skipsRagged: true);
        if (Others(table, scan, options).Count == 0)
            return null;
        int place = data.Encoder.Target;
        string name = CellNumber.Show(NameOf(data.Encoder));
        return new DataFormatException(table.Name, 0, place + 1, $"column '{name}' has "
            + $"{data.ClassNames.Count} different values in {data.Count} rows; expected classes of several rows each.",
            new TableRemedy(scan.Columns[place] is { IsNumeric: true } column && !TableRoles.MayBeKey(column)
                ? TableRemedyKind.PredictNumber : TableRemedyKind.ChooseTarget));
    }

    /// <summary>Options with another target, or null where no column is fit to be one.</summary>
    public static TableOptions? Other(Table table, TableOptions options)
    {
        var scan = TableScan.Run(table, options, skipsRagged: true);
        var others = Others(table, scan, options);
        return others.Count == 0 ? null : options with { Target = Reference(scan, others[0]) };
    }

    /// <summary>Whether every cell of the target is a number.</summary>
    public static bool IsNumeric(Table table, TableOptions options) =>
        TableScan.Run(table, options, skipsRagged: true).Target(options).IsNumeric;

    /// <summary>How a column is asked for: by its name, or by its number where the name would mean another.</summary>
    public static string Reference(TableScan scan, ColumnScan column)
    {
        bool isClear = column.IsNamed && scan.Columns.Count(other =>
            other.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)) == 1
            && PlainText.Of(column.Name) == column.Name && column.Name[0] is not ('-' or '@');
        return isClear ? column.Name : $"{column.Index}";
    }

    /// <summary>How the target of a table that was fitted is asked for.</summary>
    public static string Reference(Table table, TableOptions options, TableData data)
    {
        var scan = TableScan.Run(table, options, skipsRagged: true);
        return Reference(scan, scan.Columns[data.Encoder.Target]);
    }

    private static bool IsUsual(ColumnScan column) =>
        column.IsNamed && Usual.Contains(column.Name.Trim().ToLowerInvariant());

    /// <summary>Columns of two to twenty values that come several times each, the best first.</summary>
    private static List<ColumnScan> Others(Table table, TableScan scan, TableOptions options)
    {
        var profile = TableProfile.Of(table, options);
        var current = scan.Target(options);
        var excluded = options.Exclude.SelectMany(asked => scan.FindSeveral(asked, "exclusion")).ToHashSet();
        return [.. scan.Columns
            .Where(column => column != current && !excluded.Contains(column) && !column.IsForeign && !column.IsDate
                && (column.Numbers == 0 || column is { IsNumeric: true, Values.AreIntegers: true }))
            .Where(column => profile.Columns[column.Index] is { Distinct: >= 2 and <= 20 } known
                && 2 * known.Distinct <= column.Present)
            .OrderByDescending(IsUsual).ThenBy(column => column.IsNumeric).ThenByDescending(column => column.Index)];
    }
}
