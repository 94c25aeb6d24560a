using Madaline.Recipes;

namespace Madaline.Tests.Training;

/// <summary>Recipes of every kind, none of whose steps may wait for the device.</summary>
internal static class WaitRows
{
    private static readonly Recipe Table = Toy.Plain with { Epochs = 2, Batch = 6 };

    private static readonly Recipe Images = Table with
    {
        Transforms = [new Spec("channel-norm")],
        Layers =
        [
            Conv(4), Norm, new Spec("relu"), new Spec("max-pool").With("kernel", 2.0), new Spec("dropout2d"),
            new Spec("flatten"), Toy.Linear(8), new Spec("dropout"), Toy.Last,
        ],
    };

    private static readonly Recipe Residual = Images with
    {
        Layers =
        [
            Conv(4), Norm, new Spec("relu"),
            new Spec("residual").With("layers", (Spec[])[Conv(4), Norm, new Spec("relu"), Conv(4), Norm]),
            new Spec("global-avg-pool"), Toy.Last,
        ],
    };

    private static readonly Dictionary<string, Recipe> Chosen = new()
    {
        ["fully connected"] = Table,
        ["stateful"] = Toy.Stateful with { Epochs = 2, Batch = 6 },
        ["convolutional"] = Images,
        ["residual"] = Residual,
        ["clip-norm"] = Table with { ClipNorm = 0.1 },
        ["clip-value"] = Table with { ClipValue = 0.1 },
        ["residual, clip-norm"] = Residual with { ClipNorm = 0.1 },
        ["mixup"] = Mixed("mixup"),
        ["cutmix"] = Mixed("cutmix"),
        ["loss cross-entropy"] = WithLoss(new Spec("cross-entropy")),
        ["loss cross-entropy, smoothed"] = WithLoss(new Spec("cross-entropy").With("label-smoothing", 0.1)),
        ["loss cross-entropy, balanced"] = WithLoss(new Spec("cross-entropy").With("class-weights", "balanced")),
        ["sampler balanced"] = Table with { Sampler = new Spec("balanced") },
        ["loss nll"] = WithLoss(new Spec("nll"), "log-softmax"),
        ["loss quadratic"] = WithLoss(new Spec("quadratic"), "sigmoid"),
        ["optimizer sgd"] = WithOptimizer("sgd"),
        ["optimizer sgd, momentum"] = WithMomentum("sgd"),
        ["optimizer adam"] = WithOptimizer("adam"),
        ["optimizer adamw"] = WithOptimizer("adamw"),
        ["optimizer rmsprop"] = WithOptimizer("rmsprop"),
        ["optimizer rmsprop, momentum"] = WithMomentum("rmsprop"),
        ["optimizer adagrad"] = WithOptimizer("adagrad"),
        ["schedule step"] = WithSchedule(new Spec("step").With("size", 1.0)),
        ["schedule multi-step"] = WithSchedule(new Spec("multi-step").With("milestones", (double[])[1])),
        ["schedule exponential"] = WithSchedule(new Spec("exponential").With("gamma", 0.5)),
        ["schedule cosine"] = WithSchedule(new Spec("cosine")),
        ["schedule one-cycle"] = WithSchedule(new Spec("one-cycle").With("max-lr", 0.05)),
        ["schedule warm-up"] = WithSchedule(new Spec("warm-up").With("steps", 2.0)),
        ["schedule decay"] = WithSchedule(new Spec("decay").With("decay", 0.1)),
    };

    /// <summary>The recipes by name: those above, and one for each entry of a catalog that none of them names.</summary>
    public static IReadOnlyDictionary<string, Recipe> All { get; } = Chosen.Concat(
    [
        .. Others(RecipeCatalog.Losses, r => r.Loss, WithLoss),
        .. Others(RecipeCatalog.Optimizers, r => r.Optimizer, optimizer => Table with { Optimizer = optimizer }),
        .. Others(RecipeCatalog.Schedules, r => r.Schedule, WithSchedule),
    ]).ToDictionary();

    private static Spec Norm => new("batch-norm");

    private static IEnumerable<KeyValuePair<string, Recipe>> Others<T>(
        Catalog<T> catalog, Func<Recipe, Spec?> chosen, Func<Spec, Recipe> make) where T : CatalogEntry =>
        from entry in catalog
        where !Chosen.Values.Any(recipe => chosen(recipe)?.Type == entry.Name)
        select KeyValuePair.Create($"{catalog.Subject} {entry}", make(Needed(entry)));

    /// <summary>An entry with small numbers for what it needs.</summary>
    private static Spec Needed(CatalogEntry entry) => entry.Arguments.Where(argument => argument.Required).Aggregate(
        new Spec(entry.Name), (spec, argument) => spec.With(argument.Name, Small(argument)));

    private static object Small(Argument argument)
    {
        double number = Math.Clamp(argument.Kind is "integer" or "list" ? 1 : 0.01, argument.Min, argument.Max);
        return argument.Kind is "list" or "numbers" ? new[] { number } : number;
    }

    private static Recipe WithLoss(Spec loss) => WithLoss(loss, []);

    private static Recipe WithLoss(Spec loss, params string[] last) =>
        Table with { Loss = loss, Layers = [.. Table.Layers, .. last.Select(type => new Spec(type))] };

    private static Recipe WithOptimizer(string type) => Table with { Optimizer = Toy.Rate(type, 0.01) };

    private static Recipe WithMomentum(string type) =>
        Table with { Optimizer = Toy.Rate(type, 0.01).With("momentum", 0.9) };

    private static Recipe WithSchedule(Spec schedule) => Table with { Schedule = schedule };

    private static Recipe Mixed(string transform) =>
        Images with { Transforms = [.. Images.Transforms, new Spec(transform)] };

    private static Spec Conv(int channels) =>
        new Spec("conv").With("channels", (double)channels).With("kernel", 3.0).With("padding", 1.0);
}
