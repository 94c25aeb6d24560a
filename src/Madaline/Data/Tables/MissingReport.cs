using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Says how many cells of a table are missing, and in which columns.</summary>
internal static class MissingReport
{
    /// <summary>Refuses missing cells of columns in use, all in one error, where nothing is done about them.</summary>
    public static void Require(TableScan scan, TableRoles roles, TableOptions options)
    {
        if (options.Missing != MissingCells.Refuse)
            return;
        ColumnScan[] lacking = [.. Lacking(roles)];
        if (lacking.Length == 0)
            return;
        var first = lacking.MinBy(column => column.MissingLine)!;
        int count = lacking.Sum(column => column.Missing);
        throw new DataFormatException(scan.Name, first.MissingLine, first.Index + 1,
            $"{(count == 1 ? "1 cell is" : $"{count} cells are")} missing: {Counted(lacking)}; expected a value in "
            + "every row.", new TableRemedy(TableRemedyKind.FillOrExclude, first == roles.Target ? "" : first.Name));
    }

    /// <summary>Missing cells by column: <c>12 in 'age', 3 in 'city'</c>.</summary>
    public static string Counted(IReadOnlyList<ColumnScan> lacking) => string.Join(", ",
        lacking.Take(TableScan.NamesShown).Select(column => $"{column.Missing} in '{column.ShownName}'"))
            + (lacking.Count > TableScan.NamesShown ? ", …" : "");

    /// <summary>The columns in use that miss cells.</summary>
    public static IEnumerable<ColumnScan> Lacking(TableRoles roles) =>
        roles.Features.Append(roles.Target).Where(column => column.Missing > 0);

    /// <summary>The error where every row is left out.</summary>
    public static DataFormatException NothingLeft(TableScan scan, TableRoles roles)
    {
        ColumnScan[] lacking = [.. Lacking(roles)];
        var most = lacking.MaxBy(column => column.Missing) ?? roles.Target;
        return new DataFormatException(scan.Name, scan.FirstLine, most.Index + 1,
            $"no row is left: each of the {scan.Rows} misses a cell ({Counted(lacking)}); expected rows that can be "
            + "used.", new TableRemedy(TableRemedyKind.FillOrExclude, most == roles.Target ? "" : most.Name));
    }
}
