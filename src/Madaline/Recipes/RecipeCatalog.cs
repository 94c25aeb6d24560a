using Madaline.Data;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Training;

namespace Madaline.Recipes;

/// <summary>The closed lists that recipes choose from, and what a recipe builds of their entries.</summary>
public static class RecipeCatalog
{
    /// <summary>Layers by type.</summary>
    public static Catalog<LayerType> Layers => LayerTypes.All;

    /// <summary>Losses by type.</summary>
    public static Catalog<LossType> Losses => LossTypes.All;

    /// <summary>Optimizers by type.</summary>
    public static Catalog<OptimizerType> Optimizers => OptimizerTypes.All;

    /// <summary>Schedules by type.</summary>
    public static Catalog<ScheduleType> Schedules => ScheduleTypes.All;

    /// <summary>Samplers by type.</summary>
    public static Catalog<SamplerType> Samplers => SamplerTypes.All;

    /// <summary>Transforms of inputs by type, scalers included.</summary>
    public static Catalog<TransformType> Transforms => TransformTypes.All;

    /// <summary>All of these lists, by the key under which recipes name their entries.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyCollection<CatalogEntry>> Parts { get; } =
        new OrderedDictionary<string, IReadOnlyCollection<CatalogEntry>>
        {
            ["transforms"] = Transforms,
            ["layers"] = Layers,
            ["loss"] = Losses,
            ["optimizer"] = Optimizers,
            ["schedule"] = Schedules,
            ["sampler"] = Samplers,
        };

    /// <summary>Builds the network for inputs of a shape (without the batch) and a number of classes.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="inputShape">The shape of one input, after the transforms.</param>
    /// <param name="classes">How many classes; layers with <c>"outputs": "classes"</c> get as many outputs, or one
    /// where the loss compares numbers.</param>
    /// <param name="rng">
    /// Split by layer and parameter, so that a layer more at the end changes no other's weights.
    /// </param>
    /// <exception cref="TensorException">A layer is of no known type or does not fit the one before it, or the network
    /// is larger than 1 GiB.</exception>
    public static Sequential BuildNetwork(Recipe recipe, Shape inputShape, int classes, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.NeedsProgram)
        {
            throw new TensorException("recipe", $"the network cannot be built of it. It is a {recipe.Network}, a class "
                + "of the program that trained it, and files carry no code; expected layers. Load it in that program: "
                + $"TrainedModel.Load(folder, new {recipe.Network}()).");
        }

        var plan = NetworkPlan.Of(recipe, inputShape, classes);
        return ProblemOfOutput(recipe, plan, classes) is { } problem ? throw problem : plan.Build(rng);
    }

    /// <summary>Why the last layer is none to end with, or null.</summary>
    internal static TensorException? ProblemOfOutput(Recipe recipe, NetworkPlan plan, int classes)
    {
        if (TaskOf(recipe) is { HasNumbers: true } && plan.Output is not [1])
        {
            return new TensorException("recipe", "the last layer does not give one number. "
                + $"Output is {Shape.Create(plan.Output)}; expected [1]. "
                + "End with {\"type\": \"linear\", \"outputs\": 1}, after a flatten for images.");
        }

        if (plan.Output is not [var outputs] || outputs != TaskOf(recipe).Outputs(classes))
        {
            return new TensorException("recipe", "the last layer does not give one score a class. "
                + $"Output is {Shape.Create(plan.Output)}; expected [{classes}]. "
                + "End with {\"type\": \"linear\", \"outputs\": \"classes\"}, after a flatten for images.");
        }

        return null;
    }

    /// <summary>Builds the loss, refusing what would quietly train badly.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="targets">
    /// The training part's targets, which balanced weights of classes are worked out from; without them such weights
    /// are left out.
    /// </param>
    /// <param name="classes">How many classes the targets have.</param>
    /// <exception cref="TensorException">There is no such loss, its arguments are wrong, or it does not suit the
    /// layers: a softmax feeds cross-entropy, which has one inside.</exception>
    public static Loss BuildLoss(Recipe recipe, Tensor? targets = null, int classes = 0)
    {
        LossType type = LossOf(recipe);
        if (recipe.Network is null && type.Misuse(recipe) is { } misuse)
            throw Refuse("loss", misuse);
        return type.Build(targets is null ? recipe.Loss : ClassWeights.Resolve(recipe.Loss, targets, classes));
    }

    /// <summary>What a recipe's network is for: its loss decides.</summary>
    /// <param name="recipe">The recipe.</param>
    public static LearningTask TaskOf(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Losses.Find(recipe.Loss.Type)?.Task ?? LearningTask.Classification;
    }

    /// <summary>Builds the optimizer over a network's parameters.</summary>
    /// <exception cref="TensorException">There is no such optimizer, or its arguments are wrong.</exception>
    public static Optimizer BuildOptimizer(Recipe recipe, IEnumerable<Tensor> parameters) =>
        Optimizers.Of(recipe.Optimizer, problem => Refuse("optimizer", problem)).Build(recipe.Optimizer, parameters);

    /// <summary>Builds the schedule, or null for a constant rate.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="optimizer">The optimizer whose rate it changes.</param>
    /// <param name="stepsPerEpoch">How many steps an epoch has.</param>
    /// <exception cref="TensorException">There is no such schedule, or its arguments are wrong.</exception>
    public static Schedule? BuildSchedule(Recipe recipe, Optimizer optimizer, int stepsPerEpoch) =>
        recipe.Schedule is not { } spec ? null
            : Schedules.Of(spec, problem => Refuse("schedule", problem))
                .Build(spec, optimizer, new TrainingLength(recipe.Epochs, stepsPerEpoch));

    /// <summary>Builds what draws the samples of an epoch, or null for each sample once in a new order.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="targets">The classes of the training part.</param>
    /// <exception cref="TensorException">There is no such sampler, its arguments are wrong, or it does not suit the
    /// loss: its class weights are balanced as well, or it predicts numbers.</exception>
    public static Sampler? BuildSampler(Recipe recipe, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.Sampler is not { } spec)
            return null;
        SamplerType type = Samplers.Of(spec, problem => Refuse("sampler", problem));
        return type.Misuse(recipe) is { } misuse ? throw Refuse("sampler", misuse) : type.Build(spec, targets);
    }

    /// <summary>Whether a recipe's schedule counts steps rather than epochs.</summary>
    public static bool CountsSteps(Recipe recipe) =>
        recipe.Schedule is { } spec && Schedules.Find(spec.Type) is { CountsSteps: true };

    /// <summary>The part of a recipe that makes a program's loss, weights of classes apart.</summary>
    /// <exception cref="TensorException">No recipe can name it.</exception>
    internal static Spec Describe(Loss loss) => Losses.Select(type => type.Describe(loss))
        .FirstOrDefault(spec => spec is not null) ?? throw new TensorException("model", "a file cannot name the loss. "
            + $"It is a {loss.Kind}; expected one of those of recipes: {string.Join(", ", Losses.Names)}. Give the "
            + "nearest: it says how scores become probabilities, and what an evaluation calls the loss.");

    /// <summary>The entry of a recipe's loss.</summary>
    internal static LossType LossOf(Recipe recipe) => Losses.Of(recipe.Loss, problem => Refuse("loss", problem));

    private static TensorException Refuse(string part, string problem) => new($"recipe › {part}", problem);
}
