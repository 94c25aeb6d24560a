namespace Madaline.Plots;

/// <summary>From where to where numbers reach.</summary>
/// <param name="Low">The least.</param>
/// <param name="High">The largest.</param>
internal readonly record struct Extent(double Low, double High)
{
    public double Width => High - Low;

    public double Middle => Low + (Width / 2);

    public static Extent Of(IEnumerable<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return new Extent(low, high);
    }

    /// <summary>How far along a value is: 0 at the least, 1 at the largest, 0.5 where both are the same.</summary>
    public double ShareOf(double value) => Width > 0 ? (value - Low) / Width : 0.5;

    /// <summary>Wider by a share on both sides; around a single number wide enough to have ticks.</summary>
    public Extent Widened(double share)
    {
        double size = Math.Max(Math.Abs(Low), Math.Abs(High));
        double margin = Width > 1e-9 * size ? share * Width : size > 0 ? 0.1 * size : 1;
        return new Extent(Low - margin, High + margin);
    }

    /// <summary>Places with equal distances, the ends among them.</summary>
    public static double[] Spaced(string op, (double Low, double High) range, int count)
    {
        if (!(range.Low < range.High) || !double.IsFinite(range.Low) || !double.IsFinite(range.High))
        {
            throw new ArgumentException($"{op}: the range is none. It goes from {range.Low} to {range.High}; expected "
                + "two numbers, the smaller first. Swap them, or widen the range.");
        }

        if (count is < 2 or > 2000)
        {
            throw new ArgumentException($"{op}: there is no such number of places. count is {count}; expected 2 to "
                + "2000. 50 to 200 make a smooth picture.");
        }

        var places = new double[count];
        for (int i = 0; i < count; i++)
            places[i] = i == count - 1 ? range.High : range.Low + (i * ((range.High - range.Low) / (count - 1)));
        return places;
    }
}
