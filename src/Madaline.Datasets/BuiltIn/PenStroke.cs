using System.Globalization;

namespace Madaline.Datasets;

/// <summary>A point that the pen passes through: smoothly, or turning sharply at a corner.</summary>
internal readonly record struct PenPoint(double X, double Y, bool IsCorner);

/// <summary>One movement of the pen from touching the paper to lifting off: a curve through its points.</summary>
internal sealed class PenStroke(PenPoint[] points)
{
    public ReadOnlySpan<PenPoint> Points => points;

    /// <summary>
    /// Reads strokes from text: points as <c>x,y</c> with spaces between, <c>!</c> after a point where the pen turns
    /// sharply, <c>;</c> where it lifts off.
    /// </summary>
    public static PenStroke[] ParseAll(string text) => Array.ConvertAll(text.Split(';'), Parse);

    private static PenStroke Parse(string text) =>
        new(Array.ConvertAll(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), ParsePoint));

    private static PenPoint ParsePoint(string text)
    {
        int comma = text.IndexOf(',', StringComparison.Ordinal);
        bool isCorner = text.EndsWith('!');
        return new PenPoint(ParseNumber(text[..comma]), ParseNumber(text[(comma + 1)..].TrimEnd('!')), isCorner);
    }

    private static double ParseNumber(string text) => double.Parse(text, NumberStyles.Float,
        CultureInfo.InvariantCulture);
}
