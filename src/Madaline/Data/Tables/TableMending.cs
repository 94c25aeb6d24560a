using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Changes to a table's format and options, one for each kind of remedy.</summary>
internal static class TableMending
{
    private const int MaxWords = 3;

    private static readonly Dictionary<TableRemedyKind, Func<Attempt, (CsvFormat, TableOptions)?>> Mends = new()
    {
        [TableRemedyKind.OneHotOrExclude] = OneHot,
        [TableRemedyKind.FillOrExclude] = Fill,
        [TableRemedyKind.Exclude] = Exclude,
        [TableRemedyKind.ChooseTarget] = OtherTarget,
        [TableRemedyKind.PredictNumber] = Number,
        [TableRemedyKind.PredictClass] = a => (a.Format, a.Options with { NumericTarget = false }),
        [TableRemedyKind.DecimalComma] = a => Decimal(a, ','),
        [TableRemedyKind.DecimalPoint] = a => Decimal(a, '.'),
        [TableRemedyKind.Encoding] = a => a.Format.Encoding == a.Subject ? null
            : (a.Format with { Encoding = a.Subject }, a.Options),
        [TableRemedyKind.Header] = a => a.Format.HasHeader is not null ? null
            : (a.Format with { HasHeader = true }, a.Options),
        [TableRemedyKind.Delimiter] = _ => null,
        [TableRemedyKind.DateOrder] = a => (a.Format, a.Options with { Dates = DateOrder.DayFirst }),
        [TableRemedyKind.Include] = _ => null,
        [TableRemedyKind.NameMissing] = _ => null,
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

    /// <summary>Texts become features; a few words among numbers are taken for missing cells instead.</summary>
    private static (CsvFormat, TableOptions)? OneHot(Attempt a)
    {
        var words = WordsAmongNumbers(a);
        if (words.Count == 0)
            return (a.Format, a.Options with { OneHot = true });
        string[] found = [.. FoundSpellings(a), .. words];
        return (a.Format, a.Options with { MissingValues = found });
    }

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

    /// <summary>Another decimal mark; not where thousands are grouped, or where cells end at it.</summary>
    private static (CsvFormat, TableOptions)? Decimal(Attempt a, char mark)
    {
        bool canBe = a.Format.Decimal != mark && a.Table.Rows().Delimiter != mark && !AreGroups(a);
        return canBe ? (a.Format with { Decimal = mark }, a.Options) : Exclude(a);
    }

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

    /// <summary>Whether a column's foreign numbers are all thousands with groups of three digits.</summary>
    private static bool AreGroups(Attempt a)
    {
        var reader = a.Table.Rows();
        bool areGroups = true;
        while (areGroups && reader.Read())
        {
            if (a.Problem.Column > reader.FieldCount)
                continue;
            var cell = reader[a.Problem.Column - 1];
            areGroups = !CellNumber.LooksForeign(cell, reader.Decimal) || (cell.Length > 4 && cell[^4] is ',' or '.');
        }

        return areGroups;
    }

    /// <summary>Words of columns in which numbers prevail and at most a few words come.</summary>
    private static List<string> WordsAmongNumbers(Attempt a)
    {
        var scan = TableScan.Run(a.Table, a.Options, skipsRagged: true);
        ColumnScan[] mixed = [.. scan.Columns.Where(column => column.Numbers > column.Texts && column.Texts > 0
            && !column.IsForeign && column.Different.Count <= MaxWords)];
        var words = new List<string>();
        var reader = scan.Rewind(a.Table);
        while (mixed.Length > 0 && reader.Read())
        {
            foreach (var column in reader.FieldCount == scan.Cells ? mixed : [])
            {
                string cell = reader[column.Index].ToString();
                if (!CellNumber.TryParse(cell, reader.Decimal, out _) && !cell.Contains(',')
                    && !MissingSpellings.Of(a.Options.MissingValues).Contains(cell) && !words.Contains(cell))
                    words.Add(cell);
            }
        }

        return words;
    }

    /// <summary>The words for missing cells that the table has, so that they go on counting beside others.</summary>
    private static List<string> FoundSpellings(Attempt a)
    {
        var spellings = MissingSpellings.Of(a.Options.MissingValues);
        var found = new List<string>();
        var reader = a.Table.Rows();
        while (reader.Read())
        {
            for (int i = 0; i < reader.FieldCount; i++)
            {
                if (reader[i].Length > 0 && spellings.Contains(reader[i])
                    && !found.Contains(reader[i].ToString(), StringComparer.OrdinalIgnoreCase))
                    found.Add(reader[i].ToString());
            }
        }

        return found;
    }

    /// <summary>A problem, and how the table was read when it was met.</summary>
    private sealed record Attempt(
        Table Table, CsvFormat Format, TableOptions Options, DataFormatException Problem, bool KeepsTarget)
    {
        public string Subject => (Problem.Remedy as TableRemedy)?.Subject ?? "";
    }
}
