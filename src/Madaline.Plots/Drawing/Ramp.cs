namespace Madaline.Plots;

/// <summary>Colours of values: from night blue to yellow, or from blue over white to vermilion around a middle.</summary>
/// <param name="Range">From where to where.</param>
/// <param name="Middle">What is white; null for none.</param>
internal readonly record struct Ramp(Extent Range, double? Middle = null)
{
    public Colour Of(double value)
    {
        if (Middle is not { } middle)
            return Palette.Height(Range.ShareOf(value));
        double limit = Math.Max(Math.Abs(Range.Low - middle), Math.Abs(Range.High - middle));
        return Palette.Signed(limit > 0 ? (value - middle) / limit : 0);
    }
}
