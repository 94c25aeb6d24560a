using SkiaSharp;

namespace Madaline.Plots.Tests;

/// <summary>The pixels of a figure, read from its PNG.</summary>
internal sealed class Png : IDisposable
{
    private readonly SKBitmap _pixels;

    private Png(SKBitmap pixels) => _pixels = pixels;

    public int Width => _pixels.Width;

    public int Height => _pixels.Height;

    public static Png Of(Figure figure)
    {
        var folder = Directory.CreateTempSubdirectory("madaline-plots-");
        try
        {
            string path = Path.Combine(folder.FullName, "figure.png");
            figure.Save(path);
            return new Png(SKBitmap.Decode(path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The colour at a share of width and height.</summary>
    public Colour At(double x, double y)
    {
        SKColor pixel = _pixels.GetPixel((int)(x * (Width - 1)), (int)(y * (Height - 1)));
        return new Colour(pixel.Red, pixel.Green, pixel.Blue);
    }

    /// <summary>How many pixels are just of this colour.</summary>
    public int Count(Colour colour) =>
        _pixels.Pixels.Count(pixel => pixel == new SKColor(colour.R, colour.G, colour.B));

    /// <summary>How many pixels of the outermost frame are not white: nothing may be cut off there.</summary>
    public int InkAtTheEdge()
    {
        bool IsInk(int x, int y) => _pixels.GetPixel(x, y) != SKColors.White;
        return Enumerable.Range(0, Width).Count(x => IsInk(x, 0) || IsInk(x, Height - 1))
            + Enumerable.Range(0, Height).Count(y => IsInk(0, y) || IsInk(Width - 1, y));
    }

    public void Dispose() => _pixels.Dispose();
}
