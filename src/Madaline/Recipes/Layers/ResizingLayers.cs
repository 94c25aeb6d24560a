using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Layers that make images larger.</summary>
internal static class ResizingLayers
{
    private const int MaxFactor = 64;

    public static LayerType[] Types { get; } =
    [
        new("upsample", [new("scale", "whole", 1, MaxFactor, Required: true), new("mode", "nearest|bilinear")],
            Upsample),
        new("pixel-shuffle", [new("factor", "whole", 1, MaxFactor, Required: true)], PixelShuffle),
    ];

    private static LayerPlan Upsample(LayerSite site)
    {
        var (channels, height, width) = site.Image;
        int scale = site.Spec.Integer("scale", 2);
        var mode = site.Spec.Text("mode") == "bilinear" ? UpsampleMode.Bilinear : UpsampleMode.Nearest;
        return new([channels, Times(site, height, scale), Times(site, width, scale)], 0,
            _ => new Upsample(scaleFactor: scale, mode: mode));
    }

    private static LayerPlan PixelShuffle(LayerSite site)
    {
        var (channels, height, width) = site.Image;
        int factor = site.Spec.Integer("factor", 2);
        if (channels % (factor * factor) != 0)
        {
            throw site.Refuse($"the channels make no whole blocks of pixels. {channels} channels come in and factor is "
                + $"{factor}; expected a multiple of {factor * factor}. Use more channels before.");
        }

        int[] output = [channels / (factor * factor), Times(site, height, factor), Times(site, width, factor)];
        return new(output, 0, _ => new PixelShuffle(factor));
    }

    private static int Times(LayerSite site, int size, int factor) => (long)size * factor <= NetworkPlan.MaxNumbers
        ? size * factor
        : throw site.Refuse($"the network is too large. An image would have {(long)size * factor:N0} pixels in a "
            + $"direction; expected at most {NetworkPlan.MaxNumbers:N0}. Use a smaller factor.");
}
