using Madaline.Formats;

namespace Madaline.Data;

/// <summary>Counts what was done with rows and cells of a table, and says it.</summary>
/// <param name="encoder">The table's encoder.</param>
internal sealed class EncodingNotes(TableEncoder encoder)
{
    private const int MaxShown = 5;

    private readonly Dictionary<string, (CellRemark First, int Count)> _remarks = [];
    private int _leftOut, _withoutClass;

    /// <summary>Counts a row that misses cells.</summary>
    public void AddLeftOut() => _leftOut++;

    /// <summary>Counts a row without a class.</summary>
    public void AddWithoutClass() => _withoutClass++;

    /// <summary>Counts what is to say of a row's cells.</summary>
    public void Add(List<CellRemark>? remarks)
    {
        foreach (CellRemark remark in remarks ?? [])
        {
            var (first, count) = _remarks.GetValueOrDefault(remark.Column, (remark, 0));
            _remarks[remark.Column] = (first, count + 1);
        }
    }

    /// <summary>The notes, when all rows are counted.</summary>
    public IReadOnlyList<TableNote> All(int kept)
    {
        var notes = new List<TableNote>();
        int all = kept + _leftOut + _withoutClass;
        if (_leftOut > 0)
            notes.Add(new TableNote($"{_leftOut} of {all} rows miss cells and are left out."));
        if (_withoutClass > 0)
            notes.Add(new TableNote($"{_withoutClass} of {all} rows have no class and are left out."));
        foreach (var (first, count) in _remarks.Values.Take(MaxShown))
            notes.Add(new TableNote(count == 1 ? $"{first}." : $"{first}; so in {count} rows."));
        if (_remarks.Count > MaxShown)
            notes.Add(new TableNote($"{_remarks.Count - MaxShown} more columns have such cells."));
        if (FilledColumns() is { Length: > 0 } filled)
        {
            notes.Add(new TableNote($"Missing cells are filled: {string.Join(", ", filled.Take(MaxShown))}"
                + $"{(filled.Length > MaxShown ? ", …" : "")}. A feature more says where, in each such column."));
        }

        return notes;
    }

    /// <summary>The error where every row is left out.</summary>
    public DataFormatException NothingLeft(string name, int line) => new(name, line, 0,
        $"no row is left: {_leftOut} miss cells and {_withoutClass} have no class; expected rows that can be used. "
        + "Fill such cells in.");

    private string[] FilledColumns() => [.. encoder.Columns.OfType<FeatureColumn>()
        .Where(column => column.HasIndicator)
        .Select(column => $"'{CellNumber.Show(column.Name)}' with {column.Filling}")];
}
