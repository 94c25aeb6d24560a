namespace Madaline.Training;

/// <summary>The closed list of layers that recipes choose from.</summary>
internal static class LayerTypes
{
    /// <summary>Types by name, in the order in which they are listed.</summary>
    public static IReadOnlyDictionary<string, LayerType> All { get; } = new OrderedDictionary<string, LayerType>(
        ((IEnumerable<LayerType>)
        [
            .. DenseLayers.Types, .. ActivationLayers.Types, .. DropoutLayers.Types, .. NormLayers.Types,
            .. ConvolutionLayers.Types, .. PoolingLayers.Types, .. ResizingLayers.Types, .. ResidualLayers.Types,
        ]).Select(type => KeyValuePair.Create(type.Name, type)));

    /// <summary>What a layer makes of its input.</summary>
    /// <exception cref="TensorException">The layer is of no known type, or does not fit its input.</exception>
    public static LayerPlan Plan(LayerSite site)
    {
        if (!All.TryGetValue(site.Spec.Type, out var type))
            throw site.Refuse($"there is no such type of layer; expected one of {string.Join(", ", All.Keys)}.");
        ArgumentCheck.Require(site.Spec, type.Arguments, site.Refuse);
        return type.Plan(site);
    }
}
