namespace Madaline.Plots;

/// <summary>Draws values over a plane: what a network of two inputs answers where, a loss around its minimum.</summary>
public static class ContourFigure
{
    private const string Op = "contour figure";
    private const int MostLevels = 50;

    /// <summary>Draws bands of equal values with lines between them, and points on top where there are some.</summary>
    /// <param name="grid">The values.</param>
    /// <param name="title">What is seen; may be empty.</param>
    /// <param name="options">Labels and size.</param>
    /// <param name="points">What lies on top: the samples a network was trained on.</param>
    /// <param name="isFilled">Whether bands are filled; else only their lines are drawn, in colours.</param>
    /// <param name="levels">About how many lines, 2 to 50; they stand at round values.</param>
    /// <param name="middle">
    /// A value that matters, such as the probability 0.5 where the answer changes: it is white, and its line is heavy.
    /// </param>
    /// <exception cref="ArgumentException">Numbers that no axis holds, or levels out of range.</exception>
    public static Figure Draw(Grid grid, string title = "", PlotOptions? options = null, Points? points = null,
        bool isFilled = true, int levels = 10, double? middle = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(title);
        options ??= new PlotOptions();
        options.Require(Op);
        Require(points, levels, middle);
        var bands = new ContourBands(grid, levels, middle, isFilled);
        var layer = points is null ? null : new PointLayer(points, hasRim: true);
        var page = new PlotPage(title, options, options.ShowsLegend && layer is not null ? layer.Names : [],
            bands.Scale());
        var range = (new Extent(grid.X[0], grid.X[^1]), new Extent(grid.Y[0], grid.Y[^1]));
        string description = options.Description.Length > 0 ? options.Description : Description(grid, layer);
        return page.Figure(description, canvas => AxesPanel.Draw(canvas, page.Plot, options, range,
            (surface, place) =>
            {
                bands.Draw(surface, place);
                layer?.Draw(surface, place);
            }));
    }

    private static void Require(Points? points, int levels, double? middle)
    {
        if (levels is < 2 or > MostLevels)
        {
            throw new ArgumentException($"{Op}: there is no such number of lines. levels is {levels}; expected 2 to "
                + $"{MostLevels}. 10 are a good number.");
        }

        if (middle is { } value && !double.IsFinite(value))
        {
            throw new ArgumentException($"{Op}: the middle is no value. middle is {value}; expected a number. "
                + "Leave it out.");
        }

        points?.Require(Op);
        if (points?.Values is not null)
        {
            throw new ArgumentException($"{Op}: two colour scales cannot be told apart. points.Values has "
                + $"{points.Values.Count} numbers; expected none. Give the points Classes, or draw a scatter figure.");
        }
    }

    private static string Description(Grid grid, PointLayer? layer)
    {
        var text = Ticks.Fine(grid.Values);
        string name = grid.Name.Length > 0 ? $"\"{grid.Name}\"" : "values";
        string points = layer is null ? "" : $"; on top {layer.Description}";
        return $"{grid.X.Count} by {grid.Y.Count} {name} from {text(grid.Values.Low)} to {text(grid.Values.High)}"
            + $"{points}.";
    }
}
