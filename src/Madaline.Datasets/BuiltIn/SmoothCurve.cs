namespace Madaline.Datasets;

/// <summary>A point of a drawn line; the line from the point before it is drawn only where the pen is down.</summary>
internal readonly record struct InkPoint(double X, double Y, bool IsPenDown);

/// <summary>Turns the few points of a stroke into a smooth line of many short pieces.</summary>
/// <remarks>
/// A centripetal Catmull-Rom spline: it passes through its points and makes no loops of its own where they are close.
/// Source: Yuksel, Schaefer, Keyser, "Parameterization and applications of Catmull-Rom curves", 2011.
/// </remarks>
internal static class SmoothCurve
{
    private const int PiecesPerSpan = 6;
    private const double ShortestKnot = 1e-3;

    /// <summary>Appends the line through the points, starting with the pen lifted.</summary>
    public static void Trace(ReadOnlySpan<PenPoint> points, List<InkPoint> line)
    {
        line.Add(new InkPoint(points[0].X, points[0].Y, false));
        for (int i = 0; i + 1 < points.Length; i++)
        {
            PenPoint from = points[i], to = points[i + 1];
            PenPoint before = i == 0 || from.IsCorner ? Mirror(to, from) : points[i - 1];
            PenPoint after = i + 2 == points.Length || to.IsCorner ? Mirror(from, to) : points[i + 2];
            TraceSpan(before, from, to, after, line);
        }
    }

    private static PenPoint Mirror(PenPoint p, PenPoint about) => new(2 * about.X - p.X, 2 * about.Y - p.Y, false);

    private static void TraceSpan(PenPoint before, PenPoint from, PenPoint to, PenPoint after, List<InkPoint> line)
    {
        double k0 = Knot(before, from), k1 = Knot(from, to), k2 = Knot(to, after);
        double startX = k1 * Slope(before.X, from.X, to.X, k0, k1), startY = k1 * Slope(before.Y, from.Y, to.Y, k0, k1);
        double endX = k1 * Slope(from.X, to.X, after.X, k1, k2), endY = k1 * Slope(from.Y, to.Y, after.Y, k1, k2);
        for (int piece = 1; piece <= PiecesPerSpan; piece++)
        {
            double t = (double)piece / PiecesPerSpan;
            double x = Hermite(from.X, startX, to.X, endX, t), y = Hermite(from.Y, startY, to.Y, endY, t);
            line.Add(new InkPoint(x, y, true));
        }
    }

    private static double Knot(PenPoint a, PenPoint b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y;
        return Math.Max(ShortestKnot, Math.Sqrt(Math.Sqrt(dx * dx + dy * dy)));
    }

    /// <summary>The derivative at b of the parabola through a, b and c, their knots k1 and k2 apart.</summary>
    private static double Slope(double a, double b, double c, double k1, double k2) =>
        (b - a) / k1 - (c - a) / (k1 + k2) + (c - b) / k2;

    private static double Hermite(double from, double fromTangent, double to, double toTangent, double t)
    {
        double s = 1 - t;
        return s * s * ((1 + 2 * t) * from + t * fromTangent) + t * t * ((1 + 2 * s) * to - s * toTangent);
    }
}
