using Madaline.Data;

namespace Madaline.Recipes;

/// <summary>A way to draw the samples of an epoch that recipes may name.</summary>
/// <param name="name">What recipes call it.</param>
/// <param name="arguments">What it takes.</param>
/// <param name="build">Makes it of its arguments, for the classes of the training part.</param>
public sealed class SamplerType(
    string name, IReadOnlyList<Argument> arguments, Func<Spec, Tensor, Sampler> build) : CatalogEntry(name, arguments)
{
    /// <summary>Makes the sampler.</summary>
    public Func<Spec, Tensor, Sampler> Build => build;

    /// <summary>What would quietly train badly with this sampler in a recipe, or null.</summary>
    internal Func<Recipe, string?> Misuse { get; init; } = _ => null;
}

/// <summary>The samplers that recipes choose from.</summary>
internal static class SamplerTypes
{
    /// <summary>All of them, in the order in which they are listed.</summary>
    public static Catalog<SamplerType> All { get; } = new("sampler",
        new SamplerType("balanced", [new("count", "integer", 1, 1 << 30)],
            (spec, targets) => WeightedRandomSampler.Balanced(
                targets, spec.Has("count") ? spec.Integer("count", 1) : null))
        {
            Misuse = NumbersOrTwice,
        });

    private static string? NumbersOrTwice(Recipe recipe)
    {
        if (RecipeCatalog.TaskOf(recipe).HasNumbers)
        {
            return $"balanced draws every class as often, and the loss {recipe.Loss.Type} predicts numbers. Expected a "
                + "loss of classes, or no sampler. Remove the sampler.";
        }

        return recipe.Loss.Text(ClassWeights.Key) == ClassWeights.Balanced
            ? "rare classes would be made up for twice. The samples are drawn balanced, so that every class is as "
                + $"frequent in training, and {ClassWeights.Key} \"{ClassWeights.Balanced}\" would count the rare ones "
                + "more on top; expected one of the two. Remove one; numbers as weights may stay."
            : null;
    }
}
