using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Functions of each element, and softmax.</summary>
internal static class ActivationLayers
{
    public static LayerType[] Types { get; } =
    [
        Activation("relu", [], _ => new Relu()),
        Activation("leaky-relu", [new("slope", "number")], spec => new LeakyRelu(spec.Number("slope", 0.01))),
        Activation("elu", [new("alpha", "number")], spec => new Elu(spec.Number("alpha", 1))),
        Activation("gelu", [], _ => new Gelu()),
        Activation("silu", [], _ => new Silu()),
        Activation("softplus", [], _ => new Softplus()),
        Activation("sigmoid", [], _ => new Sigmoid()),
        Activation("tanh", [], _ => new Tanh()),
        new("softmax", [], site => site.Plan(_ => new Softmax(-1))),
        new("log-softmax", [], site => site.Plan(_ => new LogSoftmax(-1))),
    ];

    private static LayerType Activation(string name, Argument[] arguments, Func<Spec, Module> build) =>
        new(name, arguments, site => site.Plan(_ => build(site.Spec))) { IsActivation = true };
}
