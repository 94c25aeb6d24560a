using SkiaSharp;

namespace Madaline.Plots;

/// <summary>Text of one size and colour on a canvas.</summary>
/// <param name="Size">Height of the font in units of the figure.</param>
/// <param name="Bold">Whether it is heavy.</param>
internal readonly record struct Lettering(float Size, bool Bold = false)
{
    public float LineHeight => MathF.Ceiling(Size * 1.35f);

    public float WidthOf(string text)
    {
        using var font = Typefaces.For(text, Size, Bold);
        return font.MeasureText(text);
    }

    /// <summary>The text, cut with an ellipsis where it is wider than there is room.</summary>
    public string Fit(string text, float width)
    {
        if (WidthOf(text) <= width)
            return text;
        int length = text.Length - 1;
        while (length > 1 && WidthOf(text[..length].TrimEnd() + "…") > width)
            length--;
        return text[..length].TrimEnd() + "…";
    }

    /// <summary>The text in lines that are no wider: broken between words, and within a word that is wider.</summary>
    public IReadOnlyList<string> Wrap(string text, float width)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && WidthOf($"{line} {word}") <= width)
            {
                line = $"{line} {word}";
                continue;
            }

            if (line.Length > 0)
                lines.Add(line);
            line = word;
            while (line.Length > 1 && WidthOf(line) > width)
            {
                int length = LettersWithin(line, width);
                lines.Add(line[..length]);
                line = line[length..];
            }
        }

        if (line.Length > 0)
            lines.Add(line);
        return lines;
    }

    private int LettersWithin(string word, float width)
    {
        int length = word.Length - 1;
        while (length > 1 && (WidthOf(word[..length]) > width || char.IsLowSurrogate(word[length])))
            length--;
        return length > 1 || !char.IsHighSurrogate(word[0]) ? length : Math.Min(2, word.Length);
    }

    /// <summary>Draws with the middle of its small letters' height at y.</summary>
    public void Draw(SKCanvas canvas, string text, float x, float y, SKTextAlign align = SKTextAlign.Left,
        Colour? colour = null)
    {
        using var font = Typefaces.For(text, Size, Bold);
        using var paint = new SKPaint { Color = (colour ?? Palette.Ink).ToSkia(), IsAntialias = true };
        float left = x - (align switch { SKTextAlign.Left => 0, SKTextAlign.Center => 0.5f, _ => 1 })
            * font.MeasureText(text);
        canvas.DrawText(text, left, y + (Size * 0.36f), SKTextAlign.Left, font, paint);
    }

    /// <summary>Draws upwards, from y on.</summary>
    public void DrawUpwards(SKCanvas canvas, string text, float x, float y, SKTextAlign align = SKTextAlign.Left)
    {
        canvas.Save();
        canvas.Translate(x, y);
        canvas.RotateDegrees(-90);
        Draw(canvas, text, 0, 0, align);
        canvas.Restore();
    }
}

/// <summary>Our colours as the drawing libraries have them.</summary>
internal static class ColourExtensions
{
    public static SKColor ToSkia(this Colour colour) => new(colour.R, colour.G, colour.B);

    public static ScottPlot.Color ToScottPlot(this Colour colour) => new(colour.R, colour.G, colour.B);
}
