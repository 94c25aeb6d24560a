namespace Madaline.Plots;

/// <summary>
/// Draws galleries: every picture enlarged by whole pixels, its text below, in as many lines as it needs.
/// </summary>
public static class GalleryFigure
{
    private const int Margin = 16, Gap = 8;
    private static readonly Lettering Title = new(15, Bold: true);

    /// <summary>Lays out and draws.</summary>
    /// <param name="gallery">What to show.</param>
    /// <param name="columns">Pictures in a row, at least 1.</param>
    /// <param name="pictureWidth">The width that pictures are enlarged to, about.</param>
    public static Figure Draw(Gallery gallery, int columns = 10, int pictureWidth = 112)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(pictureWidth, 1);
        List<GalleryBlock> blocks =
            [.. gallery.Sections.Select(section => new GalleryBlock(section, columns, pictureWidth))];
        float width = Math.Max(blocks.Select(block => block.Width).DefaultIfEmpty(0).Max(),
            Title.WidthOf(gallery.Title));
        float top = Margin + Title.LineHeight + Gap;
        float height = top + blocks.Sum(block => block.Height) + Margin - Gap;
        var text = new FigureText(gallery.Title, Description(gallery));
        return new Figure((int)Math.Ceiling(width) + (2 * Margin), (int)Math.Ceiling(height), text, canvas =>
        {
            Title.Draw(canvas, gallery.Title, Margin, Margin + (Title.LineHeight / 2));
            float y = top;
            foreach (var block in blocks)
            {
                block.Draw(canvas, Margin, y);
                y += block.Height;
            }
        });
    }

    /// <summary>How many pictures there are, and what stands above and below them.</summary>
    private static string Description(Gallery gallery)
    {
        if (gallery.Description.Length > 0)
            return gallery.Description;
        int pictures = gallery.Sections.Sum(section => section.Tiles.Count);
        string[] headings = [.. gallery.Sections.Select(section => section.Heading).Where(text => text.Length > 0)];
        string what = pictures == 1 ? "One picture" : $"{pictures} pictures";
        return headings.Length == 0 ? $"{what}." : $"{what}: {string.Join("; ", headings)}.";
    }
}
