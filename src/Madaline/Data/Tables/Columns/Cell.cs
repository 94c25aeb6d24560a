using Madaline.Formats;

namespace Madaline.Data;

/// <summary>One cell of a row, as text or as what a program brought.</summary>
/// <param name="text">The text, without blanks around it.</param>
/// <param name="notation">How numbers are written.</param>
internal readonly ref struct Cell(ReadOnlySpan<char> text, NumberNotation notation)
{
    /// <summary>The text, without blanks around it.</summary>
    public ReadOnlySpan<char> Text { get; } = text;

    /// <summary>How numbers are written.</summary>
    public NumberNotation Notation => notation;

    /// <summary>The number, where it came as one.</summary>
    public double? Number { get; init; }

    /// <summary>The date, where it came as one.</summary>
    public DateTime? Date { get; init; }

    /// <summary>Whether it came as true or false, which tables write in many ways.</summary>
    public bool IsTruth { get; init; }

    /// <summary>Its number; false for text, and for NaN.</summary>
    public bool TryGetNumber(out double value)
    {
        if (Number is not { } number)
            return CellNumber.TryParse(Text, notation, out value);
        value = number;
        return !double.IsNaN(number);
    }

    /// <summary>The cell for an error message.</summary>
    public string Shown => $"'{CellNumber.Show(Text)}'";
}

/// <summary>Why a cell is none of a column's.</summary>
/// <param name="Problem">What is wrong and what was expected, as sentences.</param>
/// <param name="Remedy">What mends it, if anything is known to.</param>
internal sealed record CellFault(string Problem, TableRemedy? Remedy = null)
{
    /// <summary>Whether the cell is missing.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The error at a row of a table.</summary>
    public DataFormatException At(string name, int line, int column) => Remedy is null
        ? new DataFormatException(name, line, column, Problem)
        : new DataFormatException(name, line, column, Problem, Remedy);
}
