using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>The closed list of layers that recipes choose from.</summary>
internal static class LayerTypes
{
    /// <summary>All of them, in the order in which they are listed.</summary>
    public static Catalog<LayerType> All { get; } = new("layer",
    [
        .. DenseLayers.Types, .. ActivationLayers.Types, .. DropoutLayers.Types, .. NormLayers.Types,
        .. ConvolutionLayers.Types, .. PoolingLayers.Types, .. ResizingLayers.Types, .. ResidualLayers.Types,
    ]);

    /// <summary>The part of a recipe that builds such a layer; null where no recipe can say what it is.</summary>
    /// <param name="layer">A layer that a program made.</param>
    public static Spec? Describe(Module layer) =>
        All.Select(type => type.Describe(layer)).FirstOrDefault(spec => spec is not null);

    /// <summary>The parts that build such layers, in order; null where one of them cannot be described.</summary>
    /// <param name="layers">Layers that a program made; a <see cref="Sequential"/> is a list of its own.</param>
    public static Spec[]? DescribeAll(Module layers)
    {
        if (layers is not Sequential list)
            return null;
        Spec?[] specs = [.. list.Select(Describe)];
        Spec[] known = [.. specs.OfType<Spec>()];
        return known.Length == specs.Length ? known : null;
    }

    /// <summary>What a layer makes of its input.</summary>
    /// <exception cref="TensorException">The layer is of no known type, or does not fit its input.</exception>
    public static LayerPlan Plan(LayerSite site) => All.Of(site.Spec, site.Refuse).Plan(site);
}
