using Madaline.Formats;

namespace Madaline.Datasets.Tables;

/// <summary>Decides what becomes of each column, and fills the arrays.</summary>
internal sealed class TableBuilder
{
    private readonly string _file;
    private readonly TableOptions _options;
    private readonly TableScan _scan;
    private readonly TableColumn _target;
    private readonly TableColumn[] _features;

    /// <summary>Decides.</summary>
    /// <exception cref="DataFormatException">A column can't be used, or a cell is missing.</exception>
    public TableBuilder(TableScan scan, string file, TableOptions options)
    {
        (_scan, _file, _options) = (scan, file, options);
        _target = options.Target is { } name ? scan.Find(name, "the target") : scan.Columns[^1];
        _target.Vocabulary = new TableVocabulary(isInteger: _target.IsNumeric);
        var excluded = options.Exclude.Select(other => scan.Find(other, "exclusion")).ToHashSet();
        if (excluded.Contains(_target)) throw Refuse(_target, scan.FirstLine, "is the target and excluded at once.");
        _features = [.. scan.Columns.Where(column => column != _target && !excluded.Contains(column))];
        if (_features.Length == 0)
            throw new DataFormatException(file, scan.FirstLine, 0, "no feature is left beside the target.");
        if (scan.Rows == 0)
            throw new DataFormatException(file, scan.FirstLine, 0, "the table has no rows below its header.");
        CheckMissing();
        foreach (var column in _features) CheckText(column);
    }

    /// <summary>Second pass: the values of class and one-hot columns, where there are any.</summary>
    public void CollectValues(CsvRecords records)
    {
        TableColumn[] columns = [_target, .. _features.Where(column => column.Vocabulary is not null)];
        SkipHeader(records);
        while (records.Read())
        {
            foreach (var column in columns)
            {
                var values = column.Vocabulary!;
                if (!values.TryAdd(records[column.Index])) throw NotAClass(records, column);
                if (values.Count > (column == _target ? _options.MaxClasses : _options.MaxCategories))
                    throw TooMany(column, records.Line);
            }
        }

        foreach (var column in columns) column.Vocabulary!.Sort();
    }

    /// <summary>Last pass: the arrays, sized exactly.</summary>
    public TableData Fill(CsvRecords records)
    {
        var names = FeatureNames();
        if ((long)_scan.Rows * names.Length > Array.MaxLength)
        {
            throw new DataFormatException(_file, -1,
                $"{_scan.Rows} rows of {names.Length} features are more than one array holds; leave columns out.");
        }

        var features = new float[_scan.Rows * names.Length];
        var labels = new int[_scan.Rows];
        var lines = new int[_scan.Rows];
        SkipHeader(records);
        for (var row = 0; records.Read(); row++)
        {
            FillRow(records, features.AsSpan(row * names.Length, names.Length));
            labels[row] = _target.Vocabulary!.IndexOf(records[_target.Index]);
            lines[row] = records.Line;
        }

        return new TableData(names, features, labels, _target.Vocabulary!.Names, lines);
    }

    private void FillRow(CsvRecords records, Span<float> features)
    {
        var at = 0;
        foreach (var column in _features)
        {
            var cell = records[column.Index];
            if (column.Vocabulary is { } values)
            {
                features[at + values.IndexOf(cell)] = 1;
                at += values.Count;
                continue;
            }

            _ = TableCell.TryParse(cell, out var value);
            features[at++] = (float)value;
            if (float.IsFinite((float)value)) continue;
            throw Refuse(column, records.Line, $"holds {TableCell.Show(cell)}, which is beyond single precision.");
        }
    }

    private string[] FeatureNames()
    {
        var names = new List<string>(_features.Length);
        foreach (var column in _features)
        {
            if (column.Vocabulary is not { } values) names.Add(column.Name);
            else names.AddRange(values.Names.Select(value => $"{column.Name}={value}"));
        }

        return [.. names];
    }

    private void SkipHeader(CsvRecords records)
    {
        if (_scan.HasHeader) records.Read();
    }

    /// <summary>Reports the first missing cell of the columns in use.</summary>
    private void CheckMissing()
    {
        TableColumn? first = null;
        foreach (var column in (TableColumn[])[.. _features, _target])
        {
            if (column.Missing > 0 && (first is null || column.MissingLine < first.MissingLine)) first = column;
        }

        if (first is null) return;
        throw Refuse(first, first.MissingLine, $"has a missing cell here, {first.Missing} in all; expected "
            + $"a value. Fill them in, leave the rows out, or use --exclude {first.Name}.");
    }

    private void CheckText(TableColumn column)
    {
        if (column.IsNumeric) return;
        if (!_options.OneHot)
        {
            throw Refuse(column, column.TextLine, $"holds text ('{column.Text}'); expected numbers. Use --one-hot "
                + $"for a feature a value, or --exclude {column.Name}.");
        }

        column.Vocabulary = new TableVocabulary(isInteger: false);
    }

    private DataFormatException NotAClass(CsvRecords records, TableColumn column) => Refuse(column, records.Line,
        $"holds {TableCell.Show(records[column.Index])}; expected classes, which are integers or text. Name the class "
        + "column with --target COLUMN.");

    private DataFormatException TooMany(TableColumn column, int line) => Refuse(column, line, column == _target
        ? $"has more than {_options.MaxClasses} different values; expected classes, not a quantity. Name the class "
            + "column with --target COLUMN."
        : $"has more than {_options.MaxCategories} different values, too many for --one-hot. "
            + $"Use --exclude {column.Name}.");

    private DataFormatException Refuse(TableColumn column, int line, string what) =>
        new(_file, line, column.Index + 1, $"column '{column.Name}' {what}");
}
