using SkiaSharp;

namespace Madaline.Plots;

/// <summary>A sign and its name.</summary>
/// <param name="Sign">How it looks.</param>
/// <param name="Name">What it stands for.</param>
/// <param name="IsLine">Whether points are joined by a line.</param>
/// <param name="HasSign">Whether points are drawn.</param>
internal readonly record struct NamedSign(Sign Sign, string Name, bool IsLine, bool HasSign);

/// <summary>The legend of a plot: as many signs a row as there is room for.</summary>
internal sealed class NameList
{
    private const float SignWidth = 26, SignGap = 6, EntryGap = 22, LongestName = 240;
    private static readonly Lettering Letters = new(12);
    private readonly List<List<NamedSign>> _rows = [];

    public NameList(IEnumerable<NamedSign> entries, float width)
    {
        float free = -1;
        foreach (var entry in entries.Select(entry => entry with { Name = Letters.Fit(entry.Name, LongestName) }))
        {
            float needed = WidthOf(entry) + EntryGap;
            if (needed > free)
            {
                _rows.Add([]);
                free = width + EntryGap;
            }

            _rows[^1].Add(entry);
            free -= needed;
        }
    }

    public float Height => _rows.Count == 0 ? 0 : (_rows.Count * RowHeight) + 8;

    private static float RowHeight => Letters.LineHeight + 5;

    public void Draw(SKCanvas canvas, float middle, float top)
    {
        foreach (var (i, row) in _rows.Index())
        {
            float width = row.Sum(WidthOf) + (EntryGap * (row.Count - 1)), x = middle - (width / 2);
            float y = top + ((i + 0.5f) * RowHeight);
            foreach (var entry in row)
            {
                DrawSign(canvas, entry, x, y);
                Letters.Draw(canvas, entry.Name, x + WidthOfSign(entry) + SignGap, y);
                x += WidthOf(entry) + EntryGap;
            }
        }
    }

    private static float WidthOfSign(NamedSign entry) => entry.IsLine ? SignWidth : 10;

    private static float WidthOf(NamedSign entry) => WidthOfSign(entry) + SignGap + Letters.WidthOf(entry.Name);

    private static void DrawSign(SKCanvas canvas, NamedSign entry, float x, float y)
    {
        using var paint = new SKPaint { Color = entry.Sign.Colour.ToSkia(), StrokeWidth = 2, IsAntialias = true };
        if (entry.IsLine)
            canvas.DrawLine(x, y, x + SignWidth, y, paint);
        if (entry.HasSign)
            entry.Sign.Draw(canvas, new SKPoint(x + (WidthOfSign(entry) / 2), y), 8);
    }
}
