namespace Madaline.Data;

/// <summary>One image of red, green and blue, or of grey, in 0 … 1, changed where it lies.</summary>
/// <param name="values">Channel by channel.</param>
/// <param name="channels">3 or 1.</param>
internal readonly ref struct ColorImage(Span<double> values, int channels)
{
    private readonly int _channels = channels;

    public Span<double> Values { get; } = values;

    private int Plane => Values.Length / _channels;

    /// <summary>Multiplies every value.</summary>
    public void Brighten(double factor)
    {
        foreach (ref double value in Values)
            value = Bounded(value * factor);
    }

    /// <summary>Blends with the mean of the grey image.</summary>
    public void Contrast(double factor)
    {
        double sum = 0;
        for (int p = 0; p < Plane; p++)
            sum += Grey(p);
        double mean = sum / Math.Max(1, Plane);
        foreach (ref double value in Values)
            value = Bounded((value * factor) + (mean * (1 - factor)));
    }

    /// <summary>Blends with the grey image.</summary>
    public void Saturate(double factor)
    {
        if (_channels == 1)
            return;
        int plane = Plane;
        Span<double> reds = Values[..plane], greens = Values.Slice(plane, plane);
        Span<double> blues = Values.Slice(2 * plane, plane);
        for (int p = 0; p < reds.Length; p++)
        {
            double grey = ((Pixel.Red * reds[p]) + (Pixel.Green * greens[p]) + (Pixel.Blue * blues[p])) * (1 - factor);
            reds[p] = Bounded((reds[p] * factor) + grey);
            greens[p] = Bounded((greens[p] * factor) + grey);
            blues[p] = Bounded((blues[p] * factor) + grey);
        }
    }

    /// <summary>
    /// Turns the hue by a share of the colour wheel; the largest and smallest channel keep their values.
    /// </summary>
    public void TurnHue(double turn)
    {
        if (_channels == 1)
            return;
        int plane = Plane;
        Span<double> reds = Values[..plane], greens = Values.Slice(plane, plane);
        Span<double> blues = Values.Slice(2 * plane, plane);
        for (int p = 0; p < reds.Length; p++)
        {
            double red = reds[p], green = greens[p], blue = blues[p];
            double most = Math.Max(red, Math.Max(green, blue)), range = most - Math.Min(red, Math.Min(green, blue));
            if (range <= 0)
                continue;
            double sector = most == red ? (green - blue) / range
                : most == green ? 2 + ((blue - red) / range)
                : 4 + ((red - green) / range);
            sector += 6 * turn;
            reds[p] = Channel(5 + sector, most, range);
            greens[p] = Channel(3 + sector, most, range);
            blues[p] = Channel(1 + sector, most, range);
        }
    }

    /// <summary>A channel of a colour by its place on the wheel of six sectors, from −6 to below 18.</summary>
    private static double Channel(double place, double most, double range)
    {
        if (place < 0)
            place += 6;
        if (place >= 6)
            place -= 6;
        if (place >= 6)
            place -= 6;
        return Bounded(most - (range * Math.Clamp(Math.Min(place, 4 - place), 0, 1)));
    }

    private static double Bounded(double value) => Math.Clamp(value, 0, 1);

    private double Grey(int p) => _channels == 1
        ? Values[p]
        : (Pixel.Red * Values[p]) + (Pixel.Green * Values[p + Plane]) + (Pixel.Blue * Values[p + (2 * Plane)]);
}
