using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Says how the numbers of a table's columns are written, where that could be meant otherwise.</summary>
internal static class NumberNotes
{
    /// <summary>What the user should know of columns that are read as numbers.</summary>
    public static IEnumerable<TableNote> Of(TableScan scan, IReadOnlyList<ColumnScan> used)
    {
        ColumnScan[] grouped = [.. used.Where(column => column.Marks.Grouped is not null)];
        if (grouped.Length > 0)
        {
            var example = grouped[0].Marks.Grouped!;
            CellNumber.TryParse(example.Text, scan.Notation, out double value);
            yield return new TableNote($"Digits are grouped in thousands in {Named(grouped)}: {example} is read as "
                + $"{value}.");
        }

        ColumnScan[] open = scan.Notation.IsSettled ? [] : [.. used.Where(MayBeThousands)];
        if (open.Length == 0)
            yield break;
        char mark = scan.Notation.Mark;
        string sign = NumberNotation.NameOf(mark);
        string text = $"Ambiguous numbers in {Named(open)}: {open[0].Marks.MayBeGrouped} may be "
            + $"{CellNumber.Meanings(open[0].Marks.MayBeGrouped!.Text, scan.Notation)}; no cell of the table shows "
            + $"which, and it is read with a decimal {sign}.";
        yield return scan.Delimiter == scan.Notation.OtherMark
            ? new TableNote($"{text} If the {sign}s group thousands, take them out of the cells.")
            : new TableNote(text, new TableRemedy(TableRemedyKind.DecimalMark, $"{mark}"));
    }

    /// <summary>
    /// What is wrong with a text that is a number in another notation, and what mends it; null where it is a word.
    /// </summary>
    public static (string Reason, TableRemedy Remedy)? Explain(
        TableScan scan, ColumnScan column, IReadOnlyList<ColumnScan> used)
    {
        var notation = scan.Notation;
        if (!CellNumber.LooksForeign(column.Text, notation))
            return null;
        string mark = NumberNotation.NameOf(notation.Mark), other = NumberNotation.NameOf(notation.OtherMark);
        bool canBeOther = scan.Delimiter != notation.OtherMark;
        bool showsOther = used.Any(c => c.Marks.Other is not null);
        if (!showsOther && CellNumber.Meanings(column.Text, notation) is { } meanings)
        {
            return ($"it is ambiguous: {meanings}, and no cell of the table shows which; expected one of the two",
                canBeOther ? new TableRemedy(TableRemedyKind.DecimalMark, $"{notation.OtherMark}")
                    : new TableRemedy(notation.Mark == '.' ? TableRemedyKind.DecimalPoint
                        : TableRemedyKind.DecimalComma));
        }

        if (used.FirstOrDefault(c => c.Marks.Own is not null) is { } own)
        {
            string where = own == column ? "the same column" : $"column '{own.ShownName}'";
            return ($"it has a decimal {other}, and {own.Marks.Own} of {where} a decimal {mark}; expected one decimal "
                + "mark in all of the table", new TableRemedy(TableRemedyKind.SameNotation, column.Name));
        }

        return canBeOther
            ? ($"numbers have a decimal {mark} here", new TableRemedy(
                notation.Mark == '.' ? TableRemedyKind.DecimalComma : TableRemedyKind.DecimalPoint))
            : ($"numbers have a decimal {mark} where cells end at {other}s",
                new TableRemedy(TableRemedyKind.SameNotation, column.Name));
    }

    /// <summary>Whether all decimals of a column are of three digits behind at most three.</summary>
    private static bool MayBeThousands(ColumnScan column) =>
        column is { IsNumeric: true, Marks: { MayBeGrouped: not null, Own: null } }
            && column.Values is { Min: > -1000, Max: < 1000 };

    private static string Named(ColumnScan[] columns)
    {
        string names = string.Join(", ", columns.Take(TableScan.NamesShown).Select(column => $"'{column.ShownName}'"));
        string more = columns.Length > TableScan.NamesShown ? ", …" : "";
        return $"column{(columns.Length == 1 ? "" : "s")} {names}{more}";
    }
}
