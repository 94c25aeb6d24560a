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
        foreach (var argument in type.Arguments)
            RequireRange(site, argument);
        return type.Plan(site);
    }

    /// <summary>Recipes made by code come without the reader's checks.</summary>
    private static void RequireRange(LayerSite site, RecipeCatalog.Argument argument)
    {
        if (!site.Spec.Arguments.TryGetValue(argument.Name, out object? value))
        {
            if (argument.Required)
                throw site.Refuse($"an argument is missing; expected \"{argument.Name}\".");
            return;
        }

        double[] numbers = value switch { double number => [number], double[] list => list, _ => [] };
        foreach (double number in numbers)
        {
            if (!(number >= argument.Min && number <= argument.Max))
                throw site.Refuse($"an argument is out of range. {argument.Name} is {number}; "
                    + $"expected {argument.Min} to {argument.Max}.");
        }
    }
}
