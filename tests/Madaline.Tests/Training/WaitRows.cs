using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>Recipes of every kind, with how often a step of theirs may wait for the device today.</summary>
/// <remarks>
/// A step with classes reads the host four times: <c>ClassTargets.Read</c> (are the classes in range), the trainer's
/// loss, and outputs and targets to count what is right. Targets that mixing made probabilities are not checked;
/// clipping by norm reads the norm, too. The numbers are to come down to 0, and not to come up.
/// </remarks>
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

    /// <summary>Rows by name: the recipe, and the waits of each step.</summary>
    public static IReadOnlyDictionary<string, (Recipe Recipe, int Waits)> All { get; } =
        new Dictionary<string, (Recipe, int)>
        {
            ["fully connected"] = (Table, 4),
            ["stateful"] = (Toy.Stateful with { Epochs = 2, Batch = 6 }, 5),
            ["convolutional"] = (Images, 4),
            ["residual"] = (Residual, 4),
            ["clip-norm"] = (Table with { ClipNorm = 0.1 }, 5),
            ["clip-value"] = (Table with { ClipValue = 0.1 }, 4),
            ["residual, clip-norm"] = (Residual with { ClipNorm = 0.1 }, 5),
            ["mixup"] = (Mixed("mixup"), 3),
            ["cutmix"] = (Mixed("cutmix"), 3),
            ["loss cross-entropy"] = (WithLoss(new Spec("cross-entropy")), 4),
            ["loss cross-entropy, smoothed"] = (WithLoss(new Spec("cross-entropy").With("label-smoothing", 0.1)), 4),
            ["loss nll"] = (WithLoss(new Spec("nll"), "log-softmax"), 4),
            ["loss quadratic"] = (WithLoss(new Spec("quadratic"), "sigmoid"), 4),
            ["optimizer sgd"] = (WithOptimizer("sgd"), 4),
            ["optimizer sgd, momentum"] = (WithMomentum("sgd"), 4),
            ["optimizer adam"] = (WithOptimizer("adam"), 4),
            ["optimizer adamw"] = (WithOptimizer("adamw"), 4),
            ["optimizer rmsprop"] = (WithOptimizer("rmsprop"), 4),
            ["optimizer rmsprop, momentum"] = (WithMomentum("rmsprop"), 4),
            ["optimizer adagrad"] = (WithOptimizer("adagrad"), 4),
            ["schedule step"] = (WithSchedule(new Spec("step").With("size", 1.0)), 4),
            ["schedule multi-step"] = (WithSchedule(new Spec("multi-step").With("milestones", (double[])[1])), 4),
            ["schedule exponential"] = (WithSchedule(new Spec("exponential").With("gamma", 0.5)), 4),
            ["schedule cosine"] = (WithSchedule(new Spec("cosine")), 4),
            ["schedule one-cycle"] = (WithSchedule(new Spec("one-cycle").With("max-lr", 0.05)), 4),
            ["schedule warm-up"] = (WithSchedule(new Spec("warm-up").With("steps", 2.0)), 4),
            ["schedule decay"] = (WithSchedule(new Spec("decay").With("decay", 0.1)), 4),
        };

    private static Spec Norm => new("batch-norm");

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
