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

    /// <summary>How the samples of an epoch are drawn, by its name; <c>none</c> for each once.</summary>
    public string? Sampler { get; init; }

    /// <summary>The learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The optimizer's momentum, 0 to 1.</summary>
    public double? Momentum { get; init; }

    /// <summary>The optimizer's weight decay, at least 0.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Another schedule of the rate, by its name; <c>none</c> for a constant rate.</summary>
    public string? Schedule { get; init; }

    /// <summary>Epochs without a better validation before training stops.</summary>
    public int? Patience { get; init; }

    /// <summary>Another activation in the hidden layers, by its name.</summary>
    public string? Activation { get; init; }

    /// <summary>The probability of every dropout, 0 to below 1; 0 takes it out.</summary>
    public double? Dropout { get; init; }

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
            Patience = Patience ?? recipe.Patience,
        };
        if (Optimizer is not null)
            recipe = OptimizerChanges.WithOptimizer(recipe, Optimizer);
        if (Loss is not null || Task is not null || ClassWeights is not null)
            recipe = LossChanges.Apply(recipe, Loss, Task, ClassWeights);
        if (Sampler is not null)
            recipe = LossChanges.WithSampler(recipe, Sampler);
        if (LearningRate is { } rate)
            recipe = OptimizerChanges.WithRate(recipe, rate);
        if (Momentum is { } momentum)
            recipe = OptimizerChanges.WithNumber(recipe, "momentum", momentum);
        if (WeightDecay is { } decay)
            recipe = OptimizerChanges.WithNumber(recipe, "weight-decay", decay);
        if (Schedule is not null)
            recipe = OptimizerChanges.WithSchedule(recipe, Schedule);
        return Data.Apply(WithLayers(recipe));
    }

    /// <summary>What the user should know of the changes to a recipe beyond what was asked for.</summary>
    /// <param name="recipe">The recipe.</param>
    public IReadOnlyList<Note> NotesOn(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return (Loss ?? Task) is not null
            && LossChanges.NoteOn(recipe, LossChanges.Apply(recipe, Loss, Task, weights: null)) is { } note
            ? [note] : [];
    }

    private Recipe WithLayers(Recipe recipe)
    {
        if (Hidden is not null)
            recipe = LayerChanges.WithHidden(recipe, Hidden);
        if (Activation is not null)
            recipe = LayerChanges.WithActivation(recipe, Activation);
        return Dropout is { } probability ? LayerChanges.WithDropout(recipe, probability) : recipe;
    }
}
