using SkiaSharp;

namespace Madaline.Plots;

/// <summary>The bar beside a plot that says which colour is which value.</summary>
/// <param name="range">From where to where.</param>
/// <param name="steps">Where colours change, the ends among them.</param>
/// <param name="colourOf">The colour of a value.</param>
/// <param name="name">What the values are; may be empty.</param>
/// <param name="ticks">The values that are written.</param>
internal sealed class ColourScale(
    Extent range, double[] steps, Func<double, Colour> colourOf, string name, Ticks ticks)
{
    private const float BarWidth = 16, TickLength = 4, Gap = 5;
    private static readonly Lettering Letters = new(12), Name = new(13);

    /// <summary>With the gap to the plot at its left.</summary>
    public float Width => 18 + BarWidth + TickLength + Gap + WidestLabel
        + (name.Length > 0 ? Name.LineHeight + 4 : 0);

    private float WidestLabel => ticks.Labels.Select(Letters.WidthOf).DefaultIfEmpty(0).Max();

    /// <summary>A scale whose colours change little by little.</summary>
    public static ColourScale Smooth(Ramp ramp, string name, float height)
    {
        Extent range = ramp.Range.Width > 0 ? ramp.Range : ramp.Range.Widened(0);
        const int count = 96;
        double[] steps = [.. Enumerable.Range(0, count + 1).Select(i => range.Low + (range.Width * i / count))];
        return new ColourScale(range, steps, ramp.Of, name, Ticks.Between(range, (int)(height / 40)));
    }

    /// <summary>Draws it from top to bottom of the plot.</summary>
    public void Draw(SKCanvas canvas, float left, float top, float bottom)
    {
        float Y(double value) => bottom - ((bottom - top) * (float)range.ShareOf(value));
        left += 18;
        using var paint = new SKPaint();
        for (int i = 0; i + 1 < steps.Length; i++)
        {
            // Down to the end of the bar, so that no seam shows; what lies below is drawn before.
            paint.Color = colourOf((steps[^(i + 2)] + steps[^(i + 1)]) / 2).ToSkia();
            canvas.DrawRect(new SKRect(left, Y(steps[^(i + 1)]), left + BarWidth, bottom), paint);
        }

        using var edge = new SKPaint { Color = Palette.Ink.ToSkia(), StrokeWidth = 0.8f, IsStroke = true };
        canvas.DrawRect(new SKRect(left, top, left + BarWidth, bottom), edge);
        float right = left + BarWidth + TickLength;
        foreach (var (value, label) in ticks.At.Zip(ticks.Labels))
        {
            canvas.DrawLine(left + BarWidth, Y(value), right, Y(value), edge);
            Letters.Draw(canvas, label, right + Gap, Y(value));
        }

        if (name.Length > 0)
        {
            float middle = right + Gap + WidestLabel + 4 + (Name.LineHeight / 2);
            Name.DrawUpwards(canvas, Name.Fit(name, bottom - top), middle, (top + bottom) / 2, SKTextAlign.Center);
        }
    }
}
