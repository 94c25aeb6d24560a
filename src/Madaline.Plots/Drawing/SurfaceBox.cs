using System.Numerics;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>The box a surface stands in: its floor and its two far walls with lines, and numbers along three
/// edges.</summary>
internal sealed class SurfaceBox
{
    private const float TickLength = 5, TickGap = 4, Above = 14, Below = 62;
    private static readonly Lettering Letters = new(12), Name = new(13);

    private readonly SurfaceSpace _space;
    private readonly PlotOptions _options;
    private readonly SKPoint _middle;
    private readonly float _scale;
    private readonly float _nearX, _nearY;
    private readonly Ticks _x, _y, _z;
    private readonly List<SKRect> _taken = [];

    public SurfaceBox(SurfaceSpace space, PlotOptions options, SKRect plot)
    {
        (_space, _options) = (space, options);
        _nearX = space.Turn.Depth(Vector3.UnitX) > 0 ? -1 : 1;
        _nearY = space.Turn.Depth(Vector3.UnitY) > 0 ? -1 : 1;
        Vector2[] seen = [.. Corners().Select(space.Turn.Seen)];
        float left = seen.Min(at => at.X), right = seen.Max(at => at.X);
        float top = seen.Min(at => at.Y), bottom = seen.Max(at => at.Y);
        float sides = 30 + new[] { space.X, space.Y, space.Z }.SelectMany(range => Ticks.Between(range, 5).Labels)
            .Max(Letters.WidthOf);
        _scale = Math.Min((plot.Width - (2 * sides)) / (right - left), (plot.Height - Above - Below) / (bottom - top));
        _middle = new SKPoint(plot.MidX - (_scale * (left + right) / 2),
            ((plot.Top + Above + plot.Bottom - Below) / 2) - (_scale * (top + bottom) / 2));
        _x = Ticks.About(space.X, Most(new Vector3(2, 0, 0), 48));
        _y = Ticks.About(space.Y, Most(new Vector3(0, 2, 0), 48));
        _z = Ticks.About(space.Z, Most(new Vector3(0, 0, SurfaceSpace.Tallest), 30));
    }

    /// <summary>Where a place in the box is on the canvas.</summary>
    public SKPoint Place(Vector3 at)
    {
        Vector2 seen = _space.Turn.Seen(at);
        return new SKPoint(_middle.X + (_scale * seen.X), _middle.Y + (_scale * seen.Y));
    }

    public void Draw(SKCanvas canvas)
    {
        using var thin = new SKPaint { Color = new SKColor(218, 218, 218), StrokeWidth = 0.8f, IsAntialias = true };
        using var edge = new SKPaint { Color = Palette.Ink.ToSkia(), StrokeWidth = 1, IsAntialias = true };
        _taken.Clear();
        DrawWalls(canvas, thin);
        DrawHeightAxis(canvas, edge);
        DrawFloorAxis(canvas, edge, _x, _options.XLabel, (x, y) => new Vector3(x, y * _nearY, 0), _space.X);
        DrawFloorAxis(canvas, edge, _y, _options.YLabel, (y, x) => new Vector3(x * _nearX, y, 0), _space.Y);
    }

    /// <summary>The most ticks along an edge.</summary>
    private int Most(Vector3 edge, float distance) =>
        (int)Math.Clamp(_scale * _space.Turn.Seen(edge).Length() / distance, 3, 9) - 1;

    private static IEnumerable<Vector3> Corners() =>
        from x in (float[])[-1, 1]
        from y in (float[])[-1, 1]
        from z in (float[])[0, SurfaceSpace.Tallest]
        select new Vector3(x, y, z);

    private void DrawWalls(SKCanvas canvas, SKPaint paint)
    {
        void Line(Vector3 from, Vector3 to) => canvas.DrawLine(Place(from), Place(to), paint);
        const float top = SurfaceSpace.Tallest;
        foreach (float x in _x.At.Select(value => _space.At(value, 0, 0).X).Concat([-1, 1]))
        {
            Line(new(x, -1, 0), new(x, 1, 0));
            Line(new(x, -_nearY, 0), new(x, -_nearY, top));
        }

        foreach (float y in _y.At.Select(value => _space.At(0, value, 0).Y).Concat([-1, 1]))
        {
            Line(new(-1, y, 0), new(1, y, 0));
            Line(new(-_nearX, y, 0), new(-_nearX, y, top));
        }

        foreach (float z in _z.At.Select(value => _space.At(0, 0, value).Z).Concat([top]))
        {
            Line(new(-1, -_nearY, z), new(1, -_nearY, z));
            Line(new(-_nearX, -1, z), new(-_nearX, 1, z));
        }
    }

    /// <summary>An axis along the near edge of the floor; its numbers stand outside.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="paint">Of the edge.</param>
    /// <param name="ticks">The numbers.</param>
    /// <param name="name">What they are.</param>
    /// <param name="at">The place for how far along the edge and, 1 being the edge, how far across.</param>
    /// <param name="range">From where to where it goes.</param>
    private void DrawFloorAxis(SKCanvas canvas, SKPaint paint, Ticks ticks, string name,
        Func<float, float, Vector3> at, Extent range)
    {
        SKPoint from = Place(at(-1, 1)), to = Place(at(1, 1)), across = Place(at(0, 1)) - Place(at(0, 0));
        canvas.DrawLine(from, to, paint);
        SKPoint outward = Scaled(across, 1 / across.Length);
        float reach = 0;
        foreach (var (value, label) in ticks.At.Zip(ticks.Labels))
        {
            SKPoint foot = Place(at((float)((2 * range.ShareOf(value)) - 1), 1));
            canvas.DrawLine(foot, foot + Scaled(outward, TickLength), paint);
            float half = (Math.Abs(outward.X) * Letters.WidthOf(label) / 2)
                + (Math.Abs(outward.Y) * Letters.LineHeight / 2);
            DrawNumber(canvas, label, foot + Scaled(outward, TickLength + TickGap + half));
            reach = Math.Max(reach, TickLength + TickGap + (2 * half));
        }

        SKPoint along = from.X < to.X ? to - from : from - to;
        SKPoint centre = Scaled(from + to, 0.5f) + Scaled(outward, reach + (Name.LineHeight / 2));
        canvas.Save();
        canvas.Translate(centre.X, centre.Y);
        canvas.RotateDegrees(MathF.Atan2(along.Y, along.X) * 180 / MathF.PI);
        Name.Draw(canvas, Name.Fit(name, Math.Max(80, along.Length)), 0, 0, SKTextAlign.Center);
        canvas.Restore();
    }

    /// <summary>The height, along the edge of the walls that is farthest to the left.</summary>
    private void DrawHeightAxis(SKCanvas canvas, SKPaint paint)
    {
        Vector3 foot = new[] { new Vector3(-_nearX, _nearY, 0), new Vector3(_nearX, -_nearY, 0) }
            .MinBy(corner => Place(corner).X);
        canvas.DrawLine(Place(foot), Place(foot with { Z = SurfaceSpace.Tallest }), paint);
        foreach (var (value, label) in _z.At.Zip(_z.Labels))
        {
            SKPoint at = Place(foot with { Z = _space.At(0, 0, value).Z });
            canvas.DrawLine(at.X - TickLength, at.Y, at.X, at.Y, paint);
            DrawNumber(canvas, label, at - new SKPoint(TickLength + TickGap + (Letters.WidthOf(label) / 2), 0));
        }
    }

    /// <summary>Writes a number, but not over another: at a corner two axes may want the same place.</summary>
    private void DrawNumber(SKCanvas canvas, string label, SKPoint middle)
    {
        float width = Letters.WidthOf(label);
        var place = SKRect.Create(middle.X - (width / 2), middle.Y - (Letters.Size / 2), width, Letters.Size);
        if (_taken.Any(place.IntersectsWith))
            return;
        _taken.Add(place);
        Letters.Draw(canvas, label, middle.X, middle.Y, SKTextAlign.Center);
    }

    private static SKPoint Scaled(SKPoint point, float by) => new(point.X * by, point.Y * by);
}
