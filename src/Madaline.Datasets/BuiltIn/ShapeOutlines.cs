namespace Madaline.Datasets;

/// <summary>The outlines of the shapes, about the origin and inside the circle of radius 1.</summary>
/// <remarks>
/// A distance is negative inside, positive outside, and true near the outline: that is enough to draw it.
/// </remarks>
internal static class ShapeOutlines
{
    private const double RingHole = 0.55, MoonShift = 0.5, MoonBite = 0.82;

    /// <summary>Sides of the classes that have some; null for those made of circles.</summary>
    private static readonly Edge[]?[] Sides = Array.ConvertAll<(double X, double Y)[]?, Edge[]?>(
    [
        null,
        Regular(4, 1, 1),
        Regular(3, 1, 1),
        Regular(10, 1, 0.42),
        Scaled(0.95, (-0.3, -1), (0.3, -1), (0.3, -0.3), (1, -0.3), (1, 0.3), (0.3, 0.3), (0.3, 1), (-0.3, 1),
            (-0.3, 0.3), (-1, 0.3), (-1, -0.3), (-0.3, -0.3)),
        null,
        Regular(6, 1, 1),
        Heart(),
        Scaled(0.95, (1, 0), (0.1, 0.8), (0.1, 0.28), (-1, 0.28), (-1, -0.28), (0.1, -0.28), (0.1, -0.8)),
        null,
    ], corners => corners is null ? null
        : [.. corners.Select((b, i) => Edge.Between(corners[i == 0 ? ^1 : i - 1], b))]);

    /// <summary>The distance of a point from a class's outline.</summary>
    public static double Distance(int shape, double x, double y)
    {
        if (Sides[shape] is { } sides) return FromPolygon(sides, x, y);
        double radius = Math.Sqrt(x * x + y * y);
        if (shape == 0) return radius - 0.9;
        if (shape == 5) return Math.Max(radius - 1, RingHole - radius);
        double bite = MoonBite - Math.Sqrt((x - MoonShift) * (x - MoonShift) + y * y);
        return Math.Max(radius - 1, bite);
    }

    /// <summary>
    /// The distance to the nearest side, and by counting sides to the right whether the point is inside.
    /// </summary>
    private static double FromPolygon(Edge[] sides, double x, double y)
    {
        double nearest = double.MaxValue;
        bool isInside = false;
        foreach (ref readonly Edge side in sides.AsSpan())
        {
            double px = x - side.X, py = y - side.Y;
            double t = (px * side.Dx + py * side.Dy) * side.InverseLength;
            t = t < 0 ? 0 : t > 1 ? 1 : t;
            double ex = px - t * side.Dx, ey = py - t * side.Dy;
            nearest = Math.Min(nearest, ex * ex + ey * ey);
            if (side.Y > y != side.EndY > y && px < py * side.Slope) isInside = !isInside;
        }

        return isInside ? -Math.Sqrt(nearest) : Math.Sqrt(nearest);
    }

    /// <summary>Corners on one circle, or by turns on two.</summary>
    private static (double X, double Y)[] Regular(int count, double outer, double inner) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            double angle = 2 * Math.PI * i / count, radius = i % 2 == 0 ? outer : inner;
            return (radius * PortableMath.Cos(angle), radius * PortableMath.Sin(angle));
        }),
    ];

    private static (double X, double Y)[] Scaled(double scale, params (double X, double Y)[] corners) =>
        Array.ConvertAll(corners, corner => (scale * corner.X, scale * corner.Y));

    private static (double X, double Y)[] Heart()
    {
        const int Count = 24;
        return
        [
            .. Enumerable.Range(0, Count).Select(i =>
            {
                double t = 2 * Math.PI * i / Count, sin = PortableMath.Sin(t);
                double y = 13 * PortableMath.Cos(t) - 5 * PortableMath.Cos(2 * t) - 2 * PortableMath.Cos(3 * t)
                    - PortableMath.Cos(4 * t);
                return (sin * sin * sin * 16 / 18.5, -(y + 2.5) / 18.5);
            }),
        ];
    }

    /// <summary>A side from its first corner, with what a distance needs of it.</summary>
    private readonly record struct Edge(
        double X, double Y, double Dx, double Dy, double EndY, double InverseLength, double Slope)
    {
        public static Edge Between((double X, double Y) a, (double X, double Y) b)
        {
            double dx = b.X - a.X, dy = b.Y - a.Y;
            return new Edge(a.X, a.Y, dx, dy, b.Y, 1 / (dx * dx + dy * dy), dy == 0 ? 0 : dx / dy);
        }
    }
}
