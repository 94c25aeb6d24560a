using System.Runtime.InteropServices;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>A section of a gallery with its sizes worked out.</summary>
internal sealed class GalleryBlock
{
    private const int Gap = 8, LargestPicture = 224, NarrowestCaption = 72, RowNameWidth = 96;
    private static readonly Lettering Heading = new(12, Bold: true), Caption = new(11);

    private readonly GallerySection _section;
    private readonly List<Row> _rows = [];
    private readonly float _left;
    private readonly int _columns, _cellWidth;

    /// <summary>Works out where everything goes.</summary>
    public GalleryBlock(GallerySection section, int columns, int pictureWidth)
    {
        _section = section;
        pictureWidth = section.PictureWidth ?? pictureWidth;
        Tile[] tiles = [.. section.Tiles.Select(tile => tile with
        {
            Picture = tile.Picture.Within(LargestPicture, LargestPicture),
        })];
        bool hasNames = section.RowNames.Count > 0;
        if (hasNames)
            columns = tiles.Length / section.RowNames.Count;
        _columns = Math.Max(1, Math.Min(columns, tiles.Length));
        _left = hasNames ? RowNameWidth + Gap : 0;
        Tile[][] rows = [.. tiles.Chunk(_columns)];
        // Each named row fills cells of one width, over all sections; else all pictures are enlarged alike.
        int[] scales = [.. rows.Select(row => hasNames ? Math.Max(1, pictureWidth / Widest(row))
            : ScaleOf(tiles, pictureWidth))];
        int widest = rows.Zip(scales, (row, scale) => scale * Widest(row)).DefaultIfEmpty(1).Max();
        bool hasText = tiles.Any(tile => tile.Captions.Count > 0);
        _cellWidth = Math.Max(widest, hasNames ? pictureWidth : hasText ? WidthOfCaptions(tiles, widest) : 1);
        for (int i = 0; i < rows.Length; i++)
            _rows.Add(new Row(rows[i], scales[i], _cellWidth, i < section.RowNames.Count ? section.RowNames[i] : ""));
    }

    public float Width =>
        Math.Max(_left + (_columns * (_cellWidth + Gap)) - Gap, Heading.WidthOf(_section.Heading));

    public float Height => HeadingHeight + _rows.Sum(row => row.Height + Gap) + (HeadingHeight > 0 ? 4 : 0);

    private float HeadingHeight => _section.Heading.Length > 0 ? Heading.LineHeight + 4 : 0;

    public void Draw(SKCanvas canvas, float left, float top)
    {
        if (_section.Heading.Length > 0)
            Heading.Draw(canvas, _section.Heading, left, top + (Heading.LineHeight / 2));
        float y = top + HeadingHeight;
        for (int i = 0; i < _rows.Count; i++)
        {
            DrawName(canvas, _rows[i].Name, left, y + (_rows[i].PictureHeight / 2f));
            for (int c = 0; c < _rows[i].Tiles.Length; c++)
                DrawTile(canvas, _rows[i], c, left + _left + (c * (_cellWidth + Gap)), y);
            y += _rows[i].Height + Gap;
        }
    }

    private static void DrawName(SKCanvas canvas, IReadOnlyList<string> lines, float left, float middle)
    {
        for (int line = 0; line < lines.Count; line++)
        {
            Caption.Draw(canvas, lines[line], left,
                middle + ((line - ((lines.Count - 1) / 2f)) * Caption.LineHeight));
        }
    }

    private void DrawTile(SKCanvas canvas, Row row, int column, float x, float y)
    {
        Tile tile = row.Tiles[column];
        int width = tile.Picture.Width * row.Scale, height = tile.Picture.Height * row.Scale;
        var place = SKRect.Create(x + ((_cellWidth - width) / 2f), y + ((row.PictureHeight - height) / 2f), width,
            height);
        using var bitmap = BitmapOf(tile.Picture);
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Nearest));
        using var edge = new SKPaint
        {
            Style = SKPaintStyle.Stroke,
            Color = new SKColor(200, 200, 200),
            StrokeWidth = 0.5f,
        };
        canvas.DrawRect(place, edge);
        float line = y + row.PictureHeight + 3 + (Caption.LineHeight / 2);
        foreach (var (text, colour) in row.Lines[column])
        {
            Caption.Draw(canvas, text, x + (_cellWidth / 2f), line, SKTextAlign.Center, colour);
            line += Caption.LineHeight;
        }
    }

    /// <summary>A cell takes its captions in a line each where that widens it by no more than a fifth.</summary>
    private static int WidthOfCaptions(Tile[] tiles, int pictures)
    {
        float longest = tiles.SelectMany(tile => tile.Captions).Select(Caption.WidthOf).DefaultIfEmpty(0).Max();
        return Math.Max(NarrowestCaption, longest <= 1.2f * pictures ? (int)Math.Ceiling(longest) : 0);
    }

    private static int Widest(Tile[] tiles) => tiles.Select(tile => tile.Picture.Width).DefaultIfEmpty(1).Max();

    private static int ScaleOf(Tile[] tiles, int pictureWidth) =>
        Math.Max(1, (int)Math.Round((double)pictureWidth / Widest(tiles), MidpointRounding.AwayFromZero));

    private static SKBitmap BitmapOf(Picture picture)
    {
        var pixels = new uint[picture.Width * picture.Height];
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                var (r, g, b) = picture[x, y];
                pixels[(y * picture.Width) + x] = r | ((uint)g << 8) | ((uint)b << 16) | 0xFF000000;
            }
        }

        var bitmap = new SKBitmap(
            new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        MemoryMarshal.AsBytes<uint>(pixels).CopyTo(bitmap.GetPixelSpan());
        return bitmap;
    }

    /// <summary>Tiles side by side: how much they are enlarged, and their text in lines that fit.</summary>
    private sealed class Row
    {
        public Row(Tile[] tiles, int scale, int cellWidth, string name)
        {
            (Tiles, Scale, Name) = (tiles, scale, Caption.Wrap(name, RowNameWidth));
            PictureHeight = Math.Max(tiles.Max(tile => tile.Picture.Height) * scale,
                (int)(Name.Count * Caption.LineHeight));
            Lines = [.. tiles.Select(tile => LinesOf(tile, cellWidth))];
            int lines = Lines.Max(all => all.Length);
            Height = PictureHeight + (lines * Caption.LineHeight) + (lines > 0 ? 3 : 0);
        }

        public Tile[] Tiles { get; }

        public int Scale { get; }

        public int PictureHeight { get; }

        public IReadOnlyList<string> Name { get; }

        public float Height { get; }

        public (string Text, Colour Colour)[][] Lines { get; }

        private static (string, Colour)[] LinesOf(Tile tile, float width) =>
            [.. tile.Captions.SelectMany((caption, i) => Caption.Wrap(caption, width)
                .Select(line => (line, i == tile.Highlighted ? Palette.Vermilion : Palette.Ink)))];
    }
}
