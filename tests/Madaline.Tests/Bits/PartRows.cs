using Madaline.Data;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Tests.Training;

namespace Madaline.Tests.Bits;

/// <summary>A part of training that is no op, and the tensors that it makes of fixed numbers.</summary>
internal sealed record PartRow(string Name, Func<IEnumerable<Tensor>> Run);

/// <summary>First weights, losses, optimizers, schedules and transforms.</summary>
internal static class PartRows
{
    public static IReadOnlyList<PartRow> All { get; } = [.. Starts, .. Losses, .. Optimizers, .. Schedules, .. Transforms];

    private static IEnumerable<PartRow> Starts =>
    [
        Start("kaiming uniform", (x, rng) => Init.KaimingUniform(x, rng: rng)),
        Start("kaiming normal", (x, rng) => Init.KaimingNormal(x, rng: rng)),
        Start("xavier uniform", (x, rng) => Init.XavierUniform(x, rng: rng)),
        Start("xavier normal", (x, rng) => Init.XavierNormal(x, rng: rng)),
        Start("orthogonal", (x, rng) => Init.Orthogonal(x, rng: rng)),
        Start("uniform", (x, rng) => Init.Uniform(x, -0.3, 0.7, rng)),
        Start("normal", (x, rng) => Init.Normal(x, 0.1, 0.7, rng)),
        new("start/permutation", () => [Tensor.RandPerm(1001, new Rng(9))]),
    ];

    private static IEnumerable<PartRow> Losses =>
    [
        Loss("mse", new MseLoss(), (-2, 2)),
        Loss("l1", new L1Loss(), (-2, 2)),
        Loss("mae", new L1Loss(), (-2, 2)),
        Loss("huber", new HuberLoss(0.7), (-2, 2)),
        Loss("quadratic", new QuadraticLoss(), (-2, 2)),
        Loss("kl-div", new KlDivLoss(), (0.01, 1)),
        Loss("bce", new BceLoss(), (0, 1)),
        Loss("bce-with-logits", new BceWithLogitsLoss(), (0, 1)),
        Likelihood("cross-entropy", new CrossEntropyLoss()),
        Likelihood("cross-entropy smoothed", new CrossEntropyLoss(labelSmoothing: 0.1)),
        Likelihood("nll", new NllLoss()),
    ];

    private static IEnumerable<PartRow> Optimizers =>
    [
        Optimizer("sgd", 0.05),
        Optimizer("sgd", 0.05, ("momentum", 0.9), ("nesterov", true), ("weight-decay", 1e-3)),
        Optimizer("adam", 0.02, ("weight-decay", 1e-3), ("beta1", 0.8)),
        Optimizer("adamw", 0.02, ("weight-decay", 0.1)),
        Optimizer("rmsprop", 0.01, ("momentum", 0.5)),
        Optimizer("adagrad", 0.1, ("lr-decay", 0.01)),
    ];

    private static IEnumerable<PartRow> Schedules =>
    [
        Schedule("step", ("size", 2.0), ("gamma", 0.3)),
        Schedule("multi-step", ("milestones", new[] { 1.0, 3.0 }), ("gamma", 0.3)),
        Schedule("exponential", ("gamma", 0.7)),
        Schedule("cosine", ("min-lr", 1e-4)),
        Schedule("one-cycle", ("max-lr", 0.05)),
        Schedule("warm-up", ("steps", 7.0)),
        Schedule("decay", ("decay", 0.3)),
    ];

    private static IEnumerable<PartRow> Transforms =>
    [
        Transform("to-float"),
        Transform("normalize", ("mean", 0.4), ("std", 0.3)),
        Transform("channel-norm"),
        Columns("z-score"),
        Columns("min-max"),
        Transform("random-crop", ("padding", 3.0)),
        Transform("center-crop", ("size", 9.0)),
        Transform("resize", ("size", 16.0)),
        Transform("resize", ("size", 7.0), ("antialias", false)),
        Transform("grayscale", ("channels", 3.0)),
        Transform("flip"),
        Transform("rotation", ("degrees", 40.0)),
        Transform("rotation", ("degrees", 40.0), ("bilinear", true), ("fill", 0.5)),
        Transform(
            "affine", ("degrees", 20.0), ("translate", 0.2), ("scale-min", 0.7), ("scale-max", 1.4), ("shear", 15.0),
            ("bilinear", true)),
        Transform("color-jitter", ("brightness", 0.4), ("contrast", 0.4), ("saturation", 0.4), ("hue", 0.2)),
        Transform("random-erasing", ("p", 0.8)),
        Transform("mixup", ("alpha", 0.4)),
        Transform("cutmix", ("alpha", 2.0)),
    ];

    private static PartRow Start(string name, Action<Tensor, Rng> fill) => new($"start/{name}", () =>
    {
        Tensor[] weights = [Tensor.Zeros([13, 7]), Tensor.Zeros([9, 5, 3, 3]), Tensor.Zeros([4, 6], DType.Float64)];
        foreach (Tensor x in weights)
            fill(x, new Rng(21));
        return weights;
    });

    /// <summary>A loss of two tensors of one shape, and the gradient of the first.</summary>
    private static PartRow Loss(string name, Loss loss, (double Low, double High) range) => new($"loss/{name}", () =>
    {
        Tensor x = Numbers([19, 11], 1, range).WithGrad(), target = Numbers([19, 11], 2, range);
        return Backward(loss.Call(x, target), x);
    });

    /// <summary>A loss of scores and classes.</summary>
    private static PartRow Likelihood(string name, Loss loss) => new($"loss/{name}", () =>
    {
        Tensor x = Numbers([19, 11], 1, (-3, 3)).WithGrad();
        return Backward(loss.Call(x, Tensor.Arange(19) % 11), x);
    });

    private static PartRow Optimizer(string type, double rate, params (string, object)[] arguments) =>
        Trained("optimizer", Given(new Spec(type).With("lr", rate), arguments), x => Toy.Stateful with { Optimizer = x });

    private static PartRow Schedule(string type, params (string, object)[] arguments) =>
        Trained("schedule", Given(new Spec(type), arguments), spec => Toy.Stateful with { Schedule = spec });

    private static PartRow Trained(string kind, Spec spec, Func<Spec, Recipe> recipe) => new(Name(kind, spec), () =>
    {
        var experiment = Toy.Experiment(recipe(spec), Toy.Clouds(40));
        experiment.Train();
        return experiment.Model.Network.StateDict().Select(entry => entry.Value);
    });

    /// <summary>Images of both types that images have; what is fitted is fitted to these images.</summary>
    private static PartRow Transform(string type, params (string, object)[] arguments)
    {
        Spec spec = Given(new Spec(type), arguments);
        return new(Name("transform", spec), () =>
        {
            Tensor bytes = Tensor.RandInt(0, 256, [6, 3, 13, 11], DType.UInt8, new Rng(31));
            Tensor floats = Numbers([6, 3, 13, 11], 32, (0, 1)), classes = Tensor.Arange(6) % 3;
            bool takesBytes = type is not ("normalize" or "channel-norm" or "mixup" or "cutmix");
            return from inputs in (Tensor[])[floats, .. takesBytes ? [bytes] : Array.Empty<Tensor>()]
                   from result in Applied(TransformTypes.All[spec.Type].Build(spec, 3), new Batch(inputs, classes))
                   select result;
        });
    }

    private static PartRow Columns(string type) => new($"transform/{type}", () =>
        Applied(TransformTypes.All[type].Build(new Spec(type), 3), new Batch(Numbers([300, 7], 34, (-5, 90)), Tensor.Arange(300) % 3)));

    private static Tensor[] Applied(Transform step, Batch batch)
    {
        if (step is Scaler scaler)
            scaler.Fit(batch.Inputs);
        Batch result = step.Apply(batch, new Rng(33));
        return [result.Inputs, result.Targets];
    }

    private static Tensor[] Backward(Tensor loss, Tensor x)
    {
        loss.Backward();
        return [loss, x.Grad!];
    }

    private static Spec Given(Spec spec, (string Name, object Value)[] arguments) =>
        arguments.Aggregate(spec, (with, argument) => with.With(argument.Name, argument.Value));

    private static string Name(string kind, Spec spec) =>
        $"{kind}/{string.Join(' ', [spec.Type, .. spec.Arguments.Keys.Where(key => key != "lr")])}";

    private static Tensor Numbers(Shape shape, ulong seed, (double Low, double High) range) =>
        Tensor.Uniform(shape, range.Low, range.High, rng: new Rng(seed));
}
