using System.Globalization;
using System.Text;
using Madaline.Plots;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Madaline.Cli.Terminal;

/// <summary>
/// Pictures side by side as text: half blocks of two pixels a letter in colour, or a ramp of shades where there is
/// none. Of more than three rows it says how many there are.
/// </summary>
internal sealed class PictureRows(IReadOnlyList<Tile> tiles) : Renderable
{
    private const int Largest = 24, Gap = 2, MaxRows = 3;
    private const string Shades = " ·░▒▓█";

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        Tile[] small = [.. tiles.Select(tile => tile with { Picture = tile.Picture.Within(Largest, Largest) })];
        int width = Math.Max(8, small.Select(tile => tile.Picture.Width).DefaultIfEmpty(0).Max());
        if (small.Any(tile => tile.Captions.Count > 0))
        {
            int longest = small.SelectMany(tile => tile.Captions).Max(line => line.Length);
            width = Math.Max(width, Math.Min(Largest, longest));
        }

        int columns = Math.Max(1, (maxWidth + Gap) / (width + Gap));
        bool colour = options.ColorSystem != ColorSystem.NoColors;
        int shown = columns * MaxRows;
        foreach (Tile[] row in small.Take(shown).Chunk(columns))
        {
            foreach (var segment in Row(row, width, colour))
                yield return segment;
        }

        if (shown < small.Length)
        {
            yield return new Segment(
                string.Create(CultureInfo.InvariantCulture, $"The first {shown} of {small.Length}."));
            yield return Segment.LineBreak;
        }
    }

    private static IEnumerable<Segment> Row(Tile[] row, int width, bool colour)
    {
        int lines = (row.Max(tile => tile.Picture.Height) + 1) / 2;
        for (int line = 0; line < lines; line++)
        {
            foreach (var tile in row)
            {
                foreach (var segment in Line(tile.Picture, line, width, colour))
                    yield return segment;
                yield return new Segment(new string(' ', Gap));
            }

            yield return Segment.LineBreak;
        }

        for (int line = 0; line < row.Max(tile => tile.Captions.Count); line++)
        {
            foreach (var tile in row)
            {
                string text = line < tile.Captions.Count ? tile.Captions[line] : "";
                string cell = Cut(text, width).PadRight(width + Gap);
                yield return colour && line == tile.Highlighted ? new Segment(cell, new Style(Of(Palette.Vermilion)))
                    : new Segment(cell);
            }

            yield return Segment.LineBreak;
        }
    }

    private static IEnumerable<Segment> Line(Picture picture, int line, int width, bool colour)
    {
        int top = 2 * line;
        if (top >= picture.Height)
        {
            yield return new Segment(new string(' ', width));
            yield break;
        }

        bool hasBottom = top + 1 < picture.Height;
        var shades = new StringBuilder();
        for (int x = 0; x < picture.Width; x++)
        {
            Colour upper = picture[x, top], lower = picture[x, hasBottom ? top + 1 : top];
            if (!colour)
                shades.Append(Shade((Grey(upper) + Grey(lower)) / 2));
            else
                yield return new Segment("▀", hasBottom ? new Style(Of(upper), Of(lower)) : new Style(Of(upper)));
        }

        yield return new Segment(shades.Append(' ', width - picture.Width).ToString());
    }

    private static Color Of(Colour colour) => new(colour.R, colour.G, colour.B);

    private static double Grey(Colour colour) => ((0.299 * colour.R) + (0.587 * colour.G) + (0.114 * colour.B)) / 255;

    private static char Shade(double grey) => Shades[(int)Math.Min(Shades.Length - 1, grey * Shades.Length)];

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
