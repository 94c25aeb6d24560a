using Madaline.Formats;

namespace Madaline.Data;

/// <summary>A column of a table: what the first pass learned of it.</summary>
/// <param name="index">Place in the row, from 0.</param>
/// <param name="first">The cell of the first row: a name or a value.</param>
/// <param name="notation">How numbers are written, as far as it is known.</param>
/// <param name="missing">What counts as missing.</param>
internal sealed class ColumnScan(int index, string first, NumberNotation notation, MissingSpellings missing)
{
    private int _foreign, _withUnit;
    private string _unit = "";

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

    /// <summary>Cells that are there.</summary>
    public int Present => Numbers + Texts;

    /// <summary>Line of the first missing cell; 0 if none.</summary>
    public int MissingLine { get; private set; }

    /// <summary>Line of the first text; 0 if none.</summary>
    public int TextLine { get; private set; }

    /// <summary>The first text.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Whether some number has digits that Float32 has no room for.</summary>
    public bool LosesDigits { get; private set; }

    /// <summary>What its numbers are like.</summary>
    public NumberScan Values { get; } = new();

    /// <summary>What its numbers show of the decimal mark and of groups.</summary>
    public NumberMarks Marks { get; } = new(notation);

    /// <summary>Whether its texts are dates.</summary>
    public DateScan Dates => field ??= new();

    /// <summary>How many different texts it has.</summary>
    public DistinctCells Different => field ??= new();

    /// <summary>Whether the first row looks like a header here: text above numbers, in whatever notation.</summary>
    public bool LooksHeaded => Numbers + _foreign > Texts - _foreign && FirstIsText && !LooksLikeValue;

    /// <summary>Whether text stands above dates, which is a name above values too.</summary>
    public bool LooksHeadedByDates => Texts > 0 && AreMostlyDates && FirstIsText && !LooksLikeValue;

    /// <summary>Whether the first row's cell is neither a number nor missing.</summary>
    public bool FirstIsText => !missing.Contains(first) && !FirstIsNumber;

    /// <summary>Whether the first row's cell is a number.</summary>
    public bool FirstIsNumber => CellNumber.TryParse(first, notation, out _);

    /// <summary>Whether the first row's cell comes again below.</summary>
    public bool FirstComesAgain { get; private set; }

    /// <summary>Whether every cell that is there is a number.</summary>
    public bool IsNumeric => Texts == 0;

    /// <summary>Whether every cell that is there is a date.</summary>
    public bool IsDate => Texts > 0 && Numbers == 0 && Dates.AreDates;

    /// <summary>Whether it is meant to hold dates, and some are in another style or some cells are none.</summary>
    public bool IsNearlyDate => Texts > 0 && !IsDate && AreMostlyDates;

    /// <summary>Whether all its texts are numbers in another notation.</summary>
    public bool IsForeign => Texts > 0 && _foreign == Texts;

    /// <summary>The unit that all its texts have behind or before a number; null where they have not.</summary>
    public string? Unit => Texts > 0 && _withUnit == Texts ? _unit : null;

    /// <summary>Takes the first row's cell as the name, or as a value.</summary>
    public void UseFirst(bool asName, int line)
    {
        if (asName)
        {
            (Name, IsNamed) = first.Length > 0 ? (first, true) : (Name, false);
            return;
        }

        bool comesAgain = FirstComesAgain;
        Values.BeginAgain();
        Add(first, line);
        FirstComesAgain = comesAgain;
    }

    /// <summary>Takes a cell into account.</summary>
    public void Add(ReadOnlySpan<char> cell, int line)
    {
        if (missing.Contains(cell))
        {
            if (Missing++ == 0 || line < MissingLine)
                MissingLine = line;
        }
        else if (CellNumber.TryParse(cell, notation, out double value))
        {
            Numbers++;
            LosesDigits = LosesDigits || CellNumber.LosesDigits(cell, value);
            Values.Add(value);
            Marks.Add(cell, line);
        }
        else
        {
            if (Texts++ == 0 || line < TextLine)
                (TextLine, Text) = (line, cell.ToString());
            if (CellNumber.LooksForeign(cell, notation))
            {
                _foreign++;
                Marks.AddForeign(cell, line);
            }

            if (_withUnit == Texts - 1)
                AddUnit(CellUnit.Of(cell));
            Dates.Add(cell, line);
            Different.Add(cell);
        }

        FirstComesAgain = FirstComesAgain || cell.SequenceEqual(first);
    }

    private void AddUnit(ReadOnlySpan<char> unit)
    {
        if (unit.IsEmpty || (_withUnit > 0 && !unit.SequenceEqual(_unit)))
            return;
        _unit = _withUnit++ == 0 ? unit.ToString() : _unit;
    }

    private bool AreMostlyDates => Dates.Count >= Math.Max(1, 4 * (Dates.Others.Count + Numbers));

    private bool LooksLikeValue => CellNumber.LooksForeign(first, notation) || DateText.TryParse(first, out _);
}
