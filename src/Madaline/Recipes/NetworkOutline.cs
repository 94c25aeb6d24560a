namespace Madaline.Recipes;

/// <summary>What a layer of a recipe comes to in its place, for one sample.</summary>
/// <param name="Spec">Its type and arguments.</param>
/// <param name="Output">The shape of what it gives, without the batch.</param>
/// <param name="Parameters">How many numbers it learns.</param>
/// <param name="MultiplyAdds">
/// Products that are added up in the linear and convolution layers of it, going forward; going back takes about twice
/// as many again.
/// </param>
/// <param name="Activations">Numbers that it gives, with those in between where it is made of several layers.</param>
/// <param name="Code">
/// The expression of C# that makes it, with the initial values that a recipe's network has where <c>rng</c> is
/// <c>new Rng(seed).Split("network")</c>.
/// </param>
public sealed record LayerOutline(
    Spec Spec, Shape Output, long Parameters, double MultiplyAdds, double Activations, string Code);

/// <summary>What the layers of a recipe come to, one by one as far as they fit; nothing is allocated for it.</summary>
/// <remarks>The rules are those of <see cref="RecipeCatalog.BuildNetwork"/>, and so are the words.</remarks>
/// <param name="Layers">The layers that fit, in order.</param>
/// <param name="Problem">Why the one after them does not fit, or the last one is none to end with; null where the
/// network can be built.</param>
public sealed record NetworkOutline(IReadOnlyList<LayerOutline> Layers, TensorException? Problem)
{
    /// <summary>How many numbers the layers learn.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Products that are added up for one sample, going forward.</summary>
    public double MultiplyAdds => Layers.Sum(layer => layer.MultiplyAdds);

    /// <summary>Numbers that the layers give for one sample.</summary>
    public double Activations => Layers.Sum(layer => layer.Activations);

    /// <summary>Goes through the layers of a recipe.</summary>
    /// <param name="recipe">The recipe; its loss says what the last layer is to give.</param>
    /// <param name="inputShape">The shape of one input, after the transforms.</param>
    /// <param name="classes">How many classes the targets have.</param>
    public static NetworkOutline Of(Recipe recipe, Shape inputShape, int classes)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(inputShape);
        var (plan, problem) = NetworkPlan.UpToProblem(recipe, inputShape, classes);
        LayerOutline[] layers = [.. plan.Layers.Select((layer, i) => new LayerOutline(
            recipe.Layers[i], Shape.Create(layer.Output), layer.Cost.Parameters, layer.Cost.MultiplyAdds,
            layer.Cost.Activations, layer.Cost.CodeOf($"rng.Split(\"layers.{i}\")")))];
        return new NetworkOutline(layers, problem ?? RecipeCatalog.ProblemOfOutput(recipe, plan, classes));
    }
}
