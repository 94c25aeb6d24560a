using Madaline.Formats;

namespace Madaline.Data;

/// <summary>A cell of a column, to show in a message.</summary>
/// <param name="Text">What it holds.</param>
/// <param name="Line">Its line.</param>
internal sealed record CellExample(string Text, int Line)
{
    /// <summary>The cell and its place: <c>'1,5' in line 3</c>.</summary>
    public override string ToString() => $"'{CellNumber.Show(Text)}' in line {Line}";
}

/// <summary>What a column shows of the decimal mark and of groups of thousands: an example of each.</summary>
/// <param name="notation">How the table is read.</param>
internal sealed class NumberMarks(NumberNotation notation)
{
    /// <summary>A number that can have no other decimal mark than the one it is read with.</summary>
    public CellExample? Own { get; private set; }

    /// <summary>A number that can only have the other decimal mark.</summary>
    public CellExample? Other { get; private set; }

    /// <summary>A number of groups, read as such.</summary>
    public CellExample? Grouped { get; private set; }

    /// <summary>A number read with decimals that may be a group: <c>1.234</c> under a point.</summary>
    public CellExample? MayBeGrouped { get; private set; }

    /// <summary>A text that may be a group or decimals: <c>1,234</c> under a point.</summary>
    public CellExample? Open { get; private set; }

    /// <summary>Takes a number into account.</summary>
    public void Add(ReadOnlySpan<char> cell, int line)
    {
        // Integers of few digits, such as pixels, show nothing.
        if (cell.Length < 3 || CellNumber.IsDigits(cell))
            return;
        if (!CellNumber.TryParsePlain(cell, notation.Mark, out _))
        {
            Grouped ??= Example(cell, line);
            if (!GroupedNumber.IsAmbiguous(cell, notation.OtherMark) && cell.ContainsAny('.', ','))
                Own ??= Example(cell, line);
        }
        else if (GroupedNumber.IsAmbiguous(cell, notation.Mark))
        {
            MayBeGrouped ??= Example(cell, line);
        }
        else if (cell.Contains(notation.Mark))
        {
            Own ??= Example(cell, line);
        }
    }

    /// <summary>Takes a number in the other notation into account.</summary>
    public void AddForeign(ReadOnlySpan<char> cell, int line)
    {
        if (GroupedNumber.IsAmbiguous(cell, notation.OtherMark))
            Open ??= Example(cell, line);
        else
            Other ??= Example(cell, line);
    }

    private static CellExample Example(ReadOnlySpan<char> cell, int line) => new(cell.ToString(), line);
}
