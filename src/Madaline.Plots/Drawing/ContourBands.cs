using System.Runtime.InteropServices;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>Values of a grid between round levels.</summary>
internal sealed class ContourBands
{
    /// <summary>Pixels of the filled bands for each unit of the figure.</summary>
    private const int Density = 2;

    /// <summary>Bands around a middle are pale, so that points of full colour stand out on them.</summary>
    private const double FilledStrength = 0.62;

    private readonly Grid _grid;
    private readonly double? _middle;
    private readonly Ticks _levels;
    private readonly Ramp _ramp;
    private readonly bool _isFilled;

    public ContourBands(Grid grid, int levels, double? middle, bool isFilled)
    {
        (_grid, _middle, _isFilled) = (grid, middle, isFilled);
        Extent range = grid.Values;
        _ramp = new Ramp(range.Width > 0 ? range : range.Widened(0), middle, isFilled ? FilledStrength : 1);
        Ticks ticks = Ticks.About(_ramp.Range, levels);
        int[] inside = [.. Enumerable.Range(0, ticks.At.Length)
            .Where(i => ticks.At[i] > _ramp.Range.Low && ticks.At[i] < _ramp.Range.High)];
        _levels = new Ticks([.. inside.Select(i => ticks.At[i])], [.. inside.Select(i => ticks.Labels[i])]);
    }

    /// <summary>The bar with the colours of the bands, or of the lines.</summary>
    public ColourScale Scale() => _isFilled
        ? new ColourScale(_ramp.Range, [_ramp.Range.Low, .. _levels.At, _ramp.Range.High], ColourOf, _grid.Name,
            _levels)
        : ColourScale.Smooth(_ramp, _grid.Name, 400);

    /// <summary>Draws the bands, where they are filled, and the lines between them.</summary>
    public void Draw(SKCanvas canvas, Func<double, double, SKPoint> place)
    {
        if (_isFilled)
            Fill(canvas, place);
        DrawLines(canvas, place);
    }

    /// <summary>Fills the bands, pixel by pixel.</summary>
    private void Fill(SKCanvas canvas, Func<double, double, SKPoint> place)
    {
        SKPoint topLeft = place(_grid.X[0], _grid.Y[^1]), bottomRight = place(_grid.X[^1], _grid.Y[0]);
        int width = Math.Max(1, (int)((bottomRight.X - topLeft.X) * Density));
        int height = Math.Max(1, (int)((bottomRight.Y - topLeft.Y) * Density));
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        MemoryMarshal.AsBytes<uint>(Pixels(width, height)).CopyTo(bitmap.GetPixelSpan());
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, new SKRect(topLeft.X, topLeft.Y, bottomRight.X, bottomRight.Y),
            new SKSamplingOptions(SKFilterMode.Nearest));
    }

    /// <summary>Draws a line at every level: thin between filled bands, else coloured; the middle's heavy.</summary>
    private void DrawLines(SKCanvas canvas, Func<double, double, SKPoint> place)
    {
        using var paint = new SKPaint { IsStroke = true, IsAntialias = true, StrokeCap = SKStrokeCap.Round };
        foreach (double level in _levels.At)
        {
            Colour colour = _middle is null ? _ramp.Of(level) : Colour.Between(_ramp.Of(level), Palette.Grey, 0.35);
            paint.Color = _isFilled ? Palette.Ink.ToSkia().WithAlpha(110) : colour.ToSkia();
            paint.StrokeWidth = _isFilled ? 0.7f : 1.8f;
            DrawLine(canvas, place, level, paint);
        }

        if (_middle is not { } middle)
            return;
        (paint.Color, paint.StrokeWidth) = (Palette.Ink.ToSkia(), 2.2f);
        DrawLine(canvas, place, middle, paint);
    }

    private void DrawLine(SKCanvas canvas, Func<double, double, SKPoint> place, double level, SKPaint paint)
    {
        using var path = new SKPath();
        foreach (var (from, to) in ContourLine.Of(_grid, level))
        {
            path.MoveTo(place(from.X, from.Y));
            path.LineTo(place(to.X, to.Y));
        }

        if (!path.IsEmpty)
            canvas.DrawPath(path, paint);
    }

    private uint[] Pixels(int width, int height)
    {
        double[] x = Array.ConvertAll(Steps(width), share => _grid.X[0] + (share * (_grid.X[^1] - _grid.X[0])));
        double[] y = Array.ConvertAll(Steps(height), share => _grid.Y[^1] - (share * (_grid.Y[^1] - _grid.Y[0])));
        var pixels = new uint[width * height];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                var (r, g, b) = ColourOf(_grid.At(x[column], y[row]));
                pixels[(row * width) + column] = r | ((uint)g << 8) | ((uint)b << 16) | 0xFF000000;
            }
        }

        return pixels;
    }

    /// <summary>The middles of pixels, from 0 to 1.</summary>
    private static double[] Steps(int count) => [.. Enumerable.Range(0, count).Select(i => (i + 0.5) / count)];

    /// <summary>The colour of the band that a value lies in: that of the band's middle.</summary>
    private Colour ColourOf(double value)
    {
        int above = Array.FindIndex(_levels.At, level => level > value);
        double high = above >= 0 ? _levels.At[above] : _ramp.Range.High;
        int below = above >= 0 ? above - 1 : _levels.At.Length - 1;
        double low = below >= 0 ? _levels.At[below] : _ramp.Range.Low;
        return _ramp.Of((low + high) / 2);
    }
}
