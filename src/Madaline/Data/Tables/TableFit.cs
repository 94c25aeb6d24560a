using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Decides what becomes of each column of a table, in two passes.</summary>
internal sealed class TableFit
{
    private readonly Table _table;
    private readonly TableOptions _options;
    private readonly TableScan _scan;
    private readonly ColumnScan _target;
    private readonly ColumnScan[] _features;
    private readonly Dictionary<ColumnScan, Vocabulary> _vocabularies = [];
    private readonly List<TableNote> _notes;
    private readonly HashSet<double> _values = [];

    /// <summary>Decides.</summary>
    /// <exception cref="DataFormatException">A column can't be used, or a cell is missing.</exception>
    public TableFit(Table table, TableOptions options)
    {
        (_table, _options) = (table, options);
        _scan = TableScan.Run(table, options);
        _notes = [.. _scan.Notes];
        _target = options.Target is { } name ? _scan.Find(name, "the target") : _scan.Columns[^1];
        var excluded = options.Exclude.SelectMany(_scan.FindExcluded).ToHashSet();
        if (excluded.Contains(_target))
            throw Refuse(_target, _scan.FirstLine, "is the target and excluded at once; expected one of them.");
        _features = [.. _scan.Columns.Where(column => column != _target && !excluded.Contains(column))];
        if (_features.Length == 0)
            throw Refuse(_target, _scan.FirstLine, "is the only one left; expected a feature beside the target.");
        if (_scan.Rows == 0)
        {
            throw new DataFormatException(table.Name, _scan.FirstLine, 0,
                "the table has a header and no rows below it; expected rows.");
        }

        CheckMissing();
        if (_target.IsForeign && CellNumber.Explain(_target.Text, table.Format.Decimal) is var (reason, remedy))
            throw Refuse(_target, _target.TextLine, $"holds '{CellNumber.Show(_target.Text)}': {reason}.", remedy);
        foreach (var column in _features)
            CheckText(column);
        if (options.NumericTarget)
            RequireNumbers(_target);
        else
            _vocabularies[_target] = new Vocabulary(_target.IsNumeric, table.Format.Decimal);
    }

    /// <summary>Second pass: the values of class and one-hot columns.</summary>
    public TableEncoder Run()
    {
        var reader = _table.Rows(_scan.Delimiter);
        if (_scan.HasHeader)
            reader.Read();
        while (reader.Read())
        {
            if (_options.NumericTarget && reader.TryGetNumber(_target.Index, out double number))
                _values.Add(number);
            foreach (var (column, values) in _vocabularies)
            {
                if (!values.TryAdd(reader[column.Index]))
                    throw NotAClass(reader, column);
                if (values.Count > (column == _target ? _options.MaxClasses : _options.MaxCategories))
                    throw TooMany(column, reader.Line);
            }
        }

        foreach (var values in _vocabularies.Values)
            values.Sort();
        if (_options.NumericTarget)
            _notes.AddRange(NumericTarget.Notes(_target.ShownName, _values));
        else
            _notes.AddRange(NumericTarget.NotesOfClasses(_target.ShownName, _vocabularies[_target]));
        if (_vocabularies.GetValueOrDefault(_target)?.Names is [var only])
        {
            _notes.Add(new TableNote($"All {_scan.Rows} rows are of one class, '{CellNumber.Show(only)}' in column "
                + $"'{_target.ShownName}': there is nothing to tell apart, and any network is right.",
                new TableRemedy(TableRemedyKind.ChooseTarget)));
        }

        var dtype = Array.Exists(_features, column => column.IsNumeric && column.LosesDigits)
            ? DType.Float64 : DType.Float32;
        return new TableEncoder(_scan.Columns.Select(Describe), dtype, _table.Format.Decimal) { Notes = _notes };
    }

    private EncodedColumn Describe(ColumnScan column)
    {
        if (_vocabularies.TryGetValue(column, out var values))
        {
            var kind = column == _target ? ColumnKind.Target : ColumnKind.OneHot;
            return new EncodedColumn(column.Name, kind) { Values = values.Names, IsInteger = values.IsInteger };
        }

        var other = column == _target ? ColumnKind.Target : ColumnKind.Excluded;
        return new EncodedColumn(column.Name, _features.Contains(column) ? ColumnKind.Number : other);
    }

    /// <summary>Reports the first missing cell of the columns in use.</summary>
    private void CheckMissing()
    {
        ColumnScan? first = null;
        foreach (var column in (ColumnScan[])[.. _features, _target])
        {
            if (column.Missing > 0 && (first is null || column.MissingLine < first.MissingLine))
                first = column;
        }

        if (first is null)
            return;
        bool isTarget = first == _target;
        string problem = $"has a missing cell here, {first.Missing} in all; expected a value in every row.";
        throw isTarget ? Refuse(first, first.MissingLine, $"{problem} Fill it in, or leave the row out.")
            : Refuse(first, first.MissingLine, problem, new TableRemedy(TableRemedyKind.FillOrExclude, first.Name));
    }

    private void CheckText(ColumnScan column)
    {
        if (column.IsNumeric)
            return;
        string text = CellNumber.Show(column.Text);
        if (CellNumber.Explain(column.Text, _table.Format.Decimal) is var (reason, remedy)
            && (!_options.OneHot || column.IsForeign))
            throw Refuse(column, column.TextLine, $"holds '{text}', which is no number: {reason}.", remedy);
        if (!_options.OneHot)
        {
            throw Refuse(column, column.TextLine, $"holds text ('{text}'); expected numbers.",
                new TableRemedy(TableRemedyKind.OneHotOrExclude, column.Name));
        }

        if (column.Numbers > column.Texts)
        {
            _notes.Add(new TableNote($"Column '{column.ShownName}' holds {column.Numbers} numbers and {column.Texts} "
                + $"texts, such as '{text}' in line {column.TextLine}: every number counts as a word of its own.",
                new TableRemedy(TableRemedyKind.FillOrExclude, column.Name)));
        }

        _vocabularies[column] = new Vocabulary(isInteger: false, _table.Format.Decimal);
    }

    private void RequireNumbers(ColumnScan column)
    {
        if (column.IsNumeric)
            return;
        throw Refuse(column, column.TextLine, $"holds text ('{CellNumber.Show(column.Text)}'); expected numbers, since "
            + "a number is to be predicted.", new TableRemedy(TableRemedyKind.PredictClass));
    }

    private static DataFormatException NotAClass(CsvReader reader, ColumnScan column) => reader.Wrong(column.Index,
        $"column '{column.ShownName}' holds '{CellNumber.Show(reader[column.Index])}'; expected classes, which are "
        + "integers or text.", new TableRemedy(column.IsNumeric ? TableRemedyKind.PredictNumber
            : TableRemedyKind.ChooseTarget));

    private DataFormatException TooMany(ColumnScan column, int line) => column == _target
        ? Refuse(column, line, $"has more than {_options.MaxClasses} different values; expected classes, not a "
            + "quantity.", new TableRemedy(column.IsNumeric ? TableRemedyKind.PredictNumber
                : TableRemedyKind.ChooseTarget))
        : Refuse(column, line, $"has more than {_options.MaxCategories} different values, too many for one feature "
            + "each.", new TableRemedy(TableRemedyKind.Exclude, column.Name));

    private DataFormatException Refuse(ColumnScan column, int line, string what) =>
        new(_table.Name, line, column.Index + 1, $"column '{column.ShownName}' {what}");

    private DataFormatException Refuse(ColumnScan column, int line, string what, TableRemedy remedy) =>
        new(_table.Name, line, column.Index + 1, $"column '{column.ShownName}' {what}", remedy);
}
