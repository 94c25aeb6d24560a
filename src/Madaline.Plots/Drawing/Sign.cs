using SkiaSharp;

namespace Madaline.Plots;

/// <summary>The shape of a point.</summary>
internal enum SignShape
{
    Dot,
    Square,
    Triangle,
    Diamond,
    Inverted,

    // Those of single things, which no series gets by its number.
    OpenSquare,
    Upright,
}

/// <summary>How a point looks: things differ by colour and by shape, for whoever sees no colours.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Colour">Its colour.</param>
internal readonly record struct Sign(SignShape Shape, Colour Colour)
{
    private const int Shapes = 5;

    /// <summary>The sign of one of several things: forty differ.</summary>
    public static Sign Of(int index) => new((SignShape)(index % Shapes), Palette.Of(index));

    /// <summary>Draws it around a place.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="at">Its middle.</param>
    /// <param name="size">Its height.</param>
    /// <param name="hasRim">Whether a white line parts it from what lies below.</param>
    /// <param name="alpha">How little shines through, to 255.</param>
    public void Draw(SKCanvas canvas, SKPoint at, float size, bool hasRim = false, byte alpha = 255)
    {
        using var paint = new SKPaint { IsAntialias = true };
        if (hasRim)
        {
            (paint.Color, paint.Style, paint.StrokeWidth) = (SKColors.White, SKPaintStyle.Stroke, 2.2f);
            DrawShape(canvas, at, size / 2, paint);
        }

        (paint.Color, paint.Style) = (Colour.ToSkia().WithAlpha(alpha), SKPaintStyle.Fill);
        DrawShape(canvas, at, size / 2, paint);
    }

    /// <summary>Shapes of about the same area. A circle is drawn as one: as a path an SVG holds it in 4 KB.</summary>
    private void DrawShape(SKCanvas canvas, SKPoint at, float half, SKPaint paint)
    {
        if (Shape == SignShape.Dot)
        {
            canvas.DrawCircle(at, half, paint);
            return;
        }

        if (Shape == SignShape.Upright)
        {
            paint.StrokeWidth = 2;
            canvas.DrawLine(at.X, at.Y - (2 * half), at.X, at.Y + (2 * half), paint);
            return;
        }

        if (Shape == SignShape.OpenSquare)
            (paint.Style, paint.StrokeWidth) = (SKPaintStyle.Stroke, 1.2f);
        using var path = new SKPath();
        path.AddPoly([.. Corners().Select(corner => at + new SKPoint(corner.X * half, corner.Y * half))]);
        canvas.DrawPath(path, paint);
    }

    private SKPoint[] Corners() => Shape switch
    {
        SignShape.Square or SignShape.OpenSquare =>
            [new(-0.9f, -0.9f), new(0.9f, -0.9f), new(0.9f, 0.9f), new(-0.9f, 0.9f)],
        SignShape.Diamond => [new(0, -1.3f), new(1.3f, 0), new(0, 1.3f), new(-1.3f, 0)],
        SignShape.Triangle => [new(0, -1.25f), new(1.2f, 0.85f), new(-1.2f, 0.85f)],
        SignShape.Inverted => [new(0, 1.25f), new(1.2f, -0.85f), new(-1.2f, -0.85f)],
        _ => [],
    };
}
