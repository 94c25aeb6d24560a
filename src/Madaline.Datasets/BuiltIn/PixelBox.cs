namespace Madaline.Datasets;

/// <summary>MNIST's convention of size and place: a digit fills a box of 20 × 20, its ink balanced about the picture's middle.</summary>
internal static class PixelBox
{
    /// <summary>Pixels across and down a picture.</summary>
    public const int Side = 28;

    private const double BoxSide = 20, Middle = 14, Wander = 0.5, SmallestFill = 0.94;

    /// <summary>
    /// Scales the line, keeping its shape, until the longer side of what a round pen leaves along it fills the box, and
    /// moves its centre of mass to the middle of the picture, give or take the half pixel that MNIST rounds away.
    /// </summary>
    public static void Fit(Span<InkPoint> line, double penRadius, Rng rng)
    {
        double room = BoxSide * rng.NextUniform(SmallestFill, 1) - 2 * penRadius;
        double scale = room / LongerSide(line);
        var (massX, massY) = CentreOfMass(line);
        double left = Middle + rng.NextUniform(-Wander, Wander) - scale * massX;
        double top = Middle + rng.NextUniform(-Wander, Wander) - scale * massY;
        foreach (ref InkPoint p in line)
            p = p with { X = left + scale * p.X, Y = top + scale * p.Y };
    }

    private static double LongerSide(ReadOnlySpan<InkPoint> line)
    {
        double minX = double.MaxValue, maxX = double.MinValue, minY = double.MaxValue, maxY = double.MinValue;
        foreach (InkPoint p in line)
        {
            minX = Math.Min(minX, p.X);
            maxX = Math.Max(maxX, p.X);
            minY = Math.Min(minY, p.Y);
            maxY = Math.Max(maxY, p.Y);
        }

        return Math.Max(maxX - minX, maxY - minY);
    }

    private static (double X, double Y) CentreOfMass(ReadOnlySpan<InkPoint> line)
    {
        double mass = 0, sumX = 0, sumY = 0;
        for (int i = 1; i < line.Length; i++)
        {
            if (!line[i].IsPenDown)
                continue;
            InkPoint a = line[i - 1], b = line[i];
            double length = Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y));
            mass += length;
            sumX += length * (a.X + b.X) / 2;
            sumY += length * (a.Y + b.Y) / 2;
        }

        return (sumX / mass, sumY / mass);
    }
}
