using SkiaSharp;

namespace Madaline.Plots;

/// <summary>How an entry of a legend looks on the plot.</summary>
internal enum LegendSign
{
    LineWithDot,
    LineWithSquare,
    Upright,
    Diamond,
}

/// <summary>What a sign on a plot means.</summary>
/// <param name="Sign">Its shape.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Text">What it stands for.</param>
internal readonly record struct LegendEntry(LegendSign Sign, Colour Colour, string Text);

/// <summary>Signs and their meanings in a row, as wide as the text needs.</summary>
internal static class Legend
{
    private const float SignWidth = 26, SignGap = 6, EntryGap = 22;
    private static readonly Lettering Letters = new(12);

    /// <summary>Draws the entries around a middle.</summary>
    public static void Draw(SKCanvas canvas, IReadOnlyList<LegendEntry> entries, float middle, float y)
    {
        float width = entries.Sum(WidthOf) + (EntryGap * Math.Max(0, entries.Count - 1)), x = middle - (width / 2);
        foreach (var entry in entries)
        {
            DrawSign(canvas, entry, x, y);
            Letters.Draw(canvas, entry.Text, x + SignWidth + SignGap, y);
            x += WidthOf(entry) + EntryGap;
        }
    }

    private static float WidthOf(LegendEntry entry) => SignWidth + SignGap + Letters.WidthOf(entry.Text);

    private static void DrawSign(SKCanvas canvas, LegendEntry entry, float x, float y)
    {
        using var paint = new SKPaint { Color = entry.Colour.ToSkia(), StrokeWidth = 2, IsAntialias = true };
        float middle = x + (SignWidth / 2);
        if (entry.Sign is LegendSign.LineWithDot or LegendSign.LineWithSquare)
            canvas.DrawLine(x, y, x + SignWidth, y, paint);
        if (entry.Sign == LegendSign.LineWithDot)
            canvas.DrawCircle(middle, y, 3.5f, paint);
        if (entry.Sign == LegendSign.Upright)
            canvas.DrawLine(middle, y - 8, middle, y + 8, paint);
        if (entry.Sign == LegendSign.Diamond)
        {
            canvas.Save();
            canvas.Translate(middle, y);
            canvas.RotateDegrees(45);
            canvas.DrawRect(-4.5f, -4.5f, 9, 9, paint);
            canvas.Restore();
        }

        if (entry.Sign == LegendSign.LineWithSquare)
        {
            (paint.IsStroke, paint.StrokeWidth) = (true, 1.2f);
            canvas.DrawRect(middle - 3.5f, y - 3.5f, 7, 7, paint);
        }
    }
}
