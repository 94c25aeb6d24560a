using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Changes to a table's format and options, one for each kind of remedy.</summary>
internal static class TableMending
{
    private static readonly Dictionary<TableRemedyKind, Func<Attempt, (CsvFormat, TableOptions)?>> Mends = new()
    {
        [TableRemedyKind.OneHotOrExclude] = a => (a.Format, a.Options with { OneHot = true }),
        [TableRemedyKind.FillOrExclude] = Fill,
        [TableRemedyKind.Exclude] = Exclude,
        [TableRemedyKind.ChooseTarget] = OtherTarget,
        [TableRemedyKind.PredictNumber] = Number,
        [TableRemedyKind.PredictClass] = a => (a.Format, a.Options with { NumericTarget = false }),
        [TableRemedyKind.DecimalComma] = a => Decimal(a, ','),
        [TableRemedyKind.DecimalPoint] = a => Decimal(a, '.'),
        [TableRemedyKind.DecimalMark] = Groups,
        [TableRemedyKind.SameNotation] = Exclude,
        [TableRemedyKind.SameDateStyle] = Exclude,
        [TableRemedyKind.Encoding] = a => a.Format.Encoding == a.Subject ? null
            : (a.Format with { Encoding = a.Subject }, a.Options),
        [TableRemedyKind.Header] = a => a.Format.HasHeader is not null ? null
            : (a.Format with { HasHeader = true }, a.Options),
        [TableRemedyKind.Delimiter] = _ => null,
        [TableRemedyKind.DateOrder] = a => (a.Format, a.Options with { Dates = DateOrder.DayFirst }),
        [TableRemedyKind.Include] = _ => null,
        [TableRemedyKind.NameMissing] = NameMissing,
        [TableRemedyKind.NameMissingOrOneHot] = NameMissing,
        [TableRemedyKind.PoolOrExclude] = Pool,
        [TableRemedyKind.RenameOrExclude] = Exclude,
        [TableRemedyKind.DropRows] = a => a.Options.Missing == MissingCells.Drop ? null
            : (a.Format, a.Options with { Missing = MissingCells.Drop }),
    };

    /// <summary>The format and the options that mend a problem, or null.</summary>
    /// <param name="table">The table.</param>
    /// <param name="format">How it is read.</param>
    /// <param name="options">What becomes of its columns.</param>
    /// <param name="problem">What was refused.</param>
    /// <param name="keepsTarget">Whether the target was asked for.</param>
    public static (CsvFormat Format, TableOptions Options)? Mend(
        Table table, CsvFormat format, TableOptions options, DataFormatException problem, bool keepsTarget)
    {
        var attempt = new Attempt(table, format, options, problem, keepsTarget);
        try
        {
            return problem.Remedy is TableRemedy remedy ? Mends[remedy.Kind](attempt)
                : problem.Column > 0 ? Exclude(attempt) : null;
        }
        catch (DataFormatException)
        {
            // The table cannot be read, so that nothing of it can be looked up.
            return null;
        }
    }

    private static (CsvFormat, TableOptions)? NameMissing(Attempt a) =>
        (a.Format, a.Options with { MissingValues = a.Subject.Split(',') });

    private static (CsvFormat, TableOptions)? Fill(Attempt a) => a.Options.Missing == MissingCells.Refuse
        ? (a.Format, a.Options with { Missing = MissingCells.Fill })
        : a.Subject.Length > 0 ? Exclude(a) : OtherTarget(a);

    /// <summary>A quantity is predicted as one, by whatever name it was asked for.</summary>
    private static (CsvFormat, TableOptions)? Number(Attempt a) =>
        a.Options.NumericTarget ? OtherTarget(a) : (a.Format, a.Options with { NumericTarget = true });

    /// <summary>A target that was asked for is not exchanged: if it holds numbers, these are predicted.</summary>
    private static (CsvFormat, TableOptions)? OtherTarget(Attempt a)
    {
        if (a.KeepsTarget)
            return !a.Options.NumericTarget && TableTarget.IsNumeric(a.Table, a.Options) ? Number(a) : null;
        return TableTarget.Other(a.Table, a.Options) is { } other ? (a.Format, other) : null;
    }

    /// <summary>Rare values share a feature, where that leaves few enough; else the column is left out.</summary>
    private static (CsvFormat, TableOptions)? Pool(Attempt a)
    {
        int next = a.Options.RareBelow < 5 ? 5 : 10;
        return a.Options.RareBelow >= 10 ? Exclude(a)
            : (a.Format, a.Options with { RareBelow = next, Unknown = UnknownValues.Bucket });
    }

    /// <summary>Another decimal mark, unless cells end at it.</summary>
    private static (CsvFormat, TableOptions)? Decimal(Attempt a, char mark) =>
        (a.Format.Decimal != mark || !a.Format.IsDecimalSaid) && a.Table.Rows().Delimiter != mark
            ? (a.Format with { Decimal = mark }, a.Options) : Exclude(a);

    /// <summary>Numbers all of which may be groups of three digits are taken for such.</summary>
    private static (CsvFormat, TableOptions)? Groups(Attempt a) => Decimal(a, a.Subject == "." ? ',' : '.');

    /// <summary>The column of the problem is left out; the target is exchanged.</summary>
    private static (CsvFormat, TableOptions)? Exclude(Attempt a)
    {
        var scan = TableScan.Run(a.Table, a.Options, skipsRagged: true);
        var column = Array.Find(scan.Columns, column => column.Index == a.Problem.Column - 1);
        if (column is null)
            return null;
        if (column == scan.Target(a.Options))
            return OtherTarget(a);
        string reference = TableTarget.Reference(scan, column);
        return a.Options.Exclude.Contains(reference) ? null
            : (a.Format, a.Options with { Exclude = [.. a.Options.Exclude, reference] });
    }

    /// <summary>A problem, and how the table was read when it was met.</summary>
    private sealed record Attempt(
        Table Table, CsvFormat Format, TableOptions Options, DataFormatException Problem, bool KeepsTarget)
    {
        public string Subject => (Problem.Remedy as TableRemedy)?.Subject ?? "";
    }
}
