using Madaline.NN;

namespace Madaline.Training;

/// <summary>Layers that make images larger.</summary>
internal static class ResizingLayers
{
    private const int MaxFactor = 64;

    public static LayerType[] Types { get; } =
    [
        new("upsample", [new("scale", "size", 1, MaxFactor, Required: true), new("mode", "nearest|bilinear")],
            Upsample),
        new("pixel-shuffle", [new("factor", "whole", 1, MaxFactor, Required: true)], PixelShuffle),
    ];

    private static LayerPlan PixelShuffle(LayerSite site)
    {
        var (channels, height, width) = site.Image;
        int factor = site.Spec.Whole("factor", 2);
        if (channels % (factor * factor) != 0)
        {
            throw site.Refuse($"the channels make no whole blocks of pixels. {channels} channels come in and factor is "
                + $"{factor}; expected a multiple of {factor * factor}. Use more channels before.");
        }

        return new([channels / (factor * factor), height * factor, width * factor], 0, _ => new PixelShuffle(factor));
    }
}
