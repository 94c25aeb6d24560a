using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>The class: the table decides which column it is.</summary>
internal sealed class ClassType() : ColumnType(ColumnTypes.Class)
{
    public override EncodedColumn Read(string name, JsonElement json) => new ClassColumn(name)
    {
        Values = ColumnJson.Names(json, "values"),
        IsInteger = ColumnJson.Flag(json, "integer"),
    };
}

/// <summary>The second pass over the class column.</summary>
/// <param name="scan">What the first one learned.</param>
/// <param name="options">The most classes.</param>
internal sealed class ClassFit(ColumnScan scan, TableOptions options) : ColumnFit(scan)
{
    private readonly Vocabulary _values = new(scan.IsNumeric);
    private int _rows;

    public override TableNote? Note => _values.Names is [var only]
        ? new TableNote($"All {_rows} rows are of one class, '{CellNumber.Show(only)}' in column '{Scan.ShownName}': "
            + "there is nothing to tell apart, and any network is right.",
            new TableRemedy(TableRemedyKind.ChooseTarget))
        : NumericTarget.NoteOfClasses(Scan.ShownName, _values);

    private TableRemedy OtherTarget =>
        new(Scan.IsNumeric ? TableRemedyKind.PredictNumber : TableRemedyKind.ChooseTarget);

    public override CellFault? Add(in Cell cell)
    {
        _rows++;
        if (!_values.TryAdd(cell.Text, cell.Notation))
        {
            return new CellFault($"holds {cell.Shown}; expected classes, which are integers or text.",
                OtherTarget);
        }

        return _values.Count <= options.MaxClasses ? null
            : new CellFault($"has more than {options.MaxClasses} different values; expected classes, not a quantity.",
                OtherTarget);
    }

    public override (EncodedColumn?, CellFault?) Finish()
    {
        _values.Sort();
        return (new ClassColumn(Scan.Name) { Values = _values.Names, IsInteger = _values.IsInteger }, null);
    }
}

/// <summary>The second pass over a column of numbers to predict.</summary>
/// <param name="scan">What the first one learned.</param>
internal sealed class QuantityFit(ColumnScan scan) : ColumnFit(scan)
{
    private readonly HashSet<double> _values = [];

    public override TableNote? Note => NumericTarget.NoteOf(Scan.ShownName, _values);

    public override CellFault? Add(in Cell cell)
    {
        if (_values.Count <= NumericTarget.MaxPlainClasses && cell.TryGetNumber(out double value))
            _values.Add(value);
        return null;
    }

    public override (EncodedColumn?, CellFault?) Finish() => (new ClassColumn(Scan.Name), null);
}
