using Madaline.Tests.Deferred;
using Madaline.Tests.Reference;

namespace Madaline.Tests.Ops;

/// <summary>Variances and deviations of constants and of numbers whose squares leave the range.</summary>
public sealed class SpreadTests
{
    [Theory]
    [InlineData(DType.Float32, 0.1, 3)]
    [InlineData(DType.Float32, 0.1, 17)]
    [InlineData(DType.Float32, 3e38, 5)]
    [InlineData(DType.Float32, -1e-40, 1000)]
    [InlineData(DType.Float32, 16777217, 4097)]
    [InlineData(DType.Float64, 0.1, 17)]
    [InlineData(DType.Float64, 1.7e308, 9)]
    [InlineData(DType.Float64, 1.0 / 3, 4099)]
    public void A_constant_has_no_spread_and_no_gradient(DType dtype, double value, int n)
    {
        foreach (Device device in (Device[])[Device.Cpu, ReferenceDevice.Instance, new DeferredDevice()])
        {
            Tensor x = Tensor.Full([2, n], value, DType.Float64).To(dtype).To(device).WithGrad();
            Tensor variance = x.Var(1), deviation = x.Std(1);
            Assert.Equal([0.0, 0], variance.To(Device.Cpu).To(DType.Float64).ToArray<double>());
            Assert.Equal([0.0, 0], deviation.To(Device.Cpu).To(DType.Float64).ToArray<double>());
            (variance + deviation).Sum().Backward();
            Assert.All(x.Grad!.To(Device.Cpu).To(DType.Float64).ToArray<double>(), slope => Assert.Equal(0, slope));
        }
    }

    [Theory]
    [InlineData(1e20f)]
    [InlineData(1e38f)]
    [InlineData(1e-25f)]
    [InlineData(1e-37f)]
    public void The_deviation_of_numbers_whose_squares_leave_the_range_is_right(float unit)
    {
        Tensor x = Tensor.From([unit, 2 * unit, 3 * unit, -2 * unit]).WithGrad();
        Tensor deviation = x.Std();
        Assert.Equal(2.1602468994692867 * unit, deviation.Item<double>(), unit * 1e-6);
        deviation.Backward();
        float[] expected = [0, 0.15430335f, 0.3086067f, -0.46291006f];
        float[] slopes = x.Grad!.ToArray<float>();
        for (int i = 0; i < 4; i++)
            Assert.Equal(expected[i], slopes[i], 1e-6f);
    }

    [Fact]
    public void A_deviation_may_be_changed_in_place_before_backward_of_the_variance()
    {
        Tensor x = Tensor.From([1.0, 2, 4]).WithGrad(), variance = x.Var();
        using (new NoGrad())
            variance.FillInPlace(0);
        variance.Backward();
        Assert.Equal(-4.0 / 3, x.Grad!.ToArray<double>()[0], 1e-12);
    }

    [Fact]
    public void Running_sums_of_single_precision_are_kept_in_double_precision()
    {
        Tensor x = Tensor.From([1e8f, 1, -1e8f, 3e38f, 3e38f, -3e38f]);
        foreach (Tensor line in (Tensor[])[x, Tensor.Stack([x, x], 1)])
            Assert.Equal([1e8f, 1e8f, 1, 3e38f, float.PositiveInfinity, 3e38f], line.CumSum(0).Reshape(6, -1).Select(1, 0).ToArray<float>());
        Tensor y = Tensor.Ones([3]).WithGrad();
        y.CumSum(0).Backward(Tensor.From([1f, -1e8f, 1e8f]));
        Assert.Equal([1f, 0, 1e8f], y.Grad!.ToArray<float>());
    }
}
