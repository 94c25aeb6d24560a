using Madaline.Devices.Cpu.Normalization;
using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Functions of each element, and softmax.</summary>
internal static class ActivationLayers
{
    public static LayerType[] Types { get; } =
    [
        new("relu", [], site => site.Same(_ => new Relu())),
        new("leaky-relu", [new("slope", "number")],
            site => site.Same(_ => new LeakyRelu(site.Spec.Number("slope", 0.01)))),
        new("elu", [new("alpha", "number")], site => site.Same(_ => new Elu(site.Spec.Number("alpha", 1)))),
        new("gelu", [], site => site.Same(_ => new Gelu())),
        new("silu", [], site => site.Same(_ => new Silu())),
        new("softplus", [], site => site.Same(_ => new Softplus())),
        new("sigmoid", [], site => site.Same(_ => new Sigmoid())),
        new("tanh", [], site => site.Same(_ => new Tanh())),
        new("softmax", [], site => site.Same(_ => new Softmax(-1))),
        new("log-softmax", [], site => site.Same(_ => new LogSoftmax(-1))),
    ];
}
