using Madaline.NN;
using Madaline.Training;

namespace Madaline.Recipes;

/// <summary>A loss that recipes may name.</summary>
/// <param name="name">What recipes call it.</param>
/// <param name="arguments">What it takes.</param>
/// <param name="build">Makes it of its arguments.</param>
/// <param name="probabilities">
/// Makes probabilities of a network's scores [n, classes]; of no use where the loss compares numbers.
/// </param>
public sealed class LossType(
    string name, IReadOnlyList<Argument> arguments, Func<Spec, Loss> build, Func<Tensor, Tensor> probabilities)
    : CatalogEntry(name, arguments)
{
    /// <summary>Makes the loss.</summary>
    public Func<Spec, Loss> Build => build;

    /// <summary>Makes probabilities of the scores [n, classes] of a network that this loss trained.</summary>
    public Func<Tensor, Tensor> Probabilities => probabilities;

    /// <summary>What a network that it trains is for: the loss itself says so (<see cref="Loss.Targets"/>).</summary>
    public LearningTask Task => field ??= LearningTask.Of(build(new Spec(Name)));

    /// <summary>
    /// The part of a recipe that makes a loss such as one that a program made, weights of classes apart; null where it
    /// is of another type.
    /// </summary>
    internal Func<Loss, Spec?> Describe { get; init; } = _ => null;

    /// <summary>What would quietly train badly with this loss in a recipe, or null.</summary>
    internal Func<Recipe, string?> Misuse { get; init; } = _ => null;
}

/// <summary>The losses that recipes choose from.</summary>
internal static class LossTypes
{
    /// <summary>All of them, in the order in which they are listed.</summary>
    public static Catalog<LossType> All { get; } = new("loss",
        new("cross-entropy", [new("label-smoothing", "number", 0, 1), ClassWeights.Argument],
            spec => new CrossEntropyLoss(ClassWeights.Of(spec), spec.Number("label-smoothing", 0)),
            scores => scores.Softmax(-1))
        {
            Misuse = SoftmaxBefore,
            Describe = loss => loss is CrossEntropyLoss { LabelSmoothing: var smoothing }
                ? new Spec("cross-entropy").With("label-smoothing", smoothing) : null,
        },
        new("nll", [ClassWeights.Argument], spec => new NllLoss(ClassWeights.Of(spec)), scores => scores.Exp())
        {
            Misuse = NoLogarithmsOrClasses,
            Describe = loss => loss is NllLoss ? new Spec("nll") : null,
        },
        new("quadratic", [], _ => new QuadraticLoss(), Shares)
        {
            Describe = loss => loss is QuadraticLoss ? new Spec("quadratic") : null,
        },
        new("mse", [], _ => new MseLoss(), numbers => numbers)
        {
            Misuse = BoundedOrMixed,
            Describe = loss => loss is MseLoss ? new Spec("mse") : null,
        },
        new("mae", [], _ => new L1Loss(), numbers => numbers)
        {
            Misuse = BoundedOrMixed,
            Describe = loss => loss is L1Loss ? new Spec("mae") : null,
        },
        new("huber", [new("delta", "number", Argument.MinPositive)], spec => new HuberLoss(spec.Number("delta", 1)),
            numbers => numbers)
        {
            Misuse = BoundedOrMixed,
            Describe = loss => loss is HuberLoss { Delta: var delta } ? new Spec("huber").With("delta", delta) : null,
        });

    private static readonly string[] Bounded = ["softmax", "log-softmax", "sigmoid", "tanh", "relu", "softplus"];

    /// <summary>Outputs that are no probabilities as shares of their sum.</summary>
    private static Tensor Shares(Tensor activations)
    {
        Tensor positive = activations.Clamp(1e-12);
        return positive / positive.Sum(-1, keepDims: true);
    }

    private static string? SoftmaxBefore(Recipe recipe) => LastLayer(recipe) is "softmax" or "log-softmax"
        ? $"a {LastLayer(recipe)} layer feeds cross-entropy. cross-entropy contains a softmax, so the network would "
            + "learn through two of them, slowly. Remove the last layer, or use log-softmax with the loss nll."
        : null;

    private static string? NoLogarithmsOrClasses(Recipe recipe)
    {
        if (LastLayer(recipe) is not "log-softmax")
            return $"nll expects logarithms of probabilities. The last layer is {LastLayer(recipe)}; expected "
                + "log-softmax. Add it, or use cross-entropy.";
        string? mixing = Mixing(recipe);
        return mixing is null ? null : $"nll expects classes. {mixing} makes them probabilities. "
            + $"Use cross-entropy without the log-softmax, or leave {mixing} out.";
    }

    private static string? BoundedOrMixed(Recipe recipe)
    {
        if (Bounded.Contains(LastLayer(recipe)))
        {
            return $"a {LastLayer(recipe)} layer bounds what the network predicts, and numbers are scaled to lie "
                + $"around 0. {recipe.Loss.Type} expects a linear layer at the end. Remove the last layer.";
        }

        string? mixing = Mixing(recipe);
        return mixing is null ? null : $"{recipe.Loss.Type} expects numbers. {mixing} makes probabilities of classes. "
            + $"Leave {mixing} out.";
    }

    private static string? Mixing(Recipe recipe) => recipe.Transforms.FirstOrDefault(
        spec => TransformTypes.All.Find(spec.Type) is { MixesTargets: true })?.Type;

    /// <summary>The type of the last layer that changes what the network answers.</summary>
    private static string LastLayer(Recipe recipe) =>
        recipe.Layers.LastOrDefault(layer => layer.Type is not ("flatten" or "dropout"))?.Type ?? "";
}
