using Madaline.NN;

namespace Madaline.Training;

/// <summary>Layers that normalise.</summary>
internal static class NormLayers
{
    private const double DefaultEps = 1e-5;

    public static LayerType[] Types { get; } =
    [
        new("layer-norm", [Eps, new("dimensions", "whole", 1, 3)], LayerNorm),
        new("batch-norm", [Eps, new("momentum", "number", 0, 1)], BatchNorm),
    ];

    private static RecipeCatalog.Argument Eps => new("eps", "number", double.Epsilon);

    private static LayerPlan LayerNorm(LayerSite site)
    {
        int dimensions = site.Spec.Whole("dimensions", 1);
        if (dimensions > site.Input.Length)
            throw site.Misfit($"at least {dimensions} dimensions", "Normalise fewer.");
        int[] over = site.Input[^dimensions..];
        return new(site.Input, 2 * LayerPlan.Elements(over), _ => new LayerNorm(over, EpsOf(site)));
    }

    private static LayerPlan BatchNorm(LayerSite site)
    {
        int features = site.First;
        double momentum = site.Spec.Number("momentum", 0.1);
        if (site.Input.Length > 2)
            throw site.Misfit("[features] or [features, length]", "Put a flatten before it.");
        return new(site.Input, (4.0 * features) + 1, _ => new BatchNorm1d(features, EpsOf(site), momentum))
        {
            SingleValueNorm = LayerPlan.Elements(site.Input) == features ? site.Path : null,
        };
    }

    private static double EpsOf(LayerSite site) => site.Spec.Number("eps", DefaultEps);
}
