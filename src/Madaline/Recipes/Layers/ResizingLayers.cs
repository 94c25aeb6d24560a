using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Layers that make images larger.</summary>
internal static class ResizingLayers
{
    private const int MaxFactor = 64;

    public static LayerType[] Types { get; } =
    [
        new("upsample",
            [new("scale", "integer", 1, MaxFactor, Required: true) { Meaning = "how many times as large" },
                new("mode", "nearest|bilinear")
                {
                    Meaning = "copies of pixels, or between them", Otherwise = "\"nearest\"",
                }],
            Upsample)
        {
            Meaning = "Makes an image larger.",
            Describe = DescribeUpsample,
        },
        new("pixel-shuffle",
            [new("factor", "integer", 1, MaxFactor, Required: true) { Meaning = "how many times as large" }],
            PixelShuffle)
        {
            Meaning = "Makes a larger image of groups of channels.",
            Describe = layer => layer is PixelShuffle { Factor: var factor }
                ? new Spec("pixel-shuffle").With("factor", (double)factor) : null,
        },
    ];

    private static Spec? DescribeUpsample(Module layer)
    {
        if (layer is not Upsample { Target: (null, { } scale, var mode, false) })
            return null;
        Spec spec = new Spec("upsample").With("scale", scale);
        return mode == UpsampleMode.Nearest ? spec : spec.With("mode", "bilinear");
    }

    private static LayerPlan Upsample(LayerSite site)
    {
        int scale = site.Spec.Integer("scale", 2);
        var mode = site.Spec.Text("mode") == "bilinear" ? UpsampleMode.Bilinear : UpsampleMode.Nearest;
        return site.PlanOfImage(_ => new Upsample(scaleFactor: scale, mode: mode));
    }

    private static LayerPlan PixelShuffle(LayerSite site)
    {
        int factor = site.Spec.Integer("factor", 2);
        return site.PlanOfImage(_ => new PixelShuffle(factor));
    }
}
