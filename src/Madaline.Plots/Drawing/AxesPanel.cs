using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>Draws in units of the axes.</summary>
/// <param name="canvas">Where to.</param>
/// <param name="place">The place of x and y on the canvas.</param>
internal delegate void DrawOnAxes(SKCanvas canvas, Func<double, double, SKPoint> place);

/// <summary>Two axes with what lies between them.</summary>
internal static class AxesPanel
{
    private const float TickSize = 12, LabelSize = 13;

    /// <summary>Draws them; gives the place between the axes.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="place">Their place, with numbers and labels.</param>
    /// <param name="options">The labels.</param>
    /// <param name="range">From where to where they go.</param>
    /// <param name="draw">What lies between them.</param>
    /// <param name="hasWholeX">Whether x counts.</param>
    public static SKRect Draw(SKCanvas canvas, SKRect place, PlotOptions options, (Extent X, Extent Y) range,
        DrawOnAxes draw, bool hasWholeX = false)
    {
        var plot = new Plot();
        Typefaces.Use(plot);
        plot.Axes.SetLimits(range.X.Low, range.X.High, range.Y.Low, range.Y.High);
        plot.Add.Plottable(new Layer(range, draw));
        Mark(plot.Axes.Bottom, range.X, (int)(place.Width / 75), hasWholeX);
        Mark(plot.Axes.Left, range.Y, (int)(place.Height / 45), isWhole: false);
        plot.XLabel(new Lettering(LabelSize).Fit(options.XLabel, place.Width - 90), LabelSize);
        plot.YLabel(new Lettering(LabelSize).Fit(options.YLabel, place.Height - 60), LabelSize);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Left.TickLabelStyle.OffsetY = 2;
        Panels.Draw(canvas, plot, new PixelRect(place.Left, place.Right, place.Bottom, place.Top));
        PixelRect inner = plot.RenderManager.LastRender.DataRect;
        return new SKRect(inner.Left, inner.Top, inner.Right, inner.Bottom);
    }

    private static void Mark(IAxis axis, Extent range, int most, bool isWhole)
    {
        var ticks = Ticks.Between(range, most, isWhole);
        axis.TickGenerator = new NumericManual(ticks.At, ticks.Labels);
        axis.TickLabelStyle.FontSize = TickSize;
    }

    /// <summary>What is drawn between the axes by ourselves.</summary>
    private sealed class Layer((Extent X, Extent Y) range, DrawOnAxes draw) : IPlottable
    {
        public bool IsVisible { get; set; } = true;

        public IAxes Axes { get; set; } = new ScottPlot.Axes();

        public IEnumerable<LegendItem> LegendItems => [];

        public AxisLimits GetAxisLimits() => new(range.X.Low, range.X.High, range.Y.Low, range.Y.High);

        public void Render(RenderPack rp)
        {
            PixelRect inner = rp.DataRect;
            rp.Canvas.Save();
            rp.Canvas.ClipRect(new SKRect(inner.Left, inner.Top, inner.Right, inner.Bottom));
            draw(rp.Canvas, (x, y) =>
            {
                Pixel pixel = Axes.GetPixel(new Coordinates(x, y));
                return new SKPoint(pixel.X, pixel.Y);
            });
            rp.Canvas.Restore();
        }
    }
}
