using SkiaSharp;

namespace Madaline.Plots;

/// <summary>Draws lines: losses over steps, functions, whatever follows each other.</summary>
public static class LineFigure
{
    private const string Op = "line figure";
    private const int MaxMarkers = 40, MostSeries = 40;

    /// <summary>Draws one or several lines on the same axes, each with its sign in the legend.</summary>
    /// <param name="series">The lines; at least one, 40 at most.</param>
    /// <param name="title">What is seen; may be empty.</param>
    /// <param name="options">Labels and size.</param>
    /// <exception cref="ArgumentException">There are no lines, or numbers that no axis holds.</exception>
    public static Figure Draw(IReadOnlyList<Series> series, string title = "", PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(title);
        options ??= new PlotOptions();
        options.Require(Op);
        if (series.Count is < 1 or > MostSeries)
        {
            throw new ArgumentException($"{Op}: there is no such number of lines. There are {series.Count} series; "
                + $"expected 1 to {MostSeries}. Draw some of them.");
        }

        foreach (var line in series)
            line.Require(Op);
        var range = (Extent.Of(series.SelectMany(line => line.X)).Widened(0.03),
            Extent.Of(series.SelectMany(line => line.Y)).Widened(0.06));
        bool isNamed = options.ShowsLegend && (series.Count > 1 || series[0].Name.Length > 0);
        var names = isNamed ? series.Index().Select(line => new NamedSign(Sign.Of(line.Index), NameOf(line),
            IsLine: true, HasMarkers(line.Item))) : [];
        var page = new PlotPage(title, options, names);
        return page.Figure(options.Description.Length > 0 ? options.Description : Description(series), canvas =>
            AxesPanel.Draw(canvas, page.Plot, options, range, (surface, place) =>
            {
                foreach (var (i, line) in series.Index())
                    DrawLine(surface, line, Sign.Of(i), place);
            }, series.All(line => line.HasWholeX)));
    }

    /// <summary>Draws one line through points at 0, 1, 2 …</summary>
    /// <param name="values">How high the points are.</param>
    /// <param name="title">What is seen; may be empty.</param>
    /// <param name="options">Labels and size.</param>
    /// <exception cref="ArgumentException">There are no numbers, or some that no axis holds.</exception>
    public static Figure Draw(Numbers values, string title = "", PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Draw([new Series("", values)], title, options);
    }

    private static string NameOf((int Index, Series Item) line) =>
        line.Item.Name.Length > 0 ? line.Item.Name : $"line {line.Index + 1}";

    private static bool HasMarkers(Series line) => line.X.Count <= MaxMarkers;

    private static void DrawLine(SKCanvas canvas, Series line, Sign sign, Func<double, double, SKPoint> place)
    {
        int[] shown = LinePoints.Of(line);
        SKPoint[] points = Array.ConvertAll(shown, i => place(line.X[i], line.Y[i]));
        using var path = new SKPath();
        path.AddPoly(points, close: false);
        using var paint = new SKPaint
        {
            Color = sign.Colour.ToSkia(),
            StrokeWidth = 2,
            IsStroke = true,
            IsAntialias = true,
            StrokeJoin = SKStrokeJoin.Round,
            StrokeCap = SKStrokeCap.Round,
        };
        if (points.Length > 1)
            canvas.DrawPath(path, paint);
        if (!HasMarkers(line))
            return;
        foreach (SKPoint point in points)
            sign.Draw(canvas, point, 7);
    }

    private static string Description(IReadOnlyList<Series> series)
    {
        const int most = 5;
        var text = Ticks.Fine(Extent.Of(series.SelectMany(line => line.Y)));
        string[] lines = [.. series.Index().Take(most).Select(line =>
        {
            Numbers y = line.Item.Y;
            string name = series.Count == 1 && line.Item.Name.Length == 0 ? "The line" : $"\"{NameOf(line)}\"";
            return y.Count == 1 ? $"{name} is one point at {text(y[0])}" : $"{name} goes from {text(y[0])} to "
                + $"{text(y[^1])} over {y.Count} points, the least {text(y.Min())}, the largest {text(y.Max())}";
        })];
        string rest = series.Count > most ? $"; and {series.Count - most} more lines" : "";
        return $"{string.Join("; ", lines)}{rest}.";
    }
}
