using Madaline.Devices.Cpu.Normalization;
using Madaline.NN;
using Madaline.Optim;

namespace Madaline.Training;

/// <summary>
/// The closed lists that recipes choose from: each type with the arguments it takes and the code that builds it.
/// </summary>
public static class RecipeCatalog
{
    /// <summary>The ends of what a number may be where nothing narrower holds: beyond, Float32 makes 0 or infinity of
    /// it.</summary>
    internal const double MinPositive = 1e-30, Largest = 1e30;

    /// <summary>The most samples that are drawn: about 1.6 GB of pixels.</summary>
    private const int MaxDigits = 1 << 21, MaxShapes = 1 << 19;

    internal const double BelowOne = 1 - 1.1102230246251565e-16;

    /// <summary>An argument: its name, kind and range.</summary>
    /// <param name="Name">The key in the JSON.</param>
    /// <param name="Kind">
    /// number, whole, flag, text, texts, size (a whole number or [height, width]), numbers, list (of whole numbers from
    /// 1), layers, or a word of its own; several with | between them.
    /// </param>
    /// <param name="Min">The smallest number.</param>
    /// <param name="Max">The largest number.</param>
    /// <param name="Required">Whether it must be given.</param>
    public sealed record Argument(
        string Name, string Kind, double Min = -Largest, double Max = Largest, bool Required = false);

    /// <summary>Layers by type.</summary>
    public static IReadOnlyDictionary<string, Argument[]> Layers { get; } =
        new OrderedDictionary<string, Argument[]>(
            LayerTypes.All.Values.Select(type => KeyValuePair.Create(type.Name, type.Arguments)));

    /// <summary>Losses by type.</summary>
    public static IReadOnlyDictionary<string, Argument[]> Losses { get; } = new Dictionary<string, Argument[]>
    {
        ["cross-entropy"] = [new("label-smoothing", "number", 0, 1)],
        ["nll"] = [],
        ["quadratic"] = [],
    };

    /// <summary>Optimizers by type.</summary>
    public static IReadOnlyDictionary<string, Argument[]> Optimizers { get; } = new Dictionary<string, Argument[]>
    {
        ["sgd"] = [Rate, new("momentum", "number", 0, 1), new("weight-decay", "number", 0), new("nesterov", "flag")],
        ["adam"] = [Rate, new("beta1", "number", 0, BelowOne), new("beta2", "number", 0, BelowOne), new("eps",
            "number", MinPositive), new("weight-decay", "number", 0)],
        ["adamw"] = [Rate, new("beta1", "number", 0, BelowOne), new("beta2", "number", 0, BelowOne), new("eps",
            "number", MinPositive), new("weight-decay", "number", 0)],
        ["rmsprop"] = [Rate, new("alpha", "number", 0, 1), new("eps", "number", MinPositive), new("weight-decay",
            "number", 0), new("momentum", "number", 0, 1)],
        ["adagrad"] =
            [Rate, new("lr-decay", "number", 0), new("eps", "number", MinPositive), new("weight-decay", "number", 0)],
    };

    /// <summary>Schedules by type; all but one-cycle and warm-up count epochs.</summary>
    public static IReadOnlyDictionary<string, Argument[]> Schedules { get; } = new Dictionary<string, Argument[]>
    {
        ["step"] = [new("size", "whole", 1, int.MaxValue, Required: true), new("gamma", "number", MinPositive)],
        ["multi-step"] = [new("milestones", "list", Required: true), new("gamma", "number", MinPositive)],
        ["exponential"] = [new("gamma", "number", MinPositive, Required: true)],
        ["cosine"] = [new("min-lr", "number", 0)],
        ["one-cycle"] = [new("max-lr", "number", MinPositive, Required: true)],
        ["warm-up"] = [new("steps", "whole", 1, int.MaxValue, Required: true)],
        ["decay"] = [new("decay", "number", 0, Required: true)],
    };

    /// <summary>Transforms of inputs by type.</summary>
    public static IReadOnlyDictionary<string, Argument[]> Transforms { get; } = new Dictionary<string, Argument[]>
    {
        ["to-float"] = [],
        ["normalize"] = [new("mean", "number|numbers"), new("std", "number|numbers", 1e-6)],
        ["channel-norm"] = [],
        ["z-score"] = [],
        ["min-max"] = [],
        ["random-crop"] = [ImageSide("size", 1), ImageSide("padding", 0), Fill],
        ["center-crop"] = [ImageSide("size", 1, required: true)],
        ["resize"] = [ImageSide("size", 1, required: true), new("antialias", "flag")],
        ["grayscale"] = [new("channels", "whole", 1, 3)],
        ["flip"] = [new("p", "number", 0, 1)],
        ["rotation"] = [new("degrees", "number", 0, 180, Required: true), new("bilinear", "flag"), Fill],
        ["affine"] = [new("degrees", "number", 0, 180), new("translate", "number", 0, 1), ImageScale("scale-min"),
            ImageScale("scale-max"), new("shear", "number", 0, 89), new("bilinear", "flag"), Fill],
        ["color-jitter"] = [new("brightness", "number", 0, 100), new("contrast", "number", 0, 100),
            new("saturation", "number", 0, 100), new("hue", "number", 0, 0.5)],
        ["random-erasing"] = [new("p", "number", 0, 1), new("area-min", "number", 0, 1),
            new("area-max", "number", 0, 1), ImageScale("ratio-min"), ImageScale("ratio-max"), new("value", "number")],
        ["mixup"] = [new("alpha", "number", 1e-3, 1000), new("p", "number", 0, 1)],
        ["cutmix"] = [new("alpha", "number", 1e-3, 1000), new("p", "number", 0, 1)],
    };

    /// <summary>Data sets by name.</summary>
    public static IReadOnlyDictionary<string, Argument[]> Datasets { get; } = new Dictionary<string, Argument[]>
    {
        ["wheat"] = [],
        ["wheat-sample"] = [CountUpTo("count", 1 << 24), DataSeed],
        ["mnist"] = [],
        ["fashion-mnist"] = [],
        ["cifar10"] = [],
        ["cifar100"] = [new("coarse", "flag")],
        ["digits"] = [CountUpTo("count", MaxDigits), CountUpTo("test-count", MaxDigits), DataSeed],
        ["shapes"] = [CountUpTo("count", MaxShapes), CountUpTo("test-count", MaxShapes), DataSeed],
        ["images"] = [new("path", "text"), new("size", "size", 1, 1 << 14), new("channels", "whole", 1, 3),
            new("upright", "flag"), new("strict", "flag")],
        ["table"] = [new("path", "text"), new("target", "text"), new("one-hot", "flag"), new("exclude", "text|texts"),
            new("decimal", ".|,"), new("encoding", "text"), new("delimiter", "text"), new("header", "flag")],
    };

    private static Argument Rate => new("lr", "number", MinPositive, Required: true);

    private static Argument CountUpTo(string name, int most) => new(name, "whole", 1, most);

    private static Argument Fill => new("fill", "number");

    private static Argument ImageScale(string name) => new(name, "number", 1e-3, 1000);

    private static Argument ImageSide(string name, int min, bool required = false) =>
        new(name, "size", min, TransformSteps.MaxImageSide, required);

    private static Argument DataSeed => new("seed", "whole", 0, 1L << 53);

    /// <summary>Builds the network for inputs of a shape (without the batch) and a number of classes.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="inputShape">The shape of one input, after the transforms.</param>
    /// <param name="classes">How many classes; layers with <c>"outputs": "classes"</c> get as many outputs.</param>
    /// <param name="rng">
    /// Split by layer and parameter, so that a layer more at the end changes no other's weights.
    /// </param>
    /// <exception cref="TensorException">A layer does not fit the one before it, or the network is larger than 1
    /// GiB.</exception>
    public static Sequential BuildNetwork(Recipe recipe, Shape inputShape, int classes, Rng rng)
    {
        var plan = NetworkPlan.Of(recipe, inputShape, classes);
        if (plan.Output.Length != 1 || plan.Output[0] != classes)
        {
            throw new TensorException("recipe", $"the last layer does not give one score a class. "
                + $"Output is {Shape.Create(plan.Output)}; expected [{classes}]. "
                + "End with {\"type\": \"linear\", \"outputs\": \"classes\"}, after a flatten for images.");
        }

        return plan.Build(rng);
    }

    /// <summary>Builds the loss, refusing what would quietly train badly.</summary>
    /// <exception cref="TensorException">A softmax feeds cross-entropy, which has one inside.</exception>
    public static Loss BuildLoss(Recipe recipe)
    {
        string last = recipe.Layers.LastOrDefault(layer => layer.Type is not ("flatten" or "dropout"))?.Type ?? "";
        if (recipe.Loss.Type == "cross-entropy" && (last is "softmax" or "log-softmax"))
        {
            throw new TensorException("recipe › loss", $"a {last} layer feeds cross-entropy. "
                + $"cross-entropy contains a softmax, so the network would "
                + "learn through two of them, slowly. Remove the last layer, or use log-softmax with the loss nll.");
        }

        if (recipe.Loss.Type == "nll" && last != "log-softmax")
            throw new TensorException("recipe › loss", $"nll expects logarithms of probabilities. "
                + $"The last layer is {last}; expected log-softmax. Add it, or use cross-entropy.");
        string? mixing = recipe.Transforms.FirstOrDefault(t => t.Type is "mixup" or "cutmix")?.Type;
        if (recipe.Loss.Type == "nll" && mixing is not null)
            throw new TensorException("recipe › loss", $"nll expects classes. {mixing} makes them probabilities. "
                + $"Use cross-entropy without the log-softmax, or leave {mixing} out.");
        return recipe.Loss.Type switch
        {
            "cross-entropy" => new CrossEntropyLoss(labelSmoothing: recipe.Loss.Number("label-smoothing", 0)),
            "nll" => new NllLoss(),
            _ => new QuadraticLoss(),
        };
    }

    /// <summary>Builds the optimizer over a network's parameters.</summary>
    public static Optimizer BuildOptimizer(Recipe recipe, IEnumerable<Tensor> parameters)
    {
        Spec o = recipe.Optimizer;
        double rate = o.Number("lr", 1e-3), decay = o.Number("weight-decay", 0);
        return o.Type switch
        {
            "sgd" => new Sgd(parameters, rate, o.Number("momentum", 0), weightDecay: decay,
                nesterov: o.Flag("nesterov", false)),
            "adam" => new Adam(parameters, rate, o.Number("beta1", 0.9), o.Number("beta2", 0.999), o.Number("eps",
                1e-8), decay),
            "adamw" => new AdamW(parameters, rate, o.Number("beta1", 0.9), o.Number("beta2", 0.999), o.Number("eps",
                1e-8), o.Number("weight-decay", 0.01)),
            "rmsprop" => new RmsProp(parameters, rate, o.Number("alpha", 0.99), o.Number("eps", 1e-8), decay,
                o.Number("momentum", 0)),
            _ => new Adagrad(parameters, rate, o.Number("lr-decay", 0), decay, eps: o.Number("eps", 1e-10)),
        };
    }

    /// <summary>Builds the schedule, or null for a constant rate.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="optimizer">Whose rate it changes.</param>
    /// <param name="stepsPerEpoch">How many steps an epoch has.</param>
    public static Schedule? BuildSchedule(Recipe recipe, Optimizer optimizer, int stepsPerEpoch)
    {
        if (recipe.Schedule is not { } s)
            return null;
        return s.Type switch
        {
            "step" => new StepSchedule(optimizer, s.Integer("size", 1), s.Number("gamma", 0.1)),
            "multi-step" => new MultiStepSchedule(optimizer, Array.ConvertAll(s.List("milestones")!, x => (int)x),
                s.Number("gamma", 0.1)),
            "exponential" => new ExponentialSchedule(optimizer, s.Number("gamma", 0.9)),
            "cosine" => new CosineSchedule(optimizer, recipe.Epochs, s.Number("min-lr", 0)),
            "one-cycle" => new OneCycleSchedule(
                optimizer, s.Number("max-lr", 0.1), (int)Math.Clamp((long)recipe.Epochs * stepsPerEpoch, 1,
                    int.MaxValue), cycleMomentum: optimizer.HasMomentum),
            "warm-up" => new WarmupSchedule(optimizer, s.Integer("steps", 1)),
            _ => new DecaySchedule(optimizer, s.Number("decay", 0)),
        };
    }

    /// <summary>Whether a recipe's schedule counts steps rather than epochs.</summary>
    public static bool CountsSteps(Recipe recipe) => recipe.Schedule?.Type is "one-cycle" or "warm-up";
}
