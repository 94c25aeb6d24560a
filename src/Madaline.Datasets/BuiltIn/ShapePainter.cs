namespace Madaline.Datasets;

/// <summary>Paints one shape on a mottled ground.</summary>
internal sealed class ShapePainter
{
    private const int Side = Shapes.Side, Cells = 5;
    private const double SmallestRadius = 8, LargestRadius = 14, Overhang = 1, MinContrast = 60, MinStretch = 0.85;
    private const double MaxMottle = 40, MaxShade = 25, MaxNoise = 20;
    private readonly double[] _grid = new double[(Cells + 1) * (Cells + 1)];

    /// <summary>Paints a picture.</summary>
    /// <param name="shape">Index of the class.</param>
    /// <param name="rng">The picture's own stream.</param>
    /// <param name="image">Shape: [3, 32, 32], overwritten.</param>
    public void Paint(int shape, Rng rng, Span<byte> image)
    {
        Span<double> ground = stackalloc double[3], paint = stackalloc double[3];
        PickColours(rng, ground, paint);
        double mottle = rng.NextUniform(0, MaxMottle), noise = rng.NextUniform(0, MaxNoise);
        foreach (ref double value in _grid.AsSpan()) value = mottle * rng.NextUniform(-1, 1);

        double radius = rng.NextUniform(SmallestRadius, LargestRadius), margin = radius - Overhang;
        double x0 = rng.NextUniform(margin, Side - margin), y0 = rng.NextUniform(margin, Side - margin);
        double angle = rng.NextUniform(0, 2 * Math.PI), stretch = rng.NextUniform(MinStretch, 1);
        double cos = PortableMath.Cos(angle), sin = PortableMath.Sin(angle);
        double shade = rng.NextUniform(-MaxShade, MaxShade) / radius;
        for (int y = 0, i = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++, i++)
            {
                double dx = x + 0.5 - x0, dy = y + 0.5 - y0;
                double u = cos * dx + sin * dy, v = (cos * dy - sin * dx) / stretch;
                double cover = u * u + v * v > (radius + 1) * (radius + 1) ? 0
                    : Math.Clamp(0.5 - radius * ShapeOutlines.Distance(shape, u / radius, v / radius), 0, 1);
                double back = Mottle(x, y), front = shade * u;
                uint grain = noise > 0 ? rng.NextUInt32() : 0;
                for (int c = 0; c < 3; c++, grain >>= 10)
                {
                    double value = ground[c] + back + cover * (paint[c] + front - ground[c] - back);
                    value += noise * ((grain & 1023) / 511.5 - 1);
                    image[c * Side * Side + i] = (byte)(value <= 0 ? 0 : value >= 254.5 ? 255 : value + 0.5);
                }
            }
        }
    }

    /// <summary>Two colours, the shape's lighter by enough over all channels together.</summary>
    private static void PickColours(Rng rng, Span<double> ground, Span<double> paint)
    {
        double contrast;
        do
        {
            contrast = 0;
            for (int c = 0; c < 3; c++)
            {
                ground[c] = rng.NextUniform(10, 160);
                paint[c] = rng.NextUniform(60, 245);
                contrast += paint[c] - ground[c];
            }
        }
        while (contrast < 3 * MinContrast);
    }

    /// <summary>Random heights on a coarse grid, bilinear between them.</summary>
    private double Mottle(int x, int y)
    {
        double gx = (x + 0.5) * Cells / Side, gy = (y + 0.5) * Cells / Side;
        int column = (int)gx, row = (int)gy, at = row * (Cells + 1) + column;
        double fx = gx - column, fy = gy - row;
        double top = _grid[at] + fx * (_grid[at + 1] - _grid[at]);
        double bottom = _grid[at + Cells + 1] + fx * (_grid[at + Cells + 2] - _grid[at + Cells + 1]);
        return top + fy * (bottom - top);
    }
}
