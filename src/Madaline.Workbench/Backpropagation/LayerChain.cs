using Madaline.NN;

namespace Madaline.Workbench.Backpropagation;

/// <summary>The layers of a network that follow one another.</summary>
internal static class LayerChain
{
    /// <summary>The layers in order; null where one holds others in a way of its own.</summary>
    public static List<Module>? Of(Module network)
    {
        var layers = new List<Module>();
        return Add(network, layers) && layers.Distinct().Count() == layers.Count ? layers : null;
    }

    private static bool Add(Module module, List<Module> layers)
    {
        if (module is Sequential chain)
            return chain.All(inner => Add(inner, layers));
        layers.Add(module);
        // Names are dotted: below a leaf there is none but its own.
        return module.NamedModules().Take(2).Count() == 1;
    }
}
