namespace Madaline.Recipes;

/// <summary>An experiment: data set, transforms, layers, loss, optimizer, schedule, epochs, batch and seed.</summary>
/// <remarks>
/// A small JSON file (<see cref="RecipeFile"/>). Types come from closed lists (<see cref="RecipeCatalog"/>), never from
/// names of .NET types.
/// </remarks>
public sealed record Recipe
{
    /// <summary>
    /// The type of the data set, and of the optimizer, of a network that a program trained, where nobody has said which
    /// they were.
    /// </summary>
    public const string Own = "own";

    /// <summary>What the recipe is called.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>The data set: its name as type (<c>mnist</c>, <c>wheat</c>, <c>table</c> …) and options.</summary>
    public required Spec Dataset { get; init; }

    /// <summary>
    /// The class of a network that a program of its own built and trained, such as <c>Net</c>; null for a recipe to
    /// train by. It is only told: <see cref="Layers"/> say what can be built.
    /// </summary>
    public string? Network { get; init; }

    /// <summary>Whether only the program that has its class can build the network.</summary>
    public bool NeedsProgram => Network is not null && Layers.Count == 0;

    /// <summary>What is done to the inputs, in order; scalers are fitted on only the training part.</summary>
    public IReadOnlyList<Spec> Transforms { get; init; } = [];

    /// <summary>The layers of a sequential network.</summary>
    public required IReadOnlyList<Spec> Layers { get; init; }

    /// <summary>The loss.</summary>
    public required Spec Loss { get; init; }

    /// <summary>The optimizer with its rate <c>lr</c>.</summary>
    public required Spec Optimizer { get; init; }

    /// <summary>How the rate changes, or null for a constant one.</summary>
    public Spec? Schedule { get; init; }

    /// <summary>
    /// How the samples of an epoch are drawn, such as <c>balanced</c>; null for each once, in a new order.
    /// </summary>
    public Spec? Sampler { get; init; }

    /// <summary>Passes over the training part.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Samples a step.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Decides weights, order and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The largest norm of all gradients together, or null for no clipping.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The largest absolute value of a gradient's element, or null for no clipping.</summary>
    public double? ClipValue { get; init; }

    /// <summary>Epochs without a better validation before training stops early, or null for never.</summary>
    public int? Patience { get; init; }

    /// <summary>
    /// That number of training samples at the end (1 or more), or that fraction of them (below 1), are the test set.
    /// Null: the set's own test part, or a stratified fifth of a set that has none.
    /// </summary>
    public double? Holdout { get; init; }

    /// <summary>Whether two recipes say the same: lists are compared element by element.</summary>
    public bool Equals(Recipe? other) => other is not null
        && (Name, Description, Network, Dataset, Loss, Optimizer, Schedule, Sampler)
            == (other.Name, other.Description, other.Network, other.Dataset, other.Loss, other.Optimizer,
                other.Schedule, other.Sampler)
        && (Epochs, Batch, Seed, ClipNorm, ClipValue, Patience, Holdout)
            == (other.Epochs, other.Batch, other.Seed, other.ClipNorm, other.ClipValue, other.Patience, other.Holdout)
        && Transforms.SequenceEqual(other.Transforms) && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Layers.Count, Epochs, Batch, Seed);

    /// <summary>The recipe as JSON, which <see cref="RecipeFile.Parse"/> reads.</summary>
    public override string ToString() => RecipeFile.Format(this);
}
