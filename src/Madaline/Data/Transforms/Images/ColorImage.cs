using System.Runtime.CompilerServices;
using Madaline.Numerics;

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
    public void Brighten(double factor) => Blend(F64x4.Broadcast(factor), F64x4.Broadcast(0));

    /// <summary>Blends with the mean of the grey image.</summary>
    public void Contrast(double factor)
    {
        double sum = 0;
        for (int p = 0; p < Plane; p++)
            sum += Grey(p);
        double mean = sum / Math.Max(1, Plane);
        Blend(F64x4.Broadcast(factor), F64x4.Broadcast(mean * (1 - factor)));
    }

    /// <summary>Blends with the grey image.</summary>
    public unsafe void Saturate(double factor)
    {
        if (_channels == 1)
            return;
        int plane = Plane;
        F64x4 by = F64x4.Broadcast(factor), rest = F64x4.Broadcast(1 - factor);
        F64x4 redWeight = F64x4.Broadcast(Pixel.Red), greenWeight = F64x4.Broadcast(Pixel.Green),
            blueWeight = F64x4.Broadcast(Pixel.Blue);
        fixed (double* reds = Values)
        {
            for (int p = 0; p < plane; p += F64x4.Width)
            {
                double* here = reds + p;
                F64x4 red = Load(here, plane - p), green = Load(here + plane, plane - p);
                F64x4 blue = Load(here + (2 * plane), plane - p);
                F64x4 grey = ((redWeight * red) + (greenWeight * green) + (blueWeight * blue)) * rest;
                Store(Bounded((red * by) + grey), here, plane - p);
                Store(Bounded((green * by) + grey), here + plane, plane - p);
                Store(Bounded((blue * by) + grey), here + (2 * plane), plane - p);
            }
        }
    }

    /// <summary>
    /// Turns the hue by a share of the colour wheel; the largest and smallest channel keep their values.
    /// </summary>
    public unsafe void TurnHue(double turn)
    {
        if (_channels == 1)
            return;
        int plane = Plane;
        F64x4 sectors = F64x4.Broadcast(6 * turn);
        fixed (double* reds = Values)
        {
            for (int p = 0; p < plane; p += F64x4.Width)
            {
                double* here = reds + p;
                F64x4 red = Load(here, plane - p), green = Load(here + plane, plane - p);
                F64x4 blue = Load(here + (2 * plane), plane - p);
                F64x4 most = F64x4.Max(red, F64x4.Max(green, blue));
                F64x4 range = most - F64x4.Min(red, F64x4.Min(green, blue));
                F64x4 grey = F64x4.LessOrEqual(range, F64x4.Broadcast(0));
                F64x4 sector = Sector(red, green, blue, most, range) + sectors;
                red = F64x4.Select(grey, red, Channel(F64x4.Broadcast(5) + sector, most, range));
                green = F64x4.Select(grey, green, Channel(F64x4.Broadcast(3) + sector, most, range));
                blue = F64x4.Select(grey, blue, Channel(F64x4.Broadcast(1) + sector, most, range));
                Store(red, here, plane - p);
                Store(green, here + plane, plane - p);
                Store(blue, here + (2 * plane), plane - p);
            }
        }
    }

    private unsafe void Blend(F64x4 factor, F64x4 rest)
    {
        fixed (double* values = Values)
        {
            for (int k = 0; k < Values.Length; k += F64x4.Width)
            {
                int left = Values.Length - k;
                Store(Bounded((Load(values + k, left) * factor) + rest), values + k, left);
            }
        }
    }

    /// <summary>The place on the wheel of six sectors: red 0, green 2, blue 4; −1 to 5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F64x4 Sector(F64x4 red, F64x4 green, F64x4 blue, F64x4 most, F64x4 range) => F64x4.Select(
        F64x4.Equal(most, red),
        (green - blue) / range,
        F64x4.Select(
            F64x4.Equal(most, green),
            F64x4.Broadcast(2) + ((blue - red) / range),
            F64x4.Broadcast(4) + ((red - green) / range)));

    /// <summary>A channel of a colour by its place on the wheel of six sectors, from −6 to below 18.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F64x4 Channel(F64x4 place, F64x4 most, F64x4 range)
    {
        F64x4 six = F64x4.Broadcast(6);
        place = F64x4.Select(F64x4.LessThan(place, F64x4.Broadcast(0)), place + six, place);
        place = F64x4.Select(F64x4.LessOrEqual(six, place), place - six, place);
        place = F64x4.Select(F64x4.LessOrEqual(six, place), place - six, place);
        return Bounded(most - (range * Bounded(F64x4.Min(place, F64x4.Broadcast(4) - place))));
    }

    /// <summary>Cut off at 0 and 1; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F64x4 Bounded(F64x4 value)
    {
        F64x4 zero = F64x4.Broadcast(0), one = F64x4.Broadcast(1);
        value = F64x4.Select(F64x4.LessThan(value, zero), zero, value);
        return F64x4.Select(F64x4.LessThan(one, value), one, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe F64x4 Load(double* source, int left) =>
        left >= F64x4.Width ? F64x4.Load(source) : F64x4.LoadPart(source, left, F64x4.Broadcast(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Store(F64x4 value, double* target, int left)
    {
        if (left >= F64x4.Width)
            F64x4.Store(value, target);
        else
            F64x4.StorePart(value, target, left);
    }

    private double Grey(int p) => _channels == 1
        ? Values[p]
        : (Pixel.Red * Values[p]) + (Pixel.Green * Values[p + Plane]) + (Pixel.Blue * Values[p + (2 * Plane)]);
}
