using SkiaSharp;

namespace Madaline.Plots;

/// <summary>Draws points: samples by two of their features, with their class or a value.</summary>
public static class ScatterFigure
{
    private const string Op = "scatter figure";

    /// <summary>Draws the points: by class each with its colour and shape, by value with a scale.</summary>
    /// <param name="points">The points; of more than 5000 a part is drawn, evenly spread, and the figure says
    /// so.</param>
    /// <param name="title">What is seen; may be empty.</param>
    /// <param name="options">Labels and size.</param>
    /// <exception cref="ArgumentException">There are no points, numbers that no axis holds, or lengths that
    /// differ.</exception>
    public static Figure Draw(Points points, string title = "", PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(title);
        options ??= new PlotOptions();
        options.Require(Op);
        points.Require(Op);
        var layer = new PointLayer(points, hasRim: false);
        ColourScale? scale = points.Values is null ? null
            : ColourScale.Smooth(layer.Ramp, points.ValueName, options.Height - 100);
        var page = new PlotPage(title, options, options.ShowsLegend ? layer.Names : [], scale);
        var range = (Extent.Of(points.X).Widened(0.05), Extent.Of(points.Y).Widened(0.06));
        return page.Figure(options.Description.Length > 0 ? options.Description : $"{Capital(layer.Description)}.",
            canvas => AxesPanel.Draw(canvas, page.Plot, options, range, layer.Draw));
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
