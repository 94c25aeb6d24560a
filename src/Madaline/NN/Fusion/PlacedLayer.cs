namespace Madaline.NN;

/// <summary>A layer, and where it stands in the network whose plan it is part of.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Around">The modules of that network that hold it, the innermost first.</param>
internal readonly record struct PlacedLayer(Module Layer, Module[] Around)
{
    /// <summary>An error of the layer, with the layer and the modules around it in its path.</summary>
    public TensorException InPath(TensorException error) => InModules(Around, Layer.InLayer(error));

    /// <summary>An error, with modules in its path.</summary>
    public static TensorException InModules(Module[] around, TensorException error)
    {
        foreach (Module module in around)
            error = module.InLayer(error);
        return error;
    }

    /// <summary>Layers one after the other, with those of sequentials and blocks in the place of these.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="around">The modules that hold them.</param>
    /// <param name="containers">Takes the modules whose layers were put in their place.</param>
    public static List<PlacedLayer> Flatten(ReadOnlySpan<Module> layers, Module[] around, List<Module> containers)
    {
        List<PlacedLayer> flat = [];
        foreach (Module layer in layers)
        {
            if (Fusion.LayersOf(layer) is { } inner)
            {
                containers.Add(layer);
                flat.AddRange(Flatten(inner, [layer, .. around], containers));
            }
            else
            {
                flat.Add(new(layer, around));
            }
        }

        return flat;
    }
}
