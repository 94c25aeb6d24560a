namespace Madaline.Plots;

/// <summary>The colours a terminal has.</summary>
public enum TerminalColours
{
    /// <summary>None: letters alone, as for a file.</summary>
    None,

    /// <summary>A palette of 256.</summary>
    Palette,

    /// <summary>All: 24 bits.</summary>
    All,
}

/// <summary>How <see cref="Show"/> writes.</summary>
public sealed record ShowOptions
{
    private const int Narrowest = 20, Widest = 1000, Highest = 200;

    /// <summary>
    /// Colours; where null, those of the terminal when it writes to standard output, and none when that goes into a
    /// file, when it writes elsewhere, or where <c>NO_COLOR</c> is set.
    /// </summary>
    public TerminalColours? Colours { get; init; }

    /// <summary>Letters in a line, 20 to 1000; where null, those of the terminal, and 80 elsewhere.</summary>
    public int? Width { get; init; }

    /// <summary>Lines of a curve, 3 to 200.</summary>
    public int Height { get; init; } = 9;

    /// <summary>How numbers beside curves are written, as in .NET: <c>0.00</c>; where empty, as they need.</summary>
    public string NumberFormat { get; init; } = "";

    internal void Require()
    {
        if (Width is < Narrowest or > Widest || Height is < 3 or > Highest)
        {
            throw new ArgumentException($"show: there is no such size. Width is {Width}, Height is {Height}; expected "
                + $"{Narrowest} to {Widest} letters, and 3 to {Highest} lines.");
        }
    }
}
