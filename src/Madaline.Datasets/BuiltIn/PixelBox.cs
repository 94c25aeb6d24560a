namespace Madaline.Datasets;

/// <summary>
/// MNIST's conventions of size and place: a digit fills a box of 20 × 20 pixels, which lies in the picture of 28 × 28
/// so that its ink is balanced about the middle, to the nearest whole pixel.
/// </summary>
internal static class PixelBox
{
    /// <summary>Pixels across and down a picture.</summary>
    public const int Side = 28;

    private const int Middle = Side / 2;
    private const double BoxSide = 20, BoxMiddle = 13.5;

    /// <summary>
    /// Scales the line, keeping its shape, until the longer side of what a round pen leaves along it fills the box, and
    /// lays the box into the picture's middle, give or take half a pixel.
    /// </summary>
    public static void Fit(Span<InkPoint> line, double penRadius, Rng rng)
    {
        double minX = double.MaxValue, maxX = double.MinValue, minY = double.MaxValue, maxY = double.MinValue;
        foreach (InkPoint p in line)
        {
            minX = Math.Min(minX, p.X);
            maxX = Math.Max(maxX, p.X);
            minY = Math.Min(minY, p.Y);
            maxY = Math.Max(maxY, p.Y);
        }

        double scale = (BoxSide - 2 * penRadius) / Math.Max(maxX - minX, maxY - minY);
        double left = BoxMiddle + rng.NextUniform(-0.5, 0.5) - scale * (minX + maxX) / 2;
        double top = BoxMiddle + rng.NextUniform(-0.5, 0.5) - scale * (minY + maxY) / 2;
        foreach (ref InkPoint p in line)
            p = p with { X = left + scale * p.X, Y = top + scale * p.Y };
    }

    /// <summary>Copies a picture, moved by whole pixels so that its centre of mass comes to the middle.</summary>
    /// <param name="picture">Shape: [784].</param>
    /// <param name="centred">Shape: [784], overwritten.</param>
    public static void Centre(ReadOnlySpan<byte> picture, Span<byte> centred)
    {
        var (shiftX, shiftY) = ShiftToMiddle(picture);
        centred.Clear();
        int left = Math.Max(0, shiftX), width = Side - Math.Abs(shiftX);
        for (int y = Math.Max(0, shiftY); y < Math.Min(Side, Side + shiftY); y++)
            picture.Slice((y - shiftY) * Side + left - shiftX, width).CopyTo(centred[(y * Side + left)..]);
    }

    private static (int X, int Y) ShiftToMiddle(ReadOnlySpan<byte> picture)
    {
        long mass = 1, sumX = 0, sumY = 0;
        for (int y = 0; y < Side; y++)
        {
            long row = 0;
            for (int x = 0; x < Side; x++)
            {
                int ink = picture[y * Side + x];
                row += ink;
                sumX += ink * x;
            }

            mass += row;
            sumY += row * y;
        }

        return (Middle - Nearest(sumX, mass), Middle - Nearest(sumY, mass));
    }

    private static int Nearest(long numerator, long denominator) =>
        (int)((2 * numerator + denominator) / (2 * denominator));
}
