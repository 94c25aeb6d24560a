namespace Madaline.Datasets;

/// <summary>Puts ink along a line into a grey picture of 28 × 28 pixels: 0 is paper, 255 is ink.</summary>
/// <remarks>
/// A pixel's ink follows from its distance to the line: full inside the pen's radius, none outside, and between the two
/// a ramp as wide as the pen is soft. Pixel (row, column) lies at y = row, x = column.
/// </remarks>
internal sealed class Pen
{
    private const int Side = PixelBox.Side;
    private readonly double[] _nearest = new double[Side * Side];
    private readonly byte[] _picture = new byte[Side * Side];

    /// <summary>Draws one line with a pen.</summary>
    /// <param name="line">Where the pen goes, in pixels.</param>
    /// <param name="radius">Half the pen's width in pixels.</param>
    /// <param name="softness">The width of the ramp from ink to paper in pixels.</param>
    /// <param name="roughness">How far the edge of the ink strays from its place, in pixels, uniformly.</param>
    /// <param name="rng">The chance in the edge.</param>
    /// <param name="image">Shape: [784], overwritten.</param>
    public void Draw(
        ReadOnlySpan<InkPoint> line, double radius, double softness, double roughness, Rng rng, Span<byte> image)
    {
        double reach = radius + softness / 2 + roughness;
        Array.Fill(_nearest, reach * reach);
        for (int i = 1; i < line.Length; i++)
        {
            if (line[i].IsPenDown)
                MeasureFrom(line[i - 1], line[i], reach);
        }

        for (int i = 0; i < _picture.Length; i++)
            _picture[i] = _nearest[i] < reach * reach
                ? Ink(radius + roughness * rng.NextUniform(-1, 1) - Math.Sqrt(_nearest[i]), softness)
                : (byte)0;
        PixelBox.Centre(_picture, image);
    }

    private static byte Ink(double depth, double softness) =>
        (byte)(255 * Math.Clamp(depth / softness + 0.5, 0, 1) + 0.5);

    /// <summary>Lowers the squared distances around a straight piece of line to their distances from it.</summary>
    private void MeasureFrom(InkPoint a, InkPoint b, double reach)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y;
        double lengthSquared = dx * dx + dy * dy;
        double scale = lengthSquared > 0 ? 1 / lengthSquared : 0;
        int left = First(Math.Min(a.X, b.X) - reach), right = Last(Math.Max(a.X, b.X) + reach);
        int top = First(Math.Min(a.Y, b.Y) - reach), bottom = Last(Math.Max(a.Y, b.Y) + reach);
        for (int y = top; y <= bottom; y++)
        {
            Span<double> row = _nearest.AsSpan(y * Side, Side);
            for (int x = left; x <= right; x++)
            {
                double t = Math.Clamp(((x - a.X) * dx + (y - a.Y) * dy) * scale, 0, 1);
                double ex = a.X + t * dx - x, ey = a.Y + t * dy - y;
                row[x] = Math.Min(row[x], ex * ex + ey * ey);
            }
        }
    }

    private static int First(double position) => Math.Max(0, (int)Math.Ceiling(position));

    private static int Last(double position) => Math.Min(Side - 1, (int)Math.Floor(position));
}
