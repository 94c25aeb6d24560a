using Madaline.NN;

namespace Madaline.Tests.NN;

/// <summary>Layers that change the size of images pass their arguments on and explain what does not fit.</summary>
public class ResamplingLayerTests
{
    private static readonly Dictionary<string, (Module Layer, Func<Tensor, Tensor> Same, Shape Output)> Layers = new()
    {
        ["Upsample"] = (new Upsample(scaleFactor: 2), x => x.Upsample(scaleFactor: 2), [2, 4, 12, 20]),
        ["Upsample to a size"] = (new Upsample((3, 7), mode: UpsampleMode.Bilinear, alignCorners: true),
            x => x.Upsample((3, 7), null, UpsampleMode.Bilinear, true), [2, 4, 3, 7]),
        ["PixelShuffle"] = (new PixelShuffle(2), x => x.PixelShuffle(2), [2, 1, 12, 20]),
        ["PixelUnshuffle"] = (new PixelUnshuffle(2), x => x.PixelUnshuffle(2), [2, 16, 3, 5]),
        ["ReflectionPad2d"] = (new ReflectionPad2d(2), x => x.Pad([2, 2, 2, 2], PadMode.Reflect), [2, 4, 10, 14]),
        ["ReflectionPad2d of four"] = (new ReflectionPad2d(0, 1, 2, 3), x => x.Pad([0, 1, 2, 3], PadMode.Reflect), [2, 4, 11, 11]),
        ["ReplicationPad2d"] = (new ReplicationPad2d(1), x => x.Pad([1, 1, 1, 1], PadMode.Replicate), [2, 4, 8, 12]),
        ["ReplicationPad2d of four"] = (new ReplicationPad2d(4, 0, 0, 9), x => x.Pad([4, 0, 0, 9], PadMode.Replicate), [2, 4, 15, 14]),
        ["Unfold"] = (new Unfold((2, 3), 1, (0, 1), (2, 1)), x => x.Unfold((2, 3), 1, (0, 1), (2, 1)), [2, 24, 30]),
    };

    public static TheoryData<string> Names => [.. Layers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_is_its_op_and_keeps_nothing(string name)
    {
        var (layer, same, output) = Layers[name];
        Tensor x = Tensor.Randn([2, 4, 6, 10], rng: new Rng(1));
        Tensor y = layer.Call(x);
        Assert.Equal(output, y.Shape);
        Assert.Equal(same(x).ToArray<float>(), y.ToArray<float>());
        Assert.True(layer.KeepsNothing);
    }

    [Fact]
    public void Layers_of_lines_pad_both_ends()
    {
        Tensor x = Tensor.From([1f, 2, 3], [1, 3]);
        Assert.Equal([3f, 2, 1, 2, 3, 2, 1], new ReflectionPad1d(2).Call(x).ToArray<float>());
        Assert.Equal([2f, 1, 2, 3], new ReflectionPad1d(1, 0).Call(x).ToArray<float>());
        Assert.Equal([1f, 1, 1, 2, 3, 3, 3], new ReplicationPad1d(2).Call(x).ToArray<float>());
        Assert.Equal([1f, 2, 3, 3, 3, 3, 3], new ReplicationPad1d(0, 4).Call(x).ToArray<float>());
    }

    [Fact]
    public void Fold_counts_how_many_windows_saw_each_place()
    {
        Tensor windows = new Unfold(2).Call(Tensor.Ones([1, 1, 3, 3]));
        Assert.Equal([1f, 2, 1, 2, 4, 2, 1, 2, 1], new Fold(3, 2).Call(windows).ToArray<float>());
    }

    [Fact]
    public void Shuffling_back_gives_the_same_image()
    {
        Tensor x = Tensor.Randn([2, 9, 2, 4], rng: new Rng(2));
        Assert.Equal(x.ToArray<float>(), x.PixelShuffle(3).PixelUnshuffle(3).ToArray<float>());
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "rank", "Upsample: upsample: the input is no batch of images. input is [3, 8, 8]; expected [n, channels, height, width] with at least "
            + "1 element in each plane. Use Unsqueeze." },
        { "both", "Upsample: upsample: needs a size or a scale. size is 2, scaleFactor is 2; expected one of them." },
        { "corners", "Upsample: upsample: the nearest element has no corners to align. alignCorners is true; expected false. Use UpsampleMode.Bilinear." },
        { "scale", "Upsample: upsample: nothing or too much would be left. Dimension 2 of [1, 1, 8, 8] would have size 0; expected 1 to 2147483647. "
            + "Choose another size or scale." },
        { "shuffle", "PixelShuffle: pixel_shuffle: the channels do not make up whole blocks. input is [1, 6, 8, 8], factor is 2; "
            + "expected channels that are a multiple of 4." },
        { "unshuffle", "PixelUnshuffle: pixel_unshuffle: the pixels do not make up whole blocks. input is [1, 1, 8, 8], factor is 3; "
            + "expected height and width that are multiples of 3. Pad or crop first." },
        { "reflect", "ReflectionPad2d: pad: Reflect has not that much to give. Padding is [8, 8, 8, 8] for shape [1, 1, 8, 8]; "
            + "expected at most 7 before and after dimension 3, and an element left." },
        { "line", "ReplicationPad1d: replication_pad1d: the input has 4 dimensions. input is [1, 1, 8, 8]; expected [channels, length] or "
            + "[n, channels, length]. Unsqueeze(0) puts a dimension in front." },
        { "unfold", "Unfold: unfold: the window does not fit into the image. image is 8, kernelSize is 5, dilation is 3, padding is 1; "
            + "expected a window of at most (10, 10)." },
        { "fold", "Fold: fold: the number of windows does not fit. input is [1, 8, 8], outputSize is 4, kernelSize is 2; "
            + "expected 9 windows in the last dimension." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Refusals_say_what_is_wrong_and_what_to_do(string what, string message) =>
        Assert.Equal(message, Assert.Throws<TensorException>(() => Provoke(what)).Message);

    private static Tensor Provoke(string what)
    {
        Tensor x = Tensor.Zeros([1, 1, 8, 8]);
        return what switch
        {
            "rank" => new Upsample(scaleFactor: 2).Call(Tensor.Zeros([3, 8, 8])),
            "both" => new Upsample(2, 2).Call(x),
            "corners" => new Upsample(2, alignCorners: true).Call(x),
            "scale" => new Upsample(scaleFactor: 0.1).Call(x),
            "shuffle" => new PixelShuffle(2).Call(Tensor.Zeros([1, 6, 8, 8])),
            "unshuffle" => new PixelUnshuffle(3).Call(x),
            "reflect" => new ReflectionPad2d(8).Call(x),
            "line" => new ReplicationPad1d(1).Call(x),
            "unfold" => new Unfold(5, 3, 1).Call(x),
            _ => new Fold(4, 2).Call(Tensor.Zeros([1, 8, 8])),
        };
    }
}
