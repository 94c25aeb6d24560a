using ScottPlot;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>Plots as parts of a figure.</summary>
internal static class Panels
{
    /// <summary>Draws a plot into its part and nowhere else: a plot first wipes all it may reach.</summary>
    public static void Draw(SKCanvas canvas, Plot plot, PixelRect place)
    {
        // The first rendering of a plot draws twice, since it finds out how wide its numbers are: that one is not kept.
        using var nothing = new SKNoDrawCanvas((int)MathF.Ceiling(place.Right), (int)MathF.Ceiling(place.Bottom));
        plot.Render(nothing, place);
        canvas.Save();
        canvas.ClipRect(new SKRect(place.Left, place.Top, place.Right, place.Bottom));
        plot.Render(canvas, place);
        canvas.Restore();
    }
}
