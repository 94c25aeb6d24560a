using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Functions of each element, and softmax.</summary>
internal static class ActivationLayers
{
    public static LayerType[] Types { get; } =
    [
        Activation("relu", [], _ => new Relu(), layer => layer is Relu),
        Activation("leaky-relu", [new("slope", "number")], spec => new LeakyRelu(spec.Number("slope", 0.01)),
            layer => layer is LeakyRelu { Slope: var slope } ? new Spec("leaky-relu").With("slope", slope) : null),
        Activation("elu", [new("alpha", "number")], spec => new Elu(spec.Number("alpha", 1)),
            layer => layer is Elu { Alpha: var alpha } ? new Spec("elu").With("alpha", alpha) : null),
        Activation("gelu", [], _ => new Gelu(), layer => layer is Gelu { Approximate: false }),
        Activation("silu", [], _ => new Silu(), layer => layer is Silu),
        Activation("softplus", [], _ => new Softplus(), layer => layer is Softplus { Curve: (1, 20) }),
        Activation("sigmoid", [], _ => new Sigmoid(), layer => layer is Sigmoid),
        Activation("tanh", [], _ => new Tanh(), layer => layer is Tanh),
        new("softmax", [], site => site.Plan(_ => new Softmax(-1)))
        {
            Describe = layer => layer is Softmax { Dimension: -1 } ? new Spec("softmax") : null,
        },
        new("log-softmax", [], site => site.Plan(_ => new LogSoftmax(-1)))
        {
            Describe = layer => layer is LogSoftmax { Dimension: -1 } ? new Spec("log-softmax") : null,
        },
    ];

    private static LayerType Activation(
        string name, Argument[] arguments, Func<Spec, Module> build, Func<Module, Spec?> describe) =>
        new(name, arguments, site => site.Plan(_ => build(site.Spec)))
        {
            IsActivation = true,
            Describe = describe,
        };

    private static LayerType Activation(
        string name, Argument[] arguments, Func<Spec, Module> build, Predicate<Module> isSuch) =>
        Activation(name, arguments, build, layer => isSuch(layer) ? new Spec(name) : null);
}
