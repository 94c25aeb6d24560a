using System.Text;
using Madaline.Data;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Tests.Training;

namespace Madaline.Tests.Recipes;

/// <summary>Layers of recipes over images: what is planned is what is built.</summary>
public sealed class ImageLayerTests
{
    public static TheoryData<string, int[]> Layers => new()
    {
        { """{"type": "conv", "channels": 6, "kernel": 5}""", [3, 12, 10] },
        { """{"type": "conv", "channels": 6, "kernel": [3, 1], "stride": [2, 3], "padding": [2, 1], "bias": false}""", [3, 12, 10] },
        { """{"type": "conv", "channels": 8, "kernel": 3, "padding": "same", "groups": 4}""", [4, 7, 9] },
        { """{"type": "conv", "channels": 4, "kernel": [2, 4], "padding": "same", "dilation": 2}""", [1, 7, 9] },
        { """{"type": "conv", "channels": "classes", "kernel": 3, "dilation": [1, 3]}""", [2, 7, 9] },
        { """{"type": "conv", "channels": 2, "kernel": [7, 9]}""", [2, 7, 9] },
        { """{"type": "block", "channels": 4}""", [3, 7, 8] },
        { """{"type": "block", "channels": 4, "kernel": 5, "stride": 2, "activation": "none"}""", [3, 7, 8] },
        { """{"type": "block", "channels": 4, "kernel": [1, 3], "norm": false}""", [3, 7, 8] },
        { """{"type": "max-pool", "kernel": 2}""", [3, 7, 8] },
        { """{"type": "max-pool", "kernel": 3, "stride": 2, "padding": 1}""", [3, 7, 8] },
        { """{"type": "max-pool", "kernel": 3, "stride": 2, "ceil": true}""", [3, 8, 6] },
        { """{"type": "avg-pool", "kernel": [3, 2], "stride": [1, 2], "padding": [1, 0], "ceil": true}""", [3, 7, 9] },
        { """{"type": "median-pool", "kernel": 3, "stride": 1, "padding": 1}""", [2, 5, 5] },
        { """{"type": "min-pool", "kernel": 2, "stride": 3, "ceil": true}""", [2, 5, 7] },
        { """{"type": "adaptive-avg-pool", "size": [2, 3]}""", [3, 7, 8] },
        { """{"type": "adaptive-max-pool", "size": 1}""", [3, 7, 8] },
        { "\"global-avg-pool\"", [3, 7, 8] },
        { "\"global-max-pool\"", [3, 7, 8] },
        { "\"batch-norm\"", [3, 7, 8] },
        { "\"batch-norm\"", [3, 7] },
        { "\"batch-norm\"", [3] },
        { """{"type": "group-norm", "groups": 2}""", [4, 5, 5] },
        { """{"type": "group-norm", "groups": 3}""", [6] },
        { "\"instance-norm\"", [3, 4, 4] },
        { """{"type": "instance-norm", "affine": true}""", [3, 4] },
        { """{"type": "layer-norm", "dimensions": 3}""", [3, 4, 5] },
        { """{"type": "dropout2d", "p": 0.2}""", [3, 4, 5] },
        { """{"type": "upsample", "scale": 2}""", [3, 4, 5] },
        { """{"type": "upsample", "scale": 3, "mode": "bilinear"}""", [3, 4, 5] },
        { """{"type": "pixel-shuffle", "factor": 2}""", [8, 3, 4] },
        { """{"type": "residual", "layers": [{"type": "conv", "channels": 3, "kernel": 3, "padding": 1}, "batch-norm"]}""", [3, 6, 5] },
        { """{"type": "residual", "layers": [{"type": "block", "channels": 6, "stride": 2}, {"type": "block", "channels": 6, "activation": "none"}]}""", [3, 7, 8] },
        { """{"type": "residual", "layers": [{"type": "block", "channels": 6, "stride": [3, 1]}], "skip": [{"type": "conv", "channels": 6, "kernel": 1, "stride": [3, 1]}], "activation": "none"}""", [3, 7, 8] },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_gives_the_shape_and_holds_the_numbers_that_were_planned(string layer, int[] input)
    {
        Recipe recipe = Parse(layer);
        var plan = NetworkPlan.Of(recipe, input, 10);
        Sequential network = plan.Build(new Rng(1));
        Assert.Equal([2, .. plan.Output], network.Call(Tensor.Randn([2, .. input], rng: new Rng(2))).Shape.ToArray());
        Assert.Equal(plan.Numbers, network.StateDict().Values.Sum(x => (double)x.Elements));
        Assert.Equal(recipe, Parse(RecipeFile.Format(recipe), whole: true));
    }

    [Theory]
    [InlineData("""{"type": "conv", "channels": 6, "kernel": 9}""", "(conv): the kernel is larger than the image. The image's width is 8")]
    [InlineData("""{"type": "conv", "channels": 6, "kernel": 3, "padding": "same", "stride": 2}""", "(conv): padding \"same\" needs a stride of 1")]
    [InlineData("""{"type": "conv", "channels": 6, "kernel": 3, "groups": 2}""", "(conv): convolution: the groups do not divide the channels. groups is 2; expected a divisor of 3 and 6.")]
    [InlineData("""{"type": "conv", "channels": 16777216, "kernel": 1}""", "(conv): the network is too large")]
    [InlineData("""{"type": "block", "channels": 16777216}""", "(block): the network is too large")]
    [InlineData("""{"type": "max-pool", "kernel": 10}""", "(max-pool): the window does not fit into the input. input is [1, 3, 9, 8], window is 10 in dimension -1; expected at most 8")]
    [InlineData("""{"type": "avg-pool", "kernel": 3, "padding": 2}""", "(avg-pool): the padding is more than half the kernel. padding is 2, kernel is 3 in dimension -1; expected padding at most 1")]
    [InlineData("""{"type": "adaptive-avg-pool", "size": 4096}, {"type": "upsample", "scale": 64}""", "(upsample): the network is too large")]
    [InlineData("\"flatten\", \"global-avg-pool\"", "recipe › layers[1] (global-avg-pool): the input does not fit. Input is [216] a sample; expected [channels, height, width]")]
    [InlineData("\"flatten\", {\"type\": \"conv\", \"channels\": 6, \"kernel\": 1}", "recipe › layers[1] (conv): the input does not fit. Input is [216]")]
    [InlineData("""{"type": "group-norm", "groups": 2}""", "(group-norm): GroupNorm needs groups that divide the channels. groups is 2, channels is 3")]
    [InlineData("\"global-avg-pool\", \"instance-norm\"", "recipe › layers[1] (instance-norm): the input does not fit. Input is [3] a sample")]
    [InlineData("""{"type": "pixel-shuffle", "factor": 2}""", "(pixel-shuffle): the channels do not make up whole blocks. input is [1, 3, 9, 8], factor is 2")]
    [InlineData("""{"type": "residual", "layers": [{"type": "conv", "channels": 6, "kernel": 2, "padding": 1}]}""",
        "recipe › layers[0] (residual): nothing leads around layers that change the shape. layers make [6, 10, 9] of [3, 9, 8]")]
    [InlineData("""{"type": "residual", "layers": ["relu", {"type": "conv", "channels": 6, "kernel": 11}]}""",
        "recipe › layers[0] (residual) › layers[1] (conv): the kernel is larger than the image")]
    public void What_cannot_be_is_refused_before_it_is_built(string layers, string message)
    {
        Recipe recipe = Parse(layers);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(message, Assert.Throws<TensorException>(() => NetworkPlan.Of(recipe, [3, 9, 8], 10)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("""{"type": "upsample", "scale": 64}""", 1)]
    [InlineData("""{"type": "pixel-shuffle", "factor": 2}""", 4)]
    public void Sizes_beyond_32_bits_are_refused(string layer, int channels) => Assert.Contains("the network is too large",
        Assert.Throws<TensorException>(() => NetworkPlan.Of(Parse(layer), [channels, 1 << 28, 1], 10)).Message);

    [Theory]
    [InlineData("""{"type": "block", "channels": 4, "kernel": 1, "stride": 4}""", true)]
    [InlineData("""{"type": "residual", "layers": [{"type": "conv", "channels": 4, "kernel": 4}, "batch-norm"], "skip": [{"type": "conv", "channels": 4, "kernel": 4}]}""", true)]
    [InlineData("""{"type": "block", "channels": 4}""", false)]
    [InlineData("\"batch-norm\"", false)]
    public void A_last_batch_of_one_is_refused_where_each_sample_has_a_single_value(string layer, bool refused)
    {
        Recipe recipe = Parse(layer + ", \"flatten\", {\"type\": \"linear\", \"outputs\": \"classes\"}") with { Batch = 4 };
        TensorDataset flat = Toy.Clouds(5, 3 * 4 * 4), samples = flat.With(flat.Inputs.Reshape(5, 3, 4, 4));
        if (!refused)
            Toy.Experiment(recipe, samples).Train();
        else
            Assert.Contains("a batch of one sample has no variance", Assert.Throws<TensorException>(() => Toy.Experiment(recipe, samples)).Message);
    }

    private static Recipe Parse(string layers, bool whole = false) => RecipeFile.Parse(Encoding.UTF8.GetBytes(whole ? layers : $$"""
        {
            "name": "test", "dataset": "mnist", "layers": [{{layers}}], "loss": "cross-entropy",
            "optimizer": {"type": "sgd", "lr": 0.1 }
        }
        """), "recipe.json");
}
