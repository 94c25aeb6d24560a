namespace Madaline.Plots;

/// <summary>Draws values over a plane as a hilly land seen from above: a loss over two weights.</summary>
public static class SurfaceFigure
{
    private const string Op = "surface figure";

    /// <summary>Draws the surface in the colours of its height, lit from the upper left.</summary>
    /// <param name="grid">The heights; of more than 50 rows or columns, 50 are drawn.</param>
    /// <param name="title">What is seen; may be empty.</param>
    /// <param name="options">Labels and size; the height's label is the grid's name.</param>
    /// <param name="turn">From where one looks: degrees against the clock, 0 along the y axis.</param>
    /// <param name="tilt">How steeply one looks down: 10 to 80 degrees.</param>
    /// <exception cref="ArgumentException">Angles out of range.</exception>
    public static Figure Draw(
        Grid grid, string title = "", PlotOptions? options = null, double turn = 35, double tilt = 30)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(title);
        options ??= new PlotOptions();
        options.Require(Op);
        if (!(tilt is >= 10 and <= 80) || !double.IsFinite(turn))
        {
            throw new ArgumentException($"{Op}: nobody looks from there. turn is {turn}, tilt is {tilt}; expected "
                + "a number of degrees, and 10 to 80. 35 and 30 show most surfaces well.");
        }

        var space = new SurfaceSpace(grid, new Turn(turn, tilt));
        var scale = ColourScale.Smooth(space.Ramp, grid.Name, options.Height - 130);
        var page = new PlotPage(title, options, [], scale);
        string description = options.Description.Length > 0 ? options.Description : Description(grid);
        return page.Figure(description, canvas =>
        {
            var box = new SurfaceBox(space, options, page.Plot);
            box.Draw(canvas);
            SurfaceMesh.Draw(canvas, space, box.Place);
            return page.Plot with { Top = page.Plot.Top + 30, Bottom = page.Plot.Bottom - 40 };
        });
    }

    private static string Description(Grid grid)
    {
        var (low, high) = (grid.Values.Low, grid.Values.High);
        var text = Ticks.Fine(grid.Values);
        string name = grid.Name.Length > 0 ? $"\"{grid.Name}\"" : "values";
        return $"{grid.X.Count} by {grid.Y.Count} {name} from {text(low)}, at {Place(grid, low)}, to {text(high)}, at "
            + $"{Place(grid, high)}.";
    }

    private static string Place(Grid grid, double value)
    {
        var x = Ticks.Fine(new Extent(grid.X[0], grid.X[^1]));
        var y = Ticks.Fine(new Extent(grid.Y[0], grid.Y[^1]));
        for (int row = 0; row < grid.Y.Count; row++)
        {
            for (int column = 0; column < grid.X.Count; column++)
            {
                if (grid[row, column] == value)
                    return $"({x(grid.X[column])}, {y(grid.Y[row])})";
            }
        }

        return "(?)";
    }
}
