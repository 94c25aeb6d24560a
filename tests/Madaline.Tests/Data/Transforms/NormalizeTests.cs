using Madaline.Data;

namespace Madaline.Tests.Data.Transforms;

public sealed class NormalizeTests
{
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Each_channel_has_its_own_mean_and_deviation(DType dtype)
    {
        Tensor x = Pictures.Counting(dtype, 2, 2, 1, 2);
        Tensor y = new Normalize([1, 3], [0.5, 4]).Apply(x);
        Assert.Equal([0, 2, 0, 0.25, 8, 10, 1, 1.25], Pictures.Numbers(y));
        Assert.Equal(dtype, y.DType);
        Assert.Equal(1, Pictures.Numbers(x)[0]);
        Assert.Equal([-1, 1, 0, 1], Pictures.Numbers(new Normalize([2, 3], [1, 1]).Apply(
            Tensor.From(new float[,] { { 1, 4 }, { 2, 4 } }))));
    }

    [Fact]
    public void One_number_for_all_is_the_same_as_a_list_of_it()
    {
        Tensor x = Pictures.Noise(DType.Float32, 1, 3, 2, 5, 5);
        Assert.Equal(new Normalize(0.3, 0.7).Apply(x).ToArray<float>(), new Normalize([0.3, 0.3], [0.7, 0.7]).Apply(x).ToArray<float>());
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void The_loop_gives_the_bits_of_the_operations(DType dtype)
    {
        Tensor x = Pictures.Noise(dtype, 5, 3, 2, 5, 7), recorded = x.Clone().WithGrad();
        var transform = new Normalize([0.3, 0.6], [0.7, 0.2]);
        Assert.Equal(Pictures.Numbers(transform.Apply(recorded).Detach()), Pictures.Numbers(transform.Apply(x)));
        Scaler scaler = new ChannelScaler().Fit(x);
        Assert.Equal(Pictures.Numbers(scaler.Apply(recorded).Detach()), Pictures.Numbers(scaler.Apply(x)));
        Assert.Equal([0, 2, 5, 7], transform.Apply(Tensor.Zeros([0, 2, 5, 7])).Shape.ToArray());
    }

    [Fact]
    public void Other_channels_are_refused()
    {
        var transform = new Normalize([1, 2, 3], [1, 1, 1]);
        const string Expected = "normalize: the channels are not those of the numbers. A sample is [2, 4, 4]; expected [3, …].";
        Assert.StartsWith(Expected, Assert.Throws<TensorException>(() => transform.Apply(Tensor.Zeros([1, 2, 4, 4]))).Message);
        Assert.StartsWith(Expected, Assert.Throws<TensorException>(() => transform.OutputShape([2, 4, 4])).Message);
        Assert.Throws<TensorException>(() => transform.Apply(Tensor.Zeros([3])));
        Assert.Contains("3 means and 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Normalize([1, 2, 3], [1])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalize([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalize([1, 2], [1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalize([1, double.NaN], [1, 1]));
    }
}
