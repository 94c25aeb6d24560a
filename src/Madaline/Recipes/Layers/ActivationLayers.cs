using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Functions of each element, and softmax.</summary>
internal static class ActivationLayers
{
    public static LayerType[] Types { get; } =
    [
        Activation("relu", "Each number, or 0 where it is below.", [], _ => new Relu(), layer => layer is Relu),
        Activation("leaky-relu", "As relu, with a small slope below 0.",
            [new("slope", "number") { Meaning = "below 0", Otherwise = "0.01" }],
            spec => new LeakyRelu(spec.Number("slope", 0.01)),
            layer => layer is LeakyRelu { Slope: var slope } ? new Spec("leaky-relu").With("slope", slope) : null),
        Activation("elu", "As relu, bent smoothly to −alpha below 0.",
            [new("alpha", "number") { Meaning = "how far it goes below 0", Otherwise = "1" }],
            spec => new Elu(spec.Number("alpha", 1)),
            layer => layer is Elu { Alpha: var alpha } ? new Spec("elu").With("alpha", alpha) : null),
        Activation("gelu", "x times the normal distribution's share below x.", [], _ => new Gelu(),
            layer => layer is Gelu { Approximate: false }),
        Activation("silu", "x times the sigmoid of x.", [], _ => new Silu(), layer => layer is Silu),
        Activation("softplus", "log(1 + eˣ), a smooth relu.", [], _ => new Softplus(),
            layer => layer is Softplus { Curve: (1, 20) }),
        Activation("sigmoid", "1 / (1 + e⁻ˣ): between 0 and 1.", [], _ => new Sigmoid(), layer => layer is Sigmoid),
        Activation("tanh", "Between −1 and 1.", [], _ => new Tanh(), layer => layer is Tanh),
        new("softmax", [], site => site.Plan(_ => new Softmax(-1)))
        {
            Meaning = "Positive numbers whose sum is 1.",
            Describe = layer => layer is Softmax { Dimension: -1 } ? new Spec("softmax") : null,
        },
        new("log-softmax", [], site => site.Plan(_ => new LogSoftmax(-1)))
        {
            Meaning = "Logarithms of softmax, for the loss nll.",
            Describe = layer => layer is LogSoftmax { Dimension: -1 } ? new Spec("log-softmax") : null,
        },
    ];

    private static LayerType Activation(
        string name, string meaning, Argument[] arguments, Func<Spec, Module> build, Func<Module, Spec?> describe) =>
        new(name, arguments, site => site.Plan(_ => build(site.Spec)))
        {
            Meaning = meaning,
            IsActivation = true,
            Describe = describe,
        };

    private static LayerType Activation(
        string name, string meaning, Argument[] arguments, Func<Spec, Module> build, Predicate<Module> isSuch) =>
        Activation(name, meaning, arguments, build, layer => isSuch(layer) ? new Spec(name) : null);
}
