namespace Madaline.Tests.Ops;

/// <summary>Quotients rounded down and what is left: what PyTorch cannot say, because it stops or rounds.</summary>
public sealed class IntegerDivisionTests
{
    public static TheoryData<string> Devices => TestDevices.Names;

    [Theory]
    [MemberData(nameof(Devices))]
    public void The_smallest_whole_number_by_minus_one_wraps_around(string name)
    {
        Device device = TestDevices.Named(name);
        Tensor words = Tensor.From([int.MinValue, int.MinValue + 1, 7]).To(device);
        Tensor minus = Tensor.From([-1, -1, -1]).To(device);
        Assert.Equal([int.MinValue, int.MaxValue, -7], words.FloorDivide(minus).To(Device.Cpu).ToArray<int>());
        Assert.Equal([int.MinValue, int.MaxValue, -7], words.FloorDivide(-1).To(Device.Cpu).ToArray<int>());
        Assert.Equal([0, 0, 0], (words % minus).To(Device.Cpu).ToArray<int>());
        Assert.Equal([0, 0, 0], words.FMod(-1).To(Device.Cpu).ToArray<int>());
        Tensor longs = Tensor.From([long.MinValue, long.MaxValue]).To(device);
        Assert.Equal([long.MinValue, -long.MaxValue], longs.FloorDivide(-1).To(Device.Cpu).ToArray<long>());
        Assert.Equal([0L, 0], (longs % -1).To(Device.Cpu).ToArray<long>());
    }

    [Fact]
    public void Quotient_and_rest_make_up_every_whole_number()
    {
        int[] ends = [int.MinValue, int.MinValue + 1, -2147483640, -101, -100, -1, 0, 1, 7, 100, 2147483640, int.MaxValue];
        int[] divisors = [int.MinValue, -100, -7, -1, 1, 3, 100, int.MaxValue];
        foreach (int y in divisors)
        {
            Tensor x = Tensor.From(ends), quotient = x.FloorDivide(y), rest = x % y;
            Assert.Equal(ends, (quotient * y + rest).ToArray<int>());
            long[] exact = [.. ends.Select(n => (long)Math.Floor((decimal)n / y))];
            Assert.Equal(exact.Select(n => unchecked((int)n)), quotient.ToArray<int>());
        }
    }

    [Theory]
    [InlineData("floor_divide", 3)]
    [InlineData("remainder", 3)]
    [InlineData("fmod", 3)]
    [InlineData("floor_divide", 200_000)]
    public void A_whole_number_by_zero_is_refused_in_the_name_of_the_op_on_any_thread(string op, int length)
    {
        Tensor x = Tensor.Ones([length], DType.Int32), y = Tensor.Ones([length], DType.Int32);
        y[length - 1] = Tensor.FromScalar(0);
        string message = $"{op}: division of an integer by zero. Right holds 0; expected no zeros. Use To(DType.Float32) for NaN instead.";
        Assert.Equal(message, Assert.Throws<TensorException>(() => Apply(op, x, y)).Message);
        Assert.Equal(message, Assert.Throws<TensorException>(() => Apply(op, x.To(DType.UInt8), y.To(DType.UInt8))).Message);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Floating_quotients_are_rounded_down_before_they_are_rounded(DType dtype)
    {
        double[] left = [1, -1, 0.3, 7.5, -7.5, -5, 5, 6, -0.0, 0, 1e20], right = [0.1, 0.1, 0.1, 2.5, 2.5, 1e30, 1e30, -3, 5, -5, 3];
        Tensor x = Tensor.From(left).To(dtype), y = Tensor.From(right).To(dtype);
        double[] quotient = x.FloorDivide(y).To(DType.Float64).ToArray<double>();
        Assert.Equal([9, -10, dtype == DType.Float32 ? 3 : 2, 3, -3, -1, 0, -2, 0, 0], quotient[..10]);
        Assert.True(double.IsNegative(quotient[8]) && double.IsNegative(quotient[9]));
        double[] sum = (y * x.FloorDivide(y) + (x % y)).To(DType.Float64).ToArray<double>(), numbers = x.To(DType.Float64).ToArray<double>();
        for (int i = 0; i < sum.Length; i++)
        {
            // Beside 1e30 the 5 is lost in rounding.
            if (right[i] != 1e30)
                Assert.Equal(numbers[i], sum[i], Math.Abs(numbers[i]) * 2e-7);
        }
    }

    [Fact]
    public void The_divisors_gradients_of_rests_are_the_exact_quotients()
    {
        Tensor y = Tensor.Full([9], 0.1f).WithGrad(), z = Tensor.Full([9], 0.1f).WithGrad(), x = Tensor.Full([9], -1f);
        (x % y).Sum().Backward();
        Assert.All(y.Grad!.ToArray<float>(), slope => Assert.Equal(10, slope));
        x.FMod(z).Sum().Backward();
        Assert.All(z.Grad!.ToArray<float>(), slope => Assert.Equal(9, slope));
    }

    private static Tensor Apply(string op, Tensor x, Tensor y) => op switch
    {
        "floor_divide" => x.FloorDivide(y),
        "remainder" => x % y,
        _ => x.FMod(y),
    };
}
