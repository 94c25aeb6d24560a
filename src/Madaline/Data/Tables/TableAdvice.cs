using Madaline.Formats;

namespace Madaline.Data;

/// <summary>
/// All that keeps a table from being trained on as it is, and the options under which it can be: found by fitting it,
/// mending what is refused, and fitting it again.
/// </summary>
public sealed class TableAdvice
{
    private const int MostProblems = 200;

    private readonly Table _table;
    private readonly List<DataFormatException> _problems = [];
    private readonly HashSet<string> _said = [];
    private readonly bool _keepsTarget;

    private TableAdvice(Table table, TableOptions options) =>
        (_table, Format, Options, _keepsTarget) = (table, table.Format, options, options.Target is not null);

    /// <summary>What is wrong, each with its place and remedy, in the order in which training would meet it.</summary>
    public IReadOnlyList<DataFormatException> Problems => _problems;

    /// <summary>How the table is to be read.</summary>
    public CsvFormat Format { get; private set; }

    /// <summary>What is to become of its columns.</summary>
    public TableOptions Options { get; private set; }

    /// <summary>The part to hold out in the order of the rows; null where a share of each class can be.</summary>
    public double? Holdout { get; private set; }

    /// <summary>The target as options name it: by its name, or by its number where that is not clear.</summary>
    public string? TargetReference { get; private set; }

    /// <summary>What training would get; null where no options help.</summary>
    public TableData? Data { get; private set; }

    /// <summary>Looks for options.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">What is asked for; null for what is taken where nothing is.</param>
    public static TableAdvice Find(Table table, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        var advice = new TableAdvice(table, options ?? new TableOptions());
        advice.NameColumns();
        advice.Options = TableTarget.Named(advice.Table, advice.Options);
        while (advice.Data is null && advice._problems.Count < MostProblems && advice.TryOnce())
        {
            // Each round either ends it or mends one thing.
        }

        return advice;
    }

    private Table Table => _table.As(Format);

    /// <summary>Fits the table; where that is refused, mends it. False where that cannot be.</summary>
    private bool TryOnce()
    {
        try
        {
            var data = TableEncoder.Fit(Table, Options).Encode(Table);
            if (TableTarget.Problem(Table, data, Options) is { } problem)
                return Meet(problem);
            if (data.Count < 2)
            {
                return Meet(new DataFormatException(_table.Name, 0, 0,
                    $"the table has {data.Count} row that can be used; expected at least 2, one to evaluate on."));
            }

            int[] counts = [.. data.Labels.CountBy(label => label).Select(label => label.Value)];
            if (counts.Min() < 2 && NumericTarget.ProblemOfClasses(_table.Name, data) is { } quantity)
                return Meet(quantity);
            if (counts.Min() < 2 || data.Count * 0.2 < 0.5)
                HoldOut(data, counts);
            TargetReference = Options.Target ?? TableTarget.Reference(Table, Options, data);
            Data = data;
            return true;
        }
        catch (DataFormatException e)
        {
            return Meet(e);
        }
    }

    /// <summary>Takes a first row for names where it is read as data but seems to be none.</summary>
    private void NameColumns()
    {
        try
        {
            var scan = TableScan.Run(Table, Options, skipsRagged: true);
            if (scan is { HasLikelyHeader: true, UntoldHeader: { } note })
                Meet(new DataFormatException(_table.Name, scan.FirstLine, 0, note.Text, note.Remedy!));
        }
        catch (DataFormatException)
        {
            // What is wrong is told when the table is fitted.
        }
    }

    private bool Meet(DataFormatException problem)
    {
        if (!_said.Add($"{problem.Line} {problem.Column} {problem.Problem}"))
            return false;
        _problems.Add(problem);
        if (TableMending.Mend(Table, Format, Options, problem, _keepsTarget) is not var (format, options))
            return false;
        (Format, Options) = (format, options);
        return true;
    }

    /// <summary>A class of one row has none to evaluate on: the last rows are held out, whatever their class.</summary>
    private void HoldOut(TableData data, int[] counts)
    {
        Holdout = data.Count < 5 ? 1 : 0.2;
        int single = counts.Count(count => count == 1);
        _problems.Add(new DataFormatException(_table.Name, 0, 0, single == 0
            ? $"the table has {data.Count} rows, too few for a fifth of each class; the last rows can be held out."
            : $"{single} of {counts.Length} classes in '{CellNumber.Show(TableTarget.NameOf(data.Encoder))}' "
                + $"{(single == 1 ? "has" : "have")} one row only: no fifth of each class can be held out, but the "
                + "last rows can."));
    }
}
