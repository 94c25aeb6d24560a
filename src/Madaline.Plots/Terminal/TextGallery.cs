using Madaline.Formats;

namespace Madaline.Plots;

/// <summary>Pictures side by side as letters, their text below. Of more than three rows it says how many there
/// are.</summary>
internal static class TextGallery
{
    private const int Largest = 24, Gap = 2, MaxRows = 3;

    /// <summary>Writes a title, and pictures under headings.</summary>
    public static void Write(TextScreen screen, Gallery gallery)
    {
        if (gallery.Title.Length > 0)
            screen.WriteLine(gallery.Title);
        foreach (var section in gallery.Sections)
        {
            if (section.Heading.Length > 0)
                screen.WriteLine(section.Heading);
            if (section.RowNames.Count == 0)
                WriteTiles(screen, section.Tiles);
            else
                WriteNamedRows(screen, section);
            screen.EndLine();
        }
    }

    /// <summary>Writes pictures, as many in a row as there is room for.</summary>
    public static void WriteTiles(TextScreen screen, IReadOnlyList<Tile> tiles)
    {
        Tile[] small = [.. tiles.Select(tile => tile with { Picture = tile.Picture.Within(Largest, Largest) })];
        int width = Math.Max(8, small.Select(tile => tile.Picture.Width).DefaultIfEmpty(0).Max());
        if (small.Any(tile => tile.Captions.Count > 0))
        {
            int longest = small.SelectMany(tile => tile.Captions).Max(line => line.Length);
            width = Math.Max(width, Math.Min(Largest, longest));
        }

        int columns = Math.Max(1, (screen.Width + Gap) / (width + Gap)), shown = columns * MaxRows;
        foreach (Tile[] row in small.Take(shown).Chunk(columns))
            WriteRow(screen, row, width);
        if (shown < small.Length)
            screen.WriteLine($"The first {shown} of {small.Length}.");
    }

    private static void WriteNamedRows(TextScreen screen, GallerySection section)
    {
        Tile[][] rows = [.. section.Tiles.Chunk(section.Tiles.Count / section.RowNames.Count)];
        for (int i = 0; i < rows.Length; i++)
        {
            screen.WriteLine(section.RowNames[i]);
            WriteTiles(screen, rows[i]);
        }
    }

    private static void WriteRow(TextScreen screen, Tile[] row, int width)
    {
        int lines = (row.Max(tile => tile.Picture.Height) + 1) / 2;
        for (int line = 0; line < lines; line++)
        {
            foreach (var tile in row)
            {
                TextPicture.WriteRows(screen, tile.Picture, line, width);
                screen.Write(new string(' ', Gap));
            }

            screen.EndLine();
        }

        for (int line = 0; line < row.Max(tile => tile.Captions.Count); line++)
        {
            foreach (var tile in row)
            {
                string text = line < tile.Captions.Count ? PlainText.Of(tile.Captions[line]) : "";
                screen.Write(Cut(text, width).PadRight(width + Gap),
                    line == tile.Highlighted ? Palette.Vermilion : null);
            }

            screen.EndLine();
        }
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
