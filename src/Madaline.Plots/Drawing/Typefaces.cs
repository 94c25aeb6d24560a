using ScottPlot;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>The font of all figures, which lies in this assembly: a machine may have none.</summary>
internal static class Typefaces
{
    public const string Family = "DejaVu Sans";

    private static readonly SKTypeface Regular = Load("DejaVuSans"), Heavy = Load("DejaVuSans-Bold");

    /// <summary>Makes ScottPlot draw with it too.</summary>
    public static void Use(Plot plot)
    {
        if (!Fonts.FontResolvers.Exists(resolver => resolver is Resolver))
            Fonts.FontResolvers.Insert(0, new Resolver());
        plot.Font.Set(Family);
    }

    /// <summary>The font for a text: ours, or one of the machine's that knows letters which ours lacks.</summary>
    public static SKFont For(string text, float size, bool bold = false)
    {
        var own = bold ? Heavy : Regular;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!own.ContainsGlyph(rune.Value))
                return new SKFont(SKFontManager.Default.MatchCharacter(rune.Value) ?? own, size);
        }

        return new SKFont(own, size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
    }

    private static SKTypeface Load(string name)
    {
        using var stream = typeof(Typefaces).Assembly.GetManifestResourceStream($"fonts/{name}")!;
        return SKTypeface.FromStream(stream);
    }

    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == Family ? (weight >= FontWeight.SemiBold ? Heavy : Regular) : null;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            fontName == Family ? (bold ? Heavy : Regular) : null;
    }
}
