namespace Madaline.Data;

/// <summary>Cells of one sort in a column: how many, the first of them, and the lines of the first few.</summary>
/// <param name="sort">What sets them apart where the first of them does not show it: <c>with the day first</c>.</param>
internal sealed class CellCount(string sort = "")
{
    private const int LinesKept = 5;
    private readonly List<int> _lines = [];

    /// <summary>Number of cells.</summary>
    public int Count { get; private set; }

    /// <summary>The first one.</summary>
    public string First { get; private set; } = "";

    /// <summary>Line of the first one; 0 if there is none.</summary>
    public int FirstLine => _lines.Count == 0 ? 0 : _lines[0];

    /// <summary>Takes a cell into account; the first row's may come last.</summary>
    public void Add(ReadOnlySpan<char> cell, int line)
    {
        if (Count++ == 0 || line < _lines[0])
            First = cell.ToString();
        if (_lines.Count == 0 || line < _lines[0])
            _lines.Insert(0, line);
        else
            _lines.Add(line);
        if (_lines.Count > LinesKept)
            _lines.RemoveAt(LinesKept);
    }

    /// <summary>These and the cells of another count; the example stays one of these, if there are any.</summary>
    public CellCount With(CellCount other)
    {
        var sum = new CellCount(sort) { Count = Count + other.Count, First = Count > 0 ? First : other.First };
        sum._lines.AddRange(Count > 0 ? _lines : other._lines);
        return sum;
    }

    /// <summary>The number, the first cell and its place: <c>120 such as '2024-03-05' (line 2)</c>.</summary>
    public string WithExample => $"{Sort} such as '{Formats.CellNumber.Show(First)}' (line {_lines[0]})";

    /// <summary>Number and places, of all or of the first few: <c>3 such as 'x' (lines 7, 9 and 12)</c>.</summary>
    public string WithLines => _lines.Count == 1 ? WithExample : $"{Sort} such as '{Formats.CellNumber.Show(First)}' "
        + (Count > _lines.Count ? $"(lines {string.Join(", ", _lines)}, …)"
            : $"(lines {string.Join(", ", _lines[..^1])} and {_lines[^1]})");

    private string Sort => sort.Length == 0 ? $"{Count}" : $"{Count} {sort}";
}
