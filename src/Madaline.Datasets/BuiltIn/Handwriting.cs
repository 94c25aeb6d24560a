using System.Runtime.InteropServices;

namespace Madaline.Datasets;

/// <summary>One writer's hand for one digit: how this drawing departs from the style it follows.</summary>
/// <remarks>
/// In order: the points of the strokes miss their places, the paper is warped by smooth waves (an elastic distortion),
/// then stretched, slanted and turned, and at last fitted into MNIST's box of 20 × 20 pixels. Haste makes the first two
/// worse: most hands are careful, a few careless.
/// </remarks>
internal sealed class Handwriting
{
    private const int Waves = 3;
    private const double PointJitter = 3.5, WaveHeight = 6, ShortestWave = 100, LongestWave = 300;
    private const double HasteSpread = 0.5, MaxHaste = 2;
    private const double MeanSlant = 0.15, SlantSpread = 0.24, TurnSpread = 0.10, StretchSpread = 0.18;

    private readonly List<PenPoint> _points = [];
    private readonly List<InkPoint> _line = [];

    /// <summary>Writes a style anew; the line, in pixels, is valid until the next call.</summary>
    /// <param name="style">What to write.</param>
    /// <param name="penRadius">Half the pen's width in pixels, to be kept inside the box.</param>
    /// <param name="rng">The chance in the hand.</param>
    public Span<InkPoint> Write(DigitStyle style, double penRadius, Rng rng)
    {
        _line.Clear();
        double haste = Math.Min(PortableMath.Exp(HasteSpread * rng.NextNormal()), MaxHaste);
        foreach (PenStroke stroke in style.Strokes)
            Trace(stroke, haste * PointJitter, rng);

        Span<InkPoint> line = CollectionsMarshal.AsSpan(_line);
        for (int wave = 0; wave < Waves; wave++)
            Warp(line, haste, rng);
        Incline(line, rng);
        PixelBox.Fit(line, penRadius, rng);
        return line;
    }

    /// <summary>Appends the stroke's curve, through points that miss their places.</summary>
    private void Trace(PenStroke stroke, double jitter, Rng rng)
    {
        _points.Clear();
        foreach (PenPoint p in stroke.Points)
            _points.Add(p with { X = p.X + jitter * rng.NextNormal(), Y = p.Y + jitter * rng.NextNormal() });
        SmoothCurve.Trace(CollectionsMarshal.AsSpan(_points), _line);
    }

    /// <summary>Moves every point along one direction by a sine of its place.</summary>
    private static void Warp(Span<InkPoint> line, double haste, Rng rng)
    {
        double direction = rng.NextUniform(0, 2 * Math.PI), phase = rng.NextUniform(0, 2 * Math.PI);
        double frequency = 2 * Math.PI / rng.NextUniform(ShortestWave, LongestWave);
        double kx = frequency * PortableMath.Cos(direction), ky = frequency * PortableMath.Sin(direction);
        double dx = haste * WaveHeight * rng.NextNormal(), dy = haste * WaveHeight * rng.NextNormal();
        foreach (ref InkPoint p in line)
        {
            double height = PortableMath.Sin(kx * p.X + ky * p.Y + phase);
            p = p with { X = p.X + dx * height, Y = p.Y + dy * height };
        }
    }

    /// <summary>Stretches the width against the height, slants and turns.</summary>
    private static void Incline(Span<InkPoint> line, Rng rng)
    {
        double width = PortableMath.Exp(StretchSpread * rng.NextNormal());
        double slant = MeanSlant + SlantSpread * rng.NextNormal();
        double angle = TurnSpread * rng.NextNormal();
        double cos = PortableMath.Cos(angle), sin = PortableMath.Sin(angle);
        foreach (ref InkPoint p in line)
        {
            double x = width * p.X - slant * p.Y, y = p.Y;
            p = p with { X = cos * x - sin * y, Y = sin * x + cos * y };
        }
    }
}
