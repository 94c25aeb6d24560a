namespace Madaline.Plots;

/// <summary>What stands around a plot, and its size.</summary>
public sealed record PlotOptions
{
    private const int Smallest = 240, Largest = 4000;

    /// <summary>What is counted to the right; empty for nothing.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>What is counted upwards; empty for nothing.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>Width in units of 1/96 inch, 240 to 4000; a PNG has two pixels for each.</summary>
    public int Width { get; init; } = 720;

    /// <summary>Height in the same units. A legend of many rows adds to it.</summary>
    public int Height { get; init; } = 480;

    /// <summary>Whether names and signs stand below the plot, where there is more than one.</summary>
    public bool ShowsLegend { get; init; } = true;

    /// <summary>
    /// One sentence for those who do not see it, the description of its SVG; where empty, the main numbers.
    /// </summary>
    public string Description { get; init; } = "";

    internal void Require(string op)
    {
        if (Width is < Smallest or > Largest || Height is < Smallest or > Largest)
        {
            throw new ArgumentException($"{op}: there is no such size. Width is {Width}, Height is {Height}; expected "
                + $"{Smallest} to {Largest} each. A PNG has two pixels for each unit.");
        }
    }
}
