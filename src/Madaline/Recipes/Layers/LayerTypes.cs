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

    /// <summary>What a layer makes of its input.</summary>
    /// <exception cref="TensorException">The layer is of no known type, or does not fit its input.</exception>
    public static LayerPlan Plan(LayerSite site) => All.Of(site.Spec, site.Refuse).Plan(site);
}
