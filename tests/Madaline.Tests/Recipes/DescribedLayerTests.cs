using Madaline.NN;
using Madaline.Recipes;

namespace Madaline.Tests.Recipes;

/// <summary>A layer that a recipe built is described as the part that built it.</summary>
public sealed class DescribedLayerTests
{
    private static readonly Dictionary<string, Spec[]> Cases = new()
    {
        ["linear"] = [Of("linear", ("outputs", 5.0)), Of("linear", ("outputs", 5.0), ("bias", false))],
        ["flatten"] = [Of("flatten")],
        ["relu"] = [Of("relu")],
        ["leaky-relu"] = [Of("leaky-relu", ("slope", 0.2))],
        ["elu"] = [Of("elu", ("alpha", 0.5))],
        ["gelu"] = [Of("gelu")],
        ["silu"] = [Of("silu")],
        ["softplus"] = [Of("softplus")],
        ["sigmoid"] = [Of("sigmoid")],
        ["tanh"] = [Of("tanh")],
        ["softmax"] = [Of("softmax")],
        ["log-softmax"] = [Of("log-softmax")],
        ["dropout"] = [Of("dropout", ("p", 0.3))],
        ["dropout2d"] = [Of("dropout2d", ("p", 0.3))],
        ["layer-norm"] = [Of("layer-norm", ("eps", 1e-3), ("dimensions", 2.0))],
        ["batch-norm"] = [Of("batch-norm", ("eps", 1e-3), ("momentum", 0.2))],
        ["group-norm"] = [Of("group-norm", ("groups", 2.0), ("eps", 1e-3))],
        ["instance-norm"] = [Of("instance-norm", ("eps", 1e-3)), Of("instance-norm", ("eps", 1e-3), ("affine", true))],
        ["conv"] =
        [
            Of("conv", ("channels", 6.0), ("kernel", 3.0), ("stride", 2.0), ("dilation", 1.0), ("groups", 2.0), ("padding", 1.0)),
            Of("conv", ("channels", 6.0), ("kernel", (double[])[3, 2]), ("stride", 1.0), ("dilation", (double[])[1, 2]), ("groups", 1.0), ("bias", false), ("padding", "same")),
        ],
        ["block"] =
        [
            Of("block", ("channels", 6.0), ("kernel", 3.0), ("stride", 2.0)),
            Of("block", ("channels", 6.0), ("kernel", 5.0), ("stride", 1.0), ("norm", false), ("activation", "none")),
        ],
        ["max-pool"] = [Pool("max-pool"), Pool("max-pool").With("ceil", true)],
        ["avg-pool"] = [Pool("avg-pool")],
        ["median-pool"] = [Pool("median-pool")],
        ["min-pool"] = [Pool("min-pool")],
        ["adaptive-avg-pool"] = [Of("adaptive-avg-pool", ("size", (double[])[3, 2]))],
        ["adaptive-max-pool"] = [Of("adaptive-max-pool", ("size", 2.0))],
        ["global-avg-pool"] = [Of("global-avg-pool")],
        ["global-max-pool"] = [Of("global-max-pool")],
        ["upsample"] = [Of("upsample", ("scale", 2.0)), Of("upsample", ("scale", 3.0), ("mode", "bilinear"))],
        ["pixel-shuffle"] = [Of("pixel-shuffle", ("factor", 2.0))],
        ["residual"] =
        [
            Of("residual", ("layers", (Spec[])[Of("relu")]), ("skip", (Spec[])[])),
            Of("residual", ("layers", (Spec[])[Of("block", ("channels", 6.0), ("kernel", 3.0), ("stride", 1.0))]),
                ("skip", (Spec[])[Of("block", ("channels", 6.0), ("kernel", 1.0), ("stride", 1.0))]), ("activation", "none")),
        ],
    };

    public static TheoryData<string> Types => [.. RecipeCatalog.Layers.Names];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_layer_is_described_as_the_part_of_a_recipe_that_built_it(string type)
    {
        foreach (Spec spec in Cases.GetValueOrDefault(type) ?? [Of(type)])
        {
            var network = NetworkPlan.Of([spec], [4, 8, 6], 5, "recipe", "layers").Build(new Rng(1));
            Assert.Equal([spec], LayerTypes.DescribeAll(network)!);
        }
    }

    [Fact]
    public void What_no_recipe_can_say_is_not_described()
    {
        Module[] layers =
        [
            new Gelu(approximate: true), new Softplus(2), new Softmax(1), new Flatten(0), new BatchNorm2d(4, affine: false), new BatchNorm2d(4, momentum: null),
            new LayerNorm([4], bias: false), new GroupNorm(2, 4, affine: false), new InstanceNorm2d(4, trackRunningStats: true), new MaxPool2d(2, dilation: 2),
            new AvgPool2d(2, countIncludePad: false), new AvgPool2d(2, divisorOverride: 3), new Upsample(size: 3), new Upsample(scaleFactor: 2, mode: UpsampleMode.Bilinear, alignCorners: true),
            new Block(4, 4, padding: 0), new Residual(new Linear(4, 4)), new Conv1d(4, 4, 3), new Embedding(4, 4), new Identity(),
        ];
        Assert.All(layers, layer => Assert.Null(LayerTypes.Describe(layer)));
    }

    private static Spec Pool(string type) => Of(type, ("kernel", (double[])[3, 2]), ("stride", 2.0), ("padding", 1.0));

    private static Spec Of(string type, params (string Name, object Value)[] arguments) =>
        new(type, arguments.ToDictionary(argument => argument.Name, argument => argument.Value));
}
