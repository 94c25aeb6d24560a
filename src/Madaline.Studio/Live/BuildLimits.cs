using Madaline.Data;
using Madaline.Recipes;

namespace Madaline.Studio.Live;

/// <summary>What a network may take that a page builds: above it a step would stop the studio, or memory end.</summary>
internal static class BuildLimits
{
    /// <summary>Bytes of weights, gradients, averages and activations.</summary>
    public const double MaxBytes = 2e9;

    /// <summary>Multiply-adds of a step.</summary>
    public const double MaxPerStep = 2e12;

    /// <summary>Going back takes about twice what going forward takes.</summary>
    private const double Ways = 3;

    private const string Remedy = "Save the recipe, and train it outside the studio.";

    /// <summary>What its layers come to on the data of a stage.</summary>
    /// <param name="stage">Whose data.</param>
    /// <param name="recipe">A recipe with the transforms of that stage.</param>
    public static NetworkOutline Outline(Stage stage, Recipe recipe) => NetworkOutline.Of(recipe, stage.NetworkInput,
        stage.Classes);

    /// <summary>Refuses layers that do not fit, a loss that does not suit them, and what is too large to be trained
    /// here; nothing is allocated for it.</summary>
    /// <exception cref="TensorException">They cannot be, here or elsewhere.</exception>
    /// <exception cref="SessionCommandException">They are too large for here.</exception>
    public static void Require(Stage stage, Recipe recipe)
    {
        RecipeCatalog.BuildLoss(recipe);
        NetworkOutline outline = Outline(stage, recipe);
        if (outline.Problem is { } problem)
            throw problem;
        if (Problem(outline, recipe) is { } large)
            throw new SessionCommandException(large);
    }

    /// <summary>Why a network is too large to be trained here, or null.</summary>
    public static string? Problem(NetworkOutline outline, Recipe recipe)
    {
        double bytes = Bytes(outline, recipe.Batch), products = PerStep(outline, recipe.Batch);
        return bytes > MaxBytes
            ? $"training takes about {bytes / 1e9:N1} GB of memory; expected at most {MaxBytes / 1e9:N0} GB here. "
                + Remedy
            : products > MaxPerStep
            ? $"a step takes about {products:E1} multiply-adds; expected at most {MaxPerStep:E0} here. {Remedy}" : null;
    }

    /// <summary>What a training holds: weights, gradients and two averages; activations and their gradients.</summary>
    /// <param name="outline">The network.</param>
    /// <param name="batch">Samples of a step.</param>
    public static double Bytes(NetworkOutline outline, double batch) =>
        sizeof(float) * ((4.0 * outline.Parameters) + (2 * batch * outline.Activations));

    /// <summary>Multiply-adds of a step, forward and back.</summary>
    /// <param name="outline">The network.</param>
    /// <param name="batch">Samples of a step.</param>
    public static double PerStep(NetworkOutline outline, double batch) => Ways * batch * outline.MultiplyAdds;
}
