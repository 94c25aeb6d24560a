using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Decides what becomes of each column of a table, in two passes.</summary>
internal sealed class TableFit
{
    private readonly Table _table;
    private readonly TableOptions _options;
    private readonly MissingSpellings _missing;
    private readonly TableScan _scan;
    private readonly TableRoles _roles;
    private readonly List<TableNote> _notes;

    /// <summary>Decides.</summary>
    /// <exception cref="DataFormatException">A column can't be used, or a cell is missing.</exception>
    public TableFit(Table table, TableOptions options)
    {
        (_table, _options, _missing) = (table, options, MissingSpellings.Of(options.MissingValues));
        _scan = TableScan.Run(table, options);
        _roles = new TableRoles(table, _scan, options);
        _notes = [.. _scan.Notes, .. _roles.Notes];
        MissingReport.Require(_scan, _roles, options);
        var refusal = new TextRefusal(table, _scan, _roles, options);
        var target = _roles.Target;
        if (refusal.OfForeign(target) is { } foreign)
            throw foreign;
        if (options.NumericTarget && !target.IsNumeric)
            throw refusal.OfQuantity(target);
        foreach (var column in _roles.Features)
        {
            if (refusal.OfFeature(column) is { } error)
                throw error;
            TellOfWords(column);
        }
    }

    /// <summary>Second pass: what the columns need to see of the rows that are kept.</summary>
    public TableEncoder Run()
    {
        var columns = new Dictionary<ColumnScan, EncodedColumn>();
        ColumnScan[] features = _roles.Features, rare;
        ColumnFit target;
        do
        {
            target = _options.NumericTarget ? new QuantityFit(_roles.Target) : new ClassFit(_roles.Target, _options);
            Fit(features, target, columns);
            rare = Array.FindAll(features, column => columns[column] is OmittedColumn);
            features = [.. features.Except(rare)];
        }
        // Rows that missed a cell of such a column only are kept now, and what else they hold has to be seen.
        while (_options.Missing == MissingCells.Drop && rare.Length > 0 && features.Length > 0);

        foreach (var column in _roles.Features.Where(column => columns[column] is OmittedColumn))
            _notes.Add(new TableNote($"Column '{column.ShownName}' has rare values only: it is left out."));
        if (!columns.Values.Any(column => column.IsFeature))
        {
            var first = _roles.Features[0];
            throw _scan.Refuse(first, _scan.FirstLine, "has rare values only, and no other feature is left.",
                new TableRemedy(TableRemedyKind.PoolOrExclude, first.Name));
        }

        if (target.Note is { } note)
            _notes.Add(note);
        var dtype = Array.Exists(_roles.Features, column => column.IsNumeric ? column.LosesDigits
            : column.IsDate && column.Dates.HasTime) ? DType.Float64 : DType.Float32;
        return new TableEncoder(_scan.Columns.Select(Describe), dtype, _table.Format.Decimal)
        {
            Notes = _notes,
            ReadsGroups = _scan.Notation.IsSettled && _scan.Columns.Any(column => column.Marks.Grouped is not null),
            Missing = _options.Missing,
            MissingWords = _missing,
            Unknown = _options.Unknown,
        };

        EncodedColumn Describe(ColumnScan column) => columns.GetValueOrDefault(column)
            ?? new OmittedColumn(column.Name) { Reason = _roles.WhyNot(column)! };
    }

    private void Fit(ColumnScan[] features, ColumnFit target, Dictionary<ColumnScan, EncodedColumn> columns)
    {
        ColumnFit[] fits = [.. features.Select(column => ColumnTypes.Of(column).Fit(column, _options)), target];
        Look(fits, target);
        foreach (var fit in fits)
        {
            var (column, fault) = fit.Finish();
            if (fault is not null)
                throw _scan.Refuse(fit.Scan, fit.Scan.TextLine, fault.Problem, fault.Remedy);
            columns[fit.Scan] = column!;
        }
    }

    private void Look(ColumnFit[] fits, ColumnFit target)
    {
        ColumnFit[] looking = [.. fits.Where(fit => fit.LooksAtCells)];
        var reader = _scan.Rewind(_table);
        int kept = 0;
        while (reader.Read())
        {
            bool isLeftOut = reader.FieldCount != _scan.Cells
                || (_options.Missing == MissingCells.Drop && fits.Any(fit => IsMissing(reader, fit)))
                || (_options.Missing == MissingCells.Fill && IsMissing(reader, target));
            if (isLeftOut)
                continue;
            kept++;
            foreach (var fit in looking)
            {
                if (!IsMissing(reader, fit) && fit.Add(new Cell(reader[fit.Scan.Index], reader.Notation)) is { } fault)
                    throw _scan.Refuse(fit.Scan, reader.Line, fault.Problem, fault.Remedy);
            }
        }

        if (kept == 0)
            throw MissingReport.NothingLeft(_scan, _roles);
    }

    private bool IsMissing(CsvReader reader, ColumnFit fit) => _missing.Contains(reader[fit.Scan.Index]);

    /// <summary>Texts among numbers, all of which become features of their own.</summary>
    private void TellOfWords(ColumnScan column)
    {
        if (column.Texts == 0 || column.Numbers <= column.Texts)
            return;
        var words = MissingWords.For(column, _table, _scan, _options);
        string texts = column.Texts == 1 ? "1 text" : $"{column.Texts} texts";
        _notes.Add(new TableNote($"Column '{column.ShownName}' holds {column.Numbers} numbers and {texts}, such as "
            + $"'{CellNumber.Show(column.Text)}' in line {column.TextLine}: every number counts as a word of its own.",
            words.Count > 0 ? new TableRemedy(TableRemedyKind.NameMissing, string.Join(',', words))
                : new TableRemedy(TableRemedyKind.Exclude, column.Name)));
    }
}
