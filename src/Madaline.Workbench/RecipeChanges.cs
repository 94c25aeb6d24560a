using Madaline.Recipes;

namespace Madaline.Workbench;

/// <summary>Changes laid over a recipe; what is null leaves it as it is.</summary>
public sealed record RecipeChanges
{
    /// <summary>Passes over the training part.</summary>
    public int? Epochs { get; init; }

    /// <summary>Samples a step.</summary>
    public int? Batch { get; init; }

    /// <summary>Decides weights, order and dropout.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Another optimizer, by its name; it keeps the rate.</summary>
    public string? Optimizer { get; init; }

    /// <summary>Another loss, by its name; what it takes is at its defaults.</summary>
    public string? Loss { get; init; }

    /// <summary>What the network is for, <c>classification</c> or <c>regression</c>: where the recipe's loss is for
    /// another task, cross-entropy or mse takes its place.</summary>
    public string? Task { get; init; }

    /// <summary>How much each class counts in training, in order; balanced by their samples where empty.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>The learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Sizes of other hidden layers, for a fully connected network.</summary>
    public IReadOnlyList<int>? Hidden { get; init; }

    /// <summary>That number of training samples at the end, or that fraction of them, are the test set.</summary>
    public double? Holdout { get; init; }

    /// <summary>What is asked of the data.</summary>
    public DataRequest Data { get; init; } = new();

    /// <summary>A recipe with the changes.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <exception cref="RequestException">What is asked for does not exist or does not suit the recipe.</exception>
    public Recipe Apply(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        recipe = recipe with
        {
            Epochs = Epochs ?? recipe.Epochs,
            Batch = Batch ?? recipe.Batch,
            Seed = Seed ?? recipe.Seed,
            Holdout = Holdout ?? recipe.Holdout,
        };
        if (Optimizer is not null)
            recipe = recipe with { Optimizer = OtherOptimizer(recipe, Optimizer) };
        if (Loss is not null || Task is not null || ClassWeights is not null)
            recipe = LossChanges.Apply(recipe, Loss, Task, ClassWeights);
        if (LearningRate is { } rate)
            recipe = WithRate(recipe, rate);
        if (Hidden is not null)
            recipe = recipe with { Layers = WithHidden(recipe, Hidden) };
        return Data.Apply(recipe);
    }

    private static Spec OtherOptimizer(Recipe recipe, string type)
    {
        if (RecipeCatalog.Optimizers.Find(type) is null)
            throw new RequestException(RecipeCatalog.Optimizers.Unknown(type));
        return type == recipe.Optimizer.Type ? recipe.Optimizer
            : new Spec(type).With("lr", recipe.Optimizer.Number("lr", 1e-3));
    }

    private static Recipe WithRate(Recipe recipe, double rate)
    {
        recipe = recipe with { Optimizer = recipe.Optimizer.With("lr", rate) };
        return recipe.Schedule is { Type: "one-cycle" } cycle ? recipe with { Schedule = cycle.With("max-lr", rate) }
            : recipe;
    }

    /// <summary>
    /// The same kind of network with other hidden layers: all linear layers but the last are replaced.
    /// </summary>
    private static List<Spec> WithHidden(Recipe recipe, IReadOnlyList<int> sizes)
    {
        var layers = recipe.Layers.ToList();
        int first = layers.FindIndex(layer => layer.Type == "linear");
        int last = layers.FindLastIndex(layer => layer.Type == "linear");
        if (last < 0 || !layers.TrueForAll(layer => IsActivation(layer)
            || layer.Type is "flatten" or "linear" or "dropout" or "softmax" or "log-softmax"))
        {
            throw new RequestException($"hidden layers need a fully connected network, and recipe {recipe.Name} is "
                + "another kind.", new WorkbenchRemedy(WorkbenchRemedyKind.EditRecipe, recipe.Name));
        }

        Spec activation = layers[first..last].Find(IsActivation) ?? new Spec("relu");
        Spec? dropout = layers[..last].Find(layer => layer.Type == "dropout");
        IEnumerable<Spec> hidden = sizes.SelectMany(size => (Spec[])
            [
                new Spec("linear").With("outputs", (double)size), activation,
                .. dropout is null ? Array.Empty<Spec>() : [dropout],
            ]);
        return [.. layers[..first], .. hidden, .. layers[last..]];
    }

    private static bool IsActivation(Spec layer) => RecipeCatalog.Layers.Find(layer.Type) is { IsActivation: true };
}
