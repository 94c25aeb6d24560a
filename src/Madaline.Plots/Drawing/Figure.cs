using System.Security;
using System.Text;
using System.Xml;
using Madaline.Formats;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>A drawing that can be saved as PNG and as SVG.</summary>
public sealed class Figure
{
    /// <summary>Pixels of a PNG for each unit of a figure: sharp on dense screens.</summary>
    private const int PngScale = 2;

    private readonly Action<SKCanvas> _draw;

    internal Figure(int width, int height, FigureText text, Action<SKCanvas> draw)
    {
        (Width, Height) = (width, height);
        (Title, Description) = (text.Title, text.Description);
        _draw = draw;
    }

    /// <summary>What it shows: the title of its SVG.</summary>
    public string Title { get; }

    /// <summary>
    /// One sentence with its main numbers, for those who do not see it: the description of its SVG, and the alternative
    /// text where a page shows it.
    /// </summary>
    public string Description { get; }

    /// <summary>Width in units of 1/96 inch.</summary>
    public int Width { get; }

    /// <summary>Height in units of 1/96 inch.</summary>
    public int Height { get; }

    /// <summary>Writes it as PNG, two pixels for each unit, or as SVG, by the extension.</summary>
    /// <param name="path">A name that ends in .png or .svg; missing folders are made, the file appears whole.</param>
    /// <exception cref="ArgumentException">Another extension.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Save(string path)
    {
        byte[] bytes = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => Png(),
            ".svg" => Svg(),
            var other => throw new ArgumentException($"figure: there is no such format. The extension is '{other}'; "
                + "expected .png or .svg. Rename the file.", nameof(path)),
        };
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    private byte[] Png()
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width * PngScale, Height * PngScale))
            ?? throw new ArgumentException($"figure: {Width} × {Height} is too large to draw. Show fewer.");
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(PngScale);
        _draw(surface.Canvas);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private byte[] Svg()
    {
        using var buffer = new MemoryStream();
        using (var stream = new SKManagedWStream(buffer))
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(Width, Height), stream))
        {
            using var white = new SKPaint { Color = SKColors.White };
            canvas.DrawRect(0, 0, Width, Height, white);
            _draw(canvas);
        }

        // Pixels stay pixels when a viewer scales them; another font stands in where ours is not installed; and the
        // lists of positions lose a last comma that the format forbids.
        string text = Encoding.UTF8.GetString(buffer.ToArray())
            .Replace("<image ", "<image style=\"image-rendering:pixelated\" ", StringComparison.Ordinal)
            .Replace($"font-family=\"{Typefaces.Family}\"",
                $"font-family=\"{Typefaces.Family}, Verdana, Arial, sans-serif\"", StringComparison.Ordinal)
            .Replace(", \"", "\"", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(Described(text));
    }

    /// <summary>An SVG with title and description as the first things in it: readers of screens speak them.</summary>
    private string Described(string svg)
    {
        int open = svg.IndexOf("<svg ", StringComparison.Ordinal), end = svg.IndexOf('>', open);
        return $"{svg[..(open + 5)]}role=\"img\" {svg[(open + 5)..(end + 1)]}\n\t<title>{Escaped(Title)}</title>\n"
            + $"\t<desc>{Escaped(Description)}</desc>{svg[(end + 1)..]}";
    }

    private static string Escaped(string text) => SecurityElement.Escape(
        string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : ' ')));

    /// <summary>Its title, size and what it shows.</summary>
    public override string ToString() => $"{Title} ({Width} × {Height}): {Description}";
}

/// <summary>What a figure says to those who do not see it.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Description">One sentence with its main numbers.</param>
internal readonly record struct FigureText(string Title, string Description);
