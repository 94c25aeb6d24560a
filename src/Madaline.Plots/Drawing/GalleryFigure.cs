using System.Runtime.InteropServices;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>Draws galleries: every picture enlarged by whole pixels, its text below.</summary>
public static class GalleryFigure
{
    private const int Margin = 16, Gap = 8, LargestPicture = 224;
    private static readonly Lettering Title = new(15, Bold: true), Heading = new(12, Bold: true), Caption = new(11);

    /// <summary>Lays out and draws.</summary>
    /// <param name="gallery">What to show.</param>
    /// <param name="columns">Pictures in a row, at least 1.</param>
    /// <param name="pictureWidth">The width that pictures are enlarged to, about.</param>
    public static Figure Draw(Gallery gallery, int columns = 10, int pictureWidth = 84)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(pictureWidth, 1);
        List<Block> blocks = [.. gallery.Sections.Select(section => new Block(section, columns, pictureWidth))];
        float width = Math.Max(blocks.Select(block => block.Width).DefaultIfEmpty(0).Max(),
            Title.WidthOf(gallery.Title));
        float top = Margin + Title.LineHeight + Gap;
        float height = top + blocks.Sum(block => block.Height) + Margin - Gap;
        return new Figure((int)Math.Ceiling(width) + (2 * Margin), (int)Math.Ceiling(height), canvas =>
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

    /// <summary>A section with its sizes worked out.</summary>
    private sealed class Block
    {
        private readonly GallerySection _section;
        private readonly Tile[] _tiles;
        private readonly int _columns, _lines, _scale, _cellWidth, _cellHeight, _pictureHeight;

        public Block(GallerySection section, int columns, int pictureWidth)
        {
            _section = section;
            _tiles = [.. section.Tiles.Select(tile => tile with
            {
                Picture = tile.Picture.Within(LargestPicture, LargestPicture),
            })];
            _columns = Math.Max(1, Math.Min(columns, _tiles.Length));
            int widest = _tiles.Select(tile => tile.Picture.Width).DefaultIfEmpty(1).Max();
            _scale = Math.Max(1, (int)Math.Round((double)pictureWidth / widest));
            _lines = _tiles.Select(tile => tile.Captions.Count).DefaultIfEmpty(0).Max();
            _cellWidth = Math.Max(widest * _scale, _lines > 0 ? 72 : 1);
            _pictureHeight = _tiles.Select(tile => tile.Picture.Height).DefaultIfEmpty(1).Max() * _scale;
            _cellHeight = _pictureHeight + (int)(_lines * Caption.LineHeight) + (_lines > 0 ? 3 : 0);
        }

        public float Width => Math.Max((_columns * (_cellWidth + Gap)) - Gap, Heading.WidthOf(_section.Heading));

        public float Height => HeadingHeight
            + ((float)Math.Ceiling((double)_tiles.Length / _columns) * (_cellHeight + Gap))
            + (HeadingHeight > 0 ? 4 : 0);

        private float HeadingHeight => _section.Heading.Length > 0 ? Heading.LineHeight + 4 : 0;

        public void Draw(SKCanvas canvas, float left, float top)
        {
            if (_section.Heading.Length > 0)
                Heading.Draw(canvas, _section.Heading, left, top + (Heading.LineHeight / 2));
            for (int i = 0; i < _tiles.Length; i++)
            {
                float x = left + (i % _columns * (_cellWidth + Gap));
                DrawTile(canvas, _tiles[i], x, top + HeadingHeight + (i / _columns * (_cellHeight + Gap)));
            }
        }

        private void DrawTile(SKCanvas canvas, Tile tile, float x, float y)
        {
            int width = tile.Picture.Width * _scale, height = tile.Picture.Height * _scale;
            var place = SKRect.Create(x + ((_cellWidth - width) / 2f), y, width, height);
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
            for (int line = 0; line < tile.Captions.Count; line++)
            {
                Caption.Draw(canvas, Caption.Fit(tile.Captions[line], _cellWidth + Gap - 2), x + (_cellWidth / 2f),
                    y + _pictureHeight + 3 + ((line + 0.5f) * Caption.LineHeight), SKTextAlign.Center);
            }
        }

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
    }
}
