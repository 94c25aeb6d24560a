using Madaline.NN;

namespace Madaline.Tests.NN;

/// <summary>What the normalising layers refuse, and what the goldens do not say.</summary>
public class NormTests
{
    public static TheoryData<string, string> Refusals => new()
    {
        { "rank", "BatchNorm2d: batch_norm: the input does not fit. input is [2, 3, 4]; expected [n, 3, height, width]. "
            + "For what is no image use BatchNorm1d; what was flattened is normalised before." },
        { "channels", "BatchNorm2d: batch_norm: the input does not fit. input is [2, 4, 5, 5]; expected [n, 3, height, width]. "
            + "Check the size of the layer before: the norm has 3 channels, the input 4." },
        { "one value", "BatchNorm2d: batch_norm: a single value for each channel has no variance. input is [1, 3, 1, 1]; "
            + "expected more than one while training. Use larger batches, drop the last small one (LoaderOptions.DropLast), or "
            + "call Eval() before predicting one sample." },
        { "dtype", "BatchNorm2d: batch_norm: dtypes differ. input is Float64, weight is Float32; expected the same. Use To(DType.Float32) "
            + "on the input, or network.To(DType.Float64). In C#, 1.0 is a double and 1f a float." },
        { "no running", "batch_norm: there are no running values to use. input is [2, 3]; expected a running mean and variance outside "
            + "training. Pass them, or training: true." },
        { "weight", "batch_norm: the weight does not fit. weight is [2], input is [2, 3]; expected [3]. Check the size of the layer before." },
        { "groups", "group_norm: the groups do not divide the channels. input is [2, 6, 4], groups are 4; expected a divisor of 6. "
            + "Change one of them." },
        { "group of one", "group_norm: a single value for each group has no variance. input is [1, 6, 1] in 6 groups; expected more than one. "
            + "Use fewer groups." },
        { "group layer", "GroupNorm: group_norm: the input does not fit. input is [2, 4, 4]; expected [n, 6, …]. "
            + "Check the size of the layer before." },
        { "instance", "InstanceNorm2d: instance_norm: a single value in each channel has no variance. input is [2, 3, 1, 1]; "
            + "expected more than one. Use batch or layer norm there." },
        { "instance rank", "InstanceNorm1d: instance_norm: the input does not fit. input is [2, 3, 4, 4]; expected [n, 3, length] or "
            + "[3, length]. For images [n, channels, height, width] use InstanceNorm2d." },
        { "layer", "LayerNorm: layer_norm: the input's last sizes differ. input is [2, 3, 4]; expected [*, 3, 5]. "
            + "Build the layer with those sizes." },
        { "no channels", "batch_norm: the input has no channels. input is [5]; expected [n, channels, …]. Unsqueeze a single sample at 0." },
        { "dropout", "Dropout2d: dropout2d: the input does not fit. input is [2, 3, 4]; expected [n, channels, height, width]. "
            + "Use Dropout for single elements." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Refusals_name_the_shapes_and_the_remedy(string what, string message) =>
        Assert.Equal(message, Assert.Throws<TensorException>(() => Provoke(what)).Message);

    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_refused_when_the_layer_is_made() =>
        Assert.Contains("expected a divisor of 6", Assert.Throws<ArgumentException>(() => new GroupNorm(4, 6)).Message);

    [Fact]
    public void A_batch_of_nothing_moves_no_running_value_and_gives_parameters_a_gradient_of_zero()
    {
        var layer = new BatchNorm2d(3);
        Tensor y = layer.Call(Tensor.Zeros([0, 3, 2, 2]).WithGrad());
        Assert.Equal([0, 3, 2, 2], y.Shape);
        y.Sum().Backward();
        Assert.Equal([0f, 0, 0], layer.RunningMean!.ToArray<float>());
        Assert.Equal([1f, 1, 1], layer.RunningVar!.ToArray<float>());
        Assert.Equal([0f, 0, 0], layer.Weight!.Grad!.ToArray<float>());
    }

    [Fact]
    public void Numbers_far_from_zero_keep_their_variance()
    {
        Tensor x = Tensor.Randn([64, 2, 9, 9], DType.Float64, new Rng(3));
        var (single, exact) = (new BatchNorm2d(2, eps: 0), new BatchNorm2d(2, eps: 0, dtype: DType.Float64));
        Tensor shifted = (x + 4096).To(DType.Float32);
        Tensor y = single.Call(shifted), expected = exact.Call(shifted.To(DType.Float64));
        Assert.True((y.To(DType.Float64) - expected).Abs().Max().Item<double>() < 1e-3);
        Assert.Equal(exact.RunningVar!.ToArray<double>()[0], single.RunningVar!.ToArray<float>()[0], 1e-6);
    }

    [Fact]
    public void A_weight_modified_before_backward_is_noticed()
    {
        var layer = new BatchNorm1d(3);
        Tensor y = layer.Call(Tensor.Randn([4, 3], rng: new Rng(1)));
        NoGrad.Run(() => layer.Weight!.MulInPlace(2));
        Assert.Contains("modified in place", Assert.Throws<TensorException>(() => y.Sum().Backward()).Message);
    }

    [Fact]
    public void Dropout_of_channels_drops_whole_channels_and_draws_one_number_for_each()
    {
        var layer = new Dropout2d(0.25, new Rng(1));
        Tensor x = Tensor.Ones([100, 50, 3, 5]).WithGrad();
        Tensor y = layer.Call(x);
        float[] channels = y.Mean([2, 3]).ToArray<float>();
        Assert.All(channels, v => Assert.True(v == 0 || Math.Abs(v - (1 / 0.75f)) < 1e-6));
        Assert.Equal(0.25, channels.Count(v => v == 0) / 5000.0, 0.03);
        y.Sum().Backward();
        Assert.Equal(y.ToArray<float>(), x.Grad!.ToArray<float>());
        Assert.Equal(5000, layer.NamedRngs().Single().Rng.Position);
    }

    private static object Provoke(string what) => what switch
    {
        "rank" => new BatchNorm2d(3).Call(Z(2, 3, 4)),
        "channels" => new BatchNorm2d(3).Call(Z(2, 4, 5, 5)),
        "one value" => new BatchNorm2d(3).Call(Z(1, 3, 1, 1)),
        "dtype" => new BatchNorm2d(3).Call(Z(2, 3, 2, 2).To(DType.Float64)),
        "no running" => Z(2, 3).BatchNorm(null, null),
        "weight" => Z(2, 3).BatchNorm(null, null, Z(2), training: true),
        "groups" => Z(2, 6, 4).GroupNorm(4),
        "group of one" => Z(1, 6, 1).GroupNorm(6),
        "group layer" => new GroupNorm(2, 6).Call(Z(2, 4, 4)),
        "instance" => new InstanceNorm2d(3).Call(Z(2, 3, 1, 1)),
        "instance rank" => new InstanceNorm1d(3).Call(Z(2, 3, 4, 4)),
        "layer" => new LayerNorm([3, 5]).Call(Z(2, 3, 4)),
        "dropout" => new Dropout2d(rng: new Rng(1)).Call(Z(2, 3, 4)),
        _ => Z(5).BatchNorm(null, null, training: true),
    };

    private static Tensor Z(params int[] sizes) => Tensor.Zeros(sizes);
}
