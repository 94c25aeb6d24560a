using Madaline.Data;
using Madaline.Tests.Data.Transforms;

namespace Madaline.Tests.Data.Scalers;

public sealed class ChannelScalerTests
{
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Every_channel_gets_mean_0_and_deviation_1(DType dtype)
    {
        // Channel 0 holds 1, 2 and 5, 6: mean 3.5, deviation √4.25. Channel 1 holds 3, 4 and 7, 8.
        Tensor x = Pictures.Counting(dtype, 2, 2, 1, 2);
        var scaler = new ChannelScaler();
        Tensor y = scaler.Fit(x).Apply(x);
        var state = scaler.StateDict();
        Assert.Equal([3.5, 5.5], state["mean"].ToArray<double>());
        Assert.Equal(Math.Sqrt(4.25), state["deviation"].ToArray<double>()[1], 1e-15);
        Assert.Equal(-2.5 / Math.Sqrt(4.25), Pictures.Numbers(y)[0], 1e-6);
        Assert.Equal(2.5 / Math.Sqrt(4.25), Pictures.Numbers(y)[7], 1e-6);
        Assert.Equal(dtype, y.DType);
    }

    [Fact]
    public void Many_images_agree_with_a_plain_sum_and_a_constant_channel_becomes_0()
    {
        Tensor x = Tensor.Concat([Pictures.Noise(DType.Float64, 4, 700, 2, 3, 3), Tensor.Full([700, 1, 3, 3], 0.1, DType.Float64)], 1);
        var scaler = new ChannelScaler();
        double[] y = Pictures.Numbers(scaler.Fit(x).Apply(x));
        for (int c = 0; c < 2; c++)
        {
            double[] values = [.. y.Where((_, i) => i / 9 % 3 == c)];
            Assert.Equal(0, values.Average(), 1e-12);
            Assert.Equal(1, values.Average(v => v * v), 1e-12);
        }

        Assert.All(y.Where((_, i) => i / 9 % 3 == 2), v => Assert.Equal(0, v));
        var other = new ChannelScaler();
        other.Fit([x.Narrow(0, 0, 256), x.Narrow(0, 256, 256), x.Narrow(0, 512, 188)]);
        Assert.Equal(scaler.StateDict()["mean"].ToArray<double>(), other.StateDict()["mean"].ToArray<double>());
        Assert.Equal(scaler.StateDict()["deviation"].ToArray<double>(), other.StateDict()["deviation"].ToArray<double>());
    }

    [Fact]
    public void What_was_fitted_can_be_saved_and_loaded()
    {
        Tensor x = Pictures.Noise(DType.Float32, 4, 5, 3, 2, 2);
        Scaler fitted = new ChannelScaler().Fit(x), loaded = new ChannelScaler();
        loaded.LoadStateDict(fitted.StateDict());
        Assert.Equal(fitted.Apply(x).ToArray<float>(), loaded.Apply(x).ToArray<float>());
    }

    [Fact]
    public void What_does_not_suit_is_refused()
    {
        Refuse("needs images. x is Float32 [4, 3]", () => new ChannelScaler().Fit(Tensor.Zeros([4, 3])));
        Refuse("x is UInt8 [1, 3, 2, 2]", () => new ChannelScaler().Fit(Tensor.Zeros([1, 3, 2, 2], DType.UInt8)));
        Refuse("nothing to fit", () => new ChannelScaler().Fit(Tensor.Zeros([0, 3, 2, 2])));
        Refuse("nothing to fit", () => new ChannelScaler().Fit(Tensor.Zeros([2, 3, 0, 2])));
        Refuse("not fitted yet", () => new ChannelScaler().Apply(Tensor.Zeros([1, 3, 2, 2])));
        Refuse("Channel 1 holds NaN", () => new ChannelScaler().Fit(Tensor.From(new float[] { 1, float.NaN }, [1, 2, 1, 1])));
        Refuse("expected [n, 3, …]", () => new ChannelScaler().Fit(Tensor.Ones([1, 3, 2, 2])).Apply(Tensor.Zeros([1, 2, 2, 2])));

        static void Refuse(string message, Func<object> action) =>
            Assert.Contains(message, Assert.Throws<TensorException>(action).Message);
    }
}
