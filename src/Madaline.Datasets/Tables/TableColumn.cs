namespace Madaline.Datasets.Tables;

/// <summary>A column of a table: what the first pass learnt of it, and what becomes of it.</summary>
internal sealed class TableColumn(int index, string first)
{
    private int _numbers;
    private int _texts;

    /// <summary>Place in the row, from 0.</summary>
    public int Index => index;

    /// <summary>The cell of the first row: a header or a value.</summary>
    public string First => first;

    /// <summary>Name in errors and features.</summary>
    public string Name { get; private set; } = $"c{index}";

    /// <summary>Number of missing cells.</summary>
    public int Missing { get; private set; }

    /// <summary>Line of the first missing cell; 0 if none.</summary>
    public int MissingLine { get; private set; }

    /// <summary>Line of the first text; 0 if none.</summary>
    public int TextLine { get; private set; }

    /// <summary>The first text, shortened.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The values of a class or one-hot column; null for numbers.</summary>
    public TableVocabulary? Vocabulary { get; set; }

    /// <summary>Whether the first row looks like a header here: text above numbers.</summary>
    public bool LooksHeaded => _numbers > _texts && FirstIsText;

    /// <summary>Whether the first row's cell is neither a number nor missing.</summary>
    public bool FirstIsText => !TableCell.IsMissing(First) && !TableCell.TryParse(First.AsSpan(), out _);

    /// <summary>Whether every cell that is there is a number.</summary>
    public bool IsNumeric => _texts == 0;

    /// <summary>Takes the first row's cell as the name, or as a value.</summary>
    public void UseFirst(bool asName, int line)
    {
        if (!asName) Add(First, line);
        else if (First.Length > 0) Name = TableCell.Show(First);
    }

    /// <summary>Takes a cell into account.</summary>
    public void Add(ReadOnlySpan<char> cell, int line)
    {
        if (TableCell.IsMissing(cell))
        {
            if (Missing++ == 0 || line < MissingLine) MissingLine = line;
        }
        else if (TableCell.TryParse(cell, out _))
        {
            _numbers++;
        }
        else if (_texts++ == 0 || line < TextLine)
        {
            TextLine = line;
            Text = TableCell.Show(cell);
        }
    }
}
