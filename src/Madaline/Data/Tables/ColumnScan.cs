using Madaline.Formats;

namespace Madaline.Data;

/// <summary>A column of a table: what the first pass learned of it.</summary>
internal sealed class ColumnScan(int index, string first, char mark)
{
    private int _foreign;

    /// <summary>Place in the row, from 0.</summary>
    public int Index => index;

    /// <summary>The cell of the first row: a name or a value.</summary>
    public string First => first;

    /// <summary>The name; <c>c0</c>, <c>c1</c> … without a header.</summary>
    public string Name { get; private set; } = $"c{index}";

    /// <summary>The name for an error message: short.</summary>
    public string ShownName => CellNumber.Show(Name);

    /// <summary>Whether the header names it.</summary>
    public bool IsNamed { get; private set; }

    /// <summary>Number of cells that are numbers, text, and missing.</summary>
    public int Numbers { get; private set; }

    /// <inheritdoc cref="Numbers"/>
    public int Texts { get; private set; }

    /// <inheritdoc cref="Numbers"/>
    public int Missing { get; private set; }

    /// <summary>Line of the first missing cell; 0 if none.</summary>
    public int MissingLine { get; private set; }

    /// <summary>Line of the first text; 0 if none.</summary>
    public int TextLine { get; private set; }

    /// <summary>The first text.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Whether some number has digits that Float32 has no room for.</summary>
    public bool LosesDigits { get; private set; }

    /// <summary>Whether the first row looks like a header here: text above numbers, in whatever notation.</summary>
    public bool LooksHeaded =>
        Numbers + _foreign > Texts - _foreign && FirstIsText && !CellNumber.LooksForeign(first, mark);

    /// <summary>Whether the first row's cell is neither a number nor missing.</summary>
    public bool FirstIsText => !CellNumber.IsMissing(first) && !FirstIsNumber;

    /// <summary>Whether the first row's cell is a number.</summary>
    public bool FirstIsNumber => CellNumber.TryParse(first, mark, out _);

    /// <summary>Whether the first row's cell comes again below.</summary>
    public bool FirstComesAgain { get; private set; }

    /// <summary>Whether every cell that is there is a number.</summary>
    public bool IsNumeric => Texts == 0;

    /// <summary>Whether all its texts are numbers in another notation.</summary>
    public bool IsForeign => Texts > 0 && _foreign == Texts;

    /// <summary>Takes the first row's cell as the name, or as a value.</summary>
    public void UseFirst(bool asName, int line)
    {
        if (asName)
        {
            (Name, IsNamed) = first.Length > 0 ? (first, true) : (Name, false);
            return;
        }

        bool comesAgain = FirstComesAgain;
        Add(first, line);
        FirstComesAgain = comesAgain;
    }

    /// <summary>Takes a cell into account.</summary>
    public void Add(ReadOnlySpan<char> cell, int line)
    {
        if (CellNumber.IsMissing(cell))
        {
            if (Missing++ == 0 || line < MissingLine)
                MissingLine = line;
        }
        else if (CellNumber.TryParse(cell, mark, out double value))
        {
            Numbers++;
            LosesDigits = LosesDigits || CellNumber.LosesDigits(cell, value);
        }
        else
        {
            if (Texts++ == 0 || line < TextLine)
                (TextLine, Text) = (line, cell.ToString());
            if (CellNumber.LooksForeign(cell, mark))
                _foreign++;
        }

        FirstComesAgain = FirstComesAgain || cell.SequenceEqual(first);
    }
}
