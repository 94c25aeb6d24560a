using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Workbench;

/// <summary>Other hidden layers, activations or dropout in the network of a recipe.</summary>
internal static class LayerChanges
{
    /// <summary>
    /// The same kind of network with other hidden layers: all linear layers but the last are replaced.
    /// </summary>
    /// <exception cref="RequestException">The network is not fully connected.</exception>
    public static Recipe WithHidden(Recipe recipe, IReadOnlyList<int> sizes)
    {
        var layers = recipe.Layers.ToList();
        int first = layers.FindIndex(IsLinear), last = layers.FindLastIndex(IsLinear);
        if (last < 0 || !layers.TrueForAll(layer => IsActivation(layer) || IsLinear(layer)
            || layer.Type is "flatten" or "dropout" or "softmax" or "log-softmax"))
        {
            throw new RequestException($"hidden layers need a fully connected network, and recipe {recipe.Name} is "
                + "another kind.", new WorkbenchRemedy(WorkbenchRemedyKind.EditRecipe, recipe.Name));
        }

        Spec activation = layers[first..last].Find(IsActivation) ?? new Spec("relu");
        Spec? dropout = layers[..last].Find(IsDropout);
        IEnumerable<Spec> hidden = sizes.SelectMany(size => (Spec[])
            [
                new Spec("linear").With("outputs", (double)size), activation,
                .. dropout is null ? Array.Empty<Spec>() : [dropout],
            ]);
        return recipe with { Layers = [.. layers[..first], .. hidden, .. layers[last..]] };
    }

    /// <summary>Another activation in the place of every one before the last linear layer.</summary>
    /// <exception cref="RequestException">There is no such activation, or the network has none to replace.</exception>
    public static Recipe WithActivation(Recipe recipe, string type)
    {
        if (RecipeCatalog.Layers.Find(type) is not { IsActivation: true })
        {
            string[] known = [.. RecipeCatalog.Layers.Where(layer => layer.IsActivation).Select(layer => layer.Name)];
            throw new RequestException($"there is no activation \"{PlainText.Cut(type)}\"."
                + $"{NearestName.Hint(type, known)} Expected one of {string.Join(", ", known)}.");
        }

        int last = RequireLast(recipe, "activations");
        if (!recipe.Layers.Take(last).Any(IsActivation))
            throw Other(recipe, "has no activations before its last linear layer");
        return recipe with
        {
            Layers = [.. recipe.Layers.Select((layer, at) =>
                at < last && IsActivation(layer) && layer.Type != type ? new Spec(type) : layer)],
        };
    }

    /// <summary>
    /// Another probability for every dropout; where there is none, one behind the activation of each hidden linear
    /// layer; none at all for 0.
    /// </summary>
    /// <exception cref="RequestException">There is nowhere to drop.</exception>
    public static Recipe WithDropout(Recipe recipe, double probability)
    {
        int last = RequireLast(recipe, "dropout");
        if (probability == 0)
            return recipe with { Layers = [.. recipe.Layers.Where(layer => !IsDropout(layer))] };
        if (recipe.Layers.Any(IsDropout))
        {
            return recipe with
            {
                Layers = [.. recipe.Layers.Select(layer => IsDropout(layer) ? layer.With("p", probability) : layer)],
            };
        }

        var layers = new List<Spec>();
        for (int at = 0; at < recipe.Layers.Count; at++)
        {
            layers.Add(recipe.Layers[at]);
            if (at > 0 && at < last && IsActivation(recipe.Layers[at]) && IsLinear(recipe.Layers[at - 1]))
                layers.Add(new Spec("dropout").With("p", probability));
        }

        return layers.Count > recipe.Layers.Count ? recipe with { Layers = layers }
            : throw Other(recipe, "has no hidden linear layer with an activation to drop units of");
    }

    private static int RequireLast(Recipe recipe, string what)
    {
        int last = recipe.Layers.ToList().FindLastIndex(IsLinear);
        return last >= 0 ? last : throw Other(recipe, $"has no linear layer, before which {what} could change");
    }

    private static RequestException Other(Recipe recipe, string what) => new($"the network of recipe {recipe.Name} "
        + $"{what}.", new WorkbenchRemedy(WorkbenchRemedyKind.EditRecipe, recipe.Name));

    private static bool IsLinear(Spec layer) => layer.Type == "linear";

    private static bool IsDropout(Spec layer) => layer.Type is "dropout" or "dropout2d";

    private static bool IsActivation(Spec layer) => RecipeCatalog.Layers.Find(layer.Type) is { IsActivation: true };
}
