using SkiaSharp;

namespace Madaline.Plots;

/// <summary>Points on axes, with their signs and what is said of them.</summary>
internal sealed class PointLayer
{
    /// <summary>Above this only some are drawn: points hide each other, and an SVG holds each of them.</summary>
    private const int MaxPoints = 5000;

    private readonly Points _points;
    private readonly int[] _shown;
    private readonly bool _hasRim;

    public PointLayer(Points points, bool hasRim)
    {
        (_points, _hasRim) = (points, hasRim);
        _shown = [.. Enumerable.Range(0, points.Count).Where(i => IsShown(i, points.Count))];
        Ramp = new Ramp(points.Values is null ? default : Extent.Of(points.Values));
    }

    /// <summary>The colours of values.</summary>
    public Ramp Ramp { get; }

    /// <summary>The classes, and how many points are drawn where it is not all.</summary>
    public IEnumerable<NamedSign> Names
    {
        get
        {
            foreach (int kind in _points.Kinds)
                yield return new NamedSign(Sign.Of(kind), _points.NameOf(kind), IsLine: false, HasSign: true);
            if (_shown.Length < _points.Count)
            {
                yield return new NamedSign(default, $"{_shown.Length} of {_points.Count} points", IsLine: false,
                    HasSign: false);
            }
        }
    }

    /// <summary>How many points of what, without a full stop.</summary>
    public string Description
    {
        get
        {
            string count = _points.Count == 1 ? "one point" : $"{_points.Count} points";
            if (_points.Values is { } values)
            {
                var text = Ticks.Fine(Ramp.Range);
                string name = _points.ValueName.Length > 0 ? _points.ValueName : "values";
                return $"{count}, {name} from {text(values.Min())} to {text(values.Max())}";
            }

            const int most = 12;
            int[] kinds = _points.Kinds;
            var named = kinds.Take(most).Select(kind =>
                $"{_points.Classes!.Count(one => (int)one == kind)} of \"{_points.NameOf(kind)}\"");
            string rest = kinds.Length > most ? $" and of {kinds.Length - most} more" : "";
            return kinds.Length == 0 ? count : $"{count}: {string.Join(", ", named)}{rest}";
        }
    }

    public void Draw(SKCanvas canvas, Func<double, double, SKPoint> place)
    {
        float size = _shown.Length switch { > 2000 => 4.5f, > 400 => 6, _ => 8 };
        byte alpha = (byte)(_hasRim ? 255 : _shown.Length > 400 ? 170 : 215);
        foreach (int i in _shown)
        {
            Sign sign = _points.Values is { } values ? new Sign(SignShape.Dot, Ramp.Of(values[i]))
                : Sign.Of(_points.KindOf(i));
            sign.Draw(canvas, place(_points.X[i], _points.Y[i]), size, _hasRim, alpha);
        }
    }

    /// <summary>By the golden ratio: an even part of the points in whatever order they come.</summary>
    private static bool IsShown(int index, int count)
    {
        const double golden = 0.6180339887498949;
        double share = index * golden;
        return count <= MaxPoints || share - Math.Floor(share) < (double)MaxPoints / count;
    }
}
