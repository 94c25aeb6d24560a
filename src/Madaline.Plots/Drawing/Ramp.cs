namespace Madaline.Plots;

/// <summary>Colours of values: night blue to yellow, or blue over white to vermilion around a middle.</summary>
/// <param name="Range">From where to where.</param>
/// <param name="Middle">What is white; null for none.</param>
/// <param name="Strength">How far from white colours go around a middle, to 1.</param>
internal readonly record struct Ramp(Extent Range, double? Middle = null, double Strength = 1)
{
    public Colour Of(double value)
    {
        if (Middle is not { } middle)
            return Palette.Height(Range.ShareOf(value));
        double limit = Math.Max(Math.Abs(Range.Low - middle), Math.Abs(Range.High - middle));
        return Palette.Signed(limit > 0 ? Strength * (value - middle) / limit : 0);
    }
}
