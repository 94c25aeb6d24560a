using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Which columns of a table are features, which one is the target, and which are left out and why.</summary>
internal sealed class TableRoles
{
    /// <summary>Rows from which on text, and integers whose name says so, may identify rows.</summary>
    public const int FewRows = 20;

    /// <summary>Rows from which on a running number does, whatever it is called.</summary>
    private const int ManyRows = 50;

    private static readonly string[] Keys = ["id", "uid", "uuid", "guid", "key", "index", "idx", "nr", "no", "number",
        "row", "#", "unnamed: 0"];

    private readonly Dictionary<ColumnScan, string> _leftOut = [];
    private readonly List<TableNote> _notes = [];

    /// <summary>Settles the roles of all columns.</summary>
    /// <exception cref="DataFormatException">No feature, no rows, or one column for two things.</exception>
    public TableRoles(Table table, TableScan scan, TableOptions options)
    {
        Target = scan.Target(options);
        foreach (var column in options.Exclude.SelectMany(asked => scan.FindSeveral(asked, "exclusion")))
            _leftOut[column] = "asked";
        var included = options.Include.SelectMany(asked => scan.FindSeveral(asked, "inclusion")).ToHashSet();
        if (_leftOut.ContainsKey(Target))
            throw scan.Refuse(Target, scan.FirstLine, "is the target and excluded at once; expected one of them.");
        if (included.FirstOrDefault(_leftOut.ContainsKey) is { } both)
            throw scan.Refuse(both, scan.FirstLine, "is included and excluded at once; expected one of them.");
        ColumnScan[] asFeatures = [.. scan.Columns.Where(column => column != Target && !_leftOut.ContainsKey(column))];
        if (asFeatures.Length == 0)
            throw scan.Refuse(Target, scan.FirstLine, "is the only one left; expected a feature beside the target.");
        scan.RequireUniqueNames([.. asFeatures, Target]);
        if (scan.Rows == 0)
        {
            throw new DataFormatException(table.Name, scan.FirstLine, 0,
                "the table has a header and no rows below it; expected rows.");
        }

        var useless = asFeatures.Select(column => (column, Reason: ReasonFor(column, included.Contains(column), scan)))
            .Where(column => column.Reason is not null).ToDictionary(c => c.column, c => c.Reason!);
        foreach (var column in DistinctIntegers.Among(table, scan,
            asFeatures.Where(c => !useless.ContainsKey(c) && !included.Contains(c) && MayBeShuffled(c))))
            useless[column] = "identifier";
        // A table of nothing else is somebody's way of asking: it is kept as it is.
        if (asFeatures.Length == useless.Count)
            useless = useless.Where(column => column.Value == "empty").ToDictionary();
        if (asFeatures.Length == useless.Count)
            throw scan.Refuse(asFeatures[0], scan.FirstLine, "has no values, as all others; expected a feature.");
        foreach (var (column, reason) in useless)
            _leftOut[column] = reason;
        Features = [.. asFeatures.Where(column => !_leftOut.ContainsKey(column))];
        Tell();
        _notes.AddRange(NumberNotes.Of(scan, [.. Features, Target]));
        foreach (var column in asFeatures.Append(Target).Where(column => column.Unit is not null))
        {
            _notes.Add(new TableNote($"Column '{column.ShownName}' holds numbers with '{column.Unit}' "
                + $"('{CellNumber.Show(column.Text)}'), which are read as texts. Take it out of the cells to have "
                + "them read as numbers."));
        }
    }

    public ColumnScan Target { get; }

    public ColumnScan[] Features { get; }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<TableNote> Notes => _notes;

    /// <summary>Why a column is left out; null where it is not.</summary>
    public string? WhyNot(ColumnScan column) => _leftOut.GetValueOrDefault(column);

    private static string? ReasonFor(ColumnScan column, bool isIncluded, TableScan scan)
    {
        if (column.Present == 0)
            return "empty";
        if (isIncluded)
            return null;
        bool isOne = column.IsNumeric ? column.Values.Min == column.Values.Max
            : column.Numbers == 0 && column.Different is { Count: 1, IsCut: false };
        if (isOne && column.Missing == 0 && scan.Rows > 1)
            return "constant";
        bool isKey = column.IsNumeric ? IsRunningNumber(column)
            : column is { IsForeign: false, IsDate: false, IsNearlyDate: false, Unit: null }
                && column.Texts >= column.Numbers
                && column.Different.AreNearlyAll;
        return isKey ? "identifier" : null;
    }

    /// <summary>Whether integers may only number the rows.</summary>
    public static bool MayBeKey(ColumnScan column) => IsRunningNumber(column) || IsKeyByName(column.Name);

    private static bool IsRunningNumber(ColumnScan column) => column is { Missing: 0, Values.AreIntegers: true }
        && ((column.Values.AreRunning && column.Numbers >= ManyRows)
            || (IsKeyByName(column.Name) && column.Values.AreIncreasing && column.Numbers >= FewRows));

    /// <summary>Whether integers are a key if they differ, which their order does not show.</summary>
    private static bool MayBeShuffled(ColumnScan column) =>
        column is { IsNumeric: true, Missing: 0, Values.AreIntegers: true } && column.Numbers >= FewRows
        && (IsKeyByName(column.Name)
            || (column.Numbers >= ManyRows && column.Values.Max - column.Values.Min == column.Numbers - 1));

    private static bool IsKeyByName(string name)
    {
        string word = name.Trim().ToLowerInvariant();
        if (Keys.Contains(word))
            return true;
        int start = word.LastIndexOfAny([' ', '_', '-', '.']);
        return start >= 0 ? Keys.Contains(word[(start + 1)..])
            : name.Length > 2 && (name.EndsWith("Id", StringComparison.Ordinal)
                || (name.EndsWith("ID", StringComparison.Ordinal) && char.IsLower(name[^3])));
    }

    private void Tell()
    {
        Tell("empty", "has no values", "have no values", canReturn: false);
        Tell("constant", "has the same value in every row", "have the same value in every row", canReturn: true);
        Tell("identifier", "identifies rows and says nothing of others", "identify rows and say nothing of others",
            canReturn: true);
    }

    private void Tell(string reason, string one, string several, bool canReturn)
    {
        string[] names = [.. _leftOut.Where(column => column.Value == reason).OrderBy(column => column.Key.Index)
            .Select(column => column.Key.Name)];
        if (names.Length == 0)
            return;
        string shown = string.Join(", ", names.Take(TableScan.NamesShown).Select(n => $"'{CellNumber.Show(n)}'"))
            + (names.Length > TableScan.NamesShown ? ", …" : "");
        string text = names.Length == 1 ? $"Column {shown} {one}: it is left out."
            : $"{names.Length} columns {several}: {shown} are left out.";
        _notes.Add(new TableNote(text, canReturn ? new TableRemedy(TableRemedyKind.Include, names[0]) : null));
    }
}
