using Madaline.NN;

namespace Madaline.Tests.NN;

/// <summary>
/// Layers over images pass their arguments on, have PyTorch's defaults, and explain what does not fit.
/// </summary>
public class PoolingLayerTests
{
    private static readonly Dictionary<string, (Module Layer, Func<Tensor, Tensor> Same, Shape Output)> Images = new()
    {
        ["MaxPool2d"] = (new MaxPool2d(2), x => x.MaxPool2d(2, 2, 0, 1, false), [2, 4, 4, 5]),
        ["MaxPool2d with everything"] = (new MaxPool2d(3, (1, 2), 1, (2, 1), true), x => x.MaxPool2d(3, (1, 2), 1, (2, 1), true), [2, 4, 7, 6]),
        ["MinPool2d"] = (new MinPool2d(2, 1, 1), x => x.MinPool2d(2, 1, 1), [2, 4, 10, 11]),
        ["MedianPool2d"] = (new MedianPool2d(3, padding: 1), x => x.MedianPool2d(3, 3, 1), [2, 4, 3, 4]),
        ["AvgPool2d"] = (new AvgPool2d(2), x => x.AvgPool2d(2, 2, 0, false, true), [2, 4, 4, 5]),
        ["AvgPool2d with everything"] = (new AvgPool2d(3, 2, 1, true, false, 7), x => x.AvgPool2d(3, 2, 1, true, false, 7), [2, 4, 5, 6]),
        ["AvgPool2d without padding"] = (new AvgPool2d(3, 2, 1, countIncludePad: false), x => x.AvgPool2d(3, 2, 1, false, false), [2, 4, 5, 5]),
        ["AdaptiveAvgPool2d"] = (new AdaptiveAvgPool2d((3, 4)), x => x.AdaptiveAvgPool2d((3, 4)), [2, 4, 3, 4]),
        ["AdaptiveMaxPool2d"] = (new AdaptiveMaxPool2d(2), x => x.AdaptiveMaxPool2d(2), [2, 4, 2, 2]),
        ["GlobalAvgPool2d"] = (new GlobalAvgPool2d(), x => x.Mean([2, 3]), [2, 4]),
        ["GlobalMaxPool2d"] = (new GlobalMaxPool2d(), x => x.AMax([2, 3]), [2, 4]),
    };

    private static readonly Dictionary<string, (Module Layer, Func<Tensor, Tensor> Same, Shape Output)> Lines = new()
    {
        ["MaxPool1d"] = (new MaxPool1d(2), x => x.MaxPool1d(2, 2, 0, 1, false), [4, 9, 5]),
        ["MaxPool1d with everything"] = (new MaxPool1d(3, 2, 1, 2, true), x => x.MaxPool1d(3, 2, 1, 2, true), [4, 9, 5]),
        ["MinPool1d"] = (new MinPool1d(3, 1), x => x.MinPool1d(3, 1), [4, 9, 8]),
        ["MedianPool1d"] = (new MedianPool1d(3), x => x.MedianPool1d(3), [4, 9, 3]),
        ["AvgPool1d"] = (new AvgPool1d(2), x => x.AvgPool1d(2, 2, 0, false, true), [4, 9, 5]),
        ["AvgPool1d with everything"] = (new AvgPool1d(3, 2, 1, true, false), x => x.AvgPool1d(3, 2, 1, true, false), [4, 9, 6]),
        ["AdaptiveAvgPool1d"] = (new AdaptiveAvgPool1d(3), x => x.AdaptiveAvgPool1d(3), [4, 9, 3]),
        ["AdaptiveMaxPool1d"] = (new AdaptiveMaxPool1d(3), x => x.AdaptiveMaxPool1d(3), [4, 9, 3]),
        ["GlobalAvgPool1d"] = (new GlobalAvgPool1d(), x => x.Mean(-1), [4, 9]),
        ["GlobalMaxPool1d"] = (new GlobalMaxPool1d(), x => x.AMax([-1]), [4, 9]),
    };

    public static TheoryData<string> Names => [.. Images.Keys, .. Lines.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_is_its_op_and_keeps_nothing(string name)
    {
        var (layer, same, output) = Images.TryGetValue(name, out var found) ? found : Lines[name];
        Tensor x = Tensor.Randn(Images.ContainsKey(name) ? [2, 4, 9, 10] : [4, 9, 10], rng: new Rng(1));
        Tensor y = layer.Call(x);
        Assert.Equal(output, y.Shape);
        Assert.Equal(same(x).ToArray<float>(), y.ToArray<float>());
        Assert.True(layer.KeepsNothing);
        Assert.Empty(layer.Parameters());
    }

    [Fact]
    public void A_pooling_between_layers_that_hand_back_early_has_the_same_gradient()
    {
        Tensor x = Tensor.Randn([2, 3, 8, 8], rng: new Rng(2)).WithGrad(), same = x.Detach().Clone().WithGrad();
        new Sequential(new Relu(), new MaxPool2d(2), new AvgPool2d(2), new Flatten()).Call(x).Sum().Backward();
        same.Relu().MaxPool2d(2).AvgPool2d(2).Sum().Backward();
        Assert.Equal(same.Grad!.ToArray<float>(), x.Grad!.ToArray<float>());
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "rank", "MaxPool2d: max_pool2d: the input has 2 dimensions. input is [8, 8]; expected [channels, height, width] or "
            + "[n, channels, height, width]. Without channels, Unsqueeze(0) makes it [1, 8, 8]; what Flatten or a linear layer gave is pooled "
            + "before." },
        { "padding", "MaxPool2d: max_pool2d: the padding is more than half the kernel. padding is 2, kernel is 3 in dimension -1; "
            + "expected padding at most 1. Use Pad first for more." },
        { "window", "AvgPool2d: avg_pool2d: the window does not fit into the input. input is [1, 1, 8, 8], window is 9 in dimension -1; "
            + "expected at most 8 with padding 0, and an element inside. Use a smaller kernel, or pool less before." },
        { "hole", "MaxPool1d: max_pool1d: the window does not fit into the input. input is [1, 1, 2], window is 4 in dimension -1; "
            + "expected at most 4 with padding 1, and an element inside. Use a smaller kernel, or pool less before." },
        { "stride", "MinPool1d: min_pool1d: a size is too small. kernel is 2, stride is 0, dilation is 1, padding is 0 in dimension -1; "
            + "expected at least 1, and at least 0 for the padding." },
        { "divisor", "AvgPool2d: avg_pool2d: the divisor is 0. divisorOverride is 0; expected another number. Leave it out to divide by the count." },
        { "nothing", "GlobalAvgPool2d: global_avg_pool2d: there is nothing to pool. input is [1, 3, 0, 8]; expected [channels, height, width] or "
            + "[n, channels, height, width] with at least 1 element in each plane." },
        { "whole", "MedianPool2d: median_pool2d: needs floating numbers. Input is Int64 [1, 1, 8, 8]; expected Float32 or Float64. Use To(DType.Float32)." },
        { "negative", "AdaptiveMaxPool2d: adaptive_max_pool2d: the output size is negative. outputSize is (-1, 2); expected at least 0." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Refusals_say_what_is_wrong_and_what_to_do(string what, string message) =>
        Assert.Equal(message, Assert.Throws<TensorException>(() => Provoke(what)).Message);

    private static Tensor Provoke(string what) => what switch
    {
        "rank" => new MaxPool2d(2).Call(Tensor.Zeros([8, 8])),
        "padding" => new MaxPool2d(3, 1, 2).Call(Tensor.Zeros([1, 1, 8, 8])),
        "window" => new AvgPool2d(9).Call(Tensor.Zeros([1, 1, 8, 8])),
        "hole" => new MaxPool1d(2, 1, 1, 3).Call(Tensor.Zeros([1, 1, 2])),
        "stride" => new MinPool1d(2, 0).Call(Tensor.Zeros([1, 1, 8])),
        "divisor" => new AvgPool2d(2, divisorOverride: 0).Call(Tensor.Zeros([1, 1, 8, 8])),
        "nothing" => new GlobalAvgPool2d().Call(Tensor.Zeros([1, 3, 0, 8])),
        "whole" => new MedianPool2d(2).Call(Tensor.Zeros([1, 1, 8, 8], DType.Int64)),
        _ => new AdaptiveMaxPool2d((-1, 2)).Call(Tensor.Zeros([1, 1, 8, 8])),
    };
}
