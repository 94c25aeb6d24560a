using Madaline.Tests.Deferred;
using Madaline.Tests.Reference;

namespace Madaline.Tests.Ops;

/// <summary>Floating numbers to whole ones: toward zero, to the end of the range from beyond it, NaN to 0.</summary>
public sealed class CastTests
{
    private static readonly double[] Numbers =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 0.9, -0.9, 254.9, 255, 255.9, 256, 300, -1, -300, 2147483520, 2147483647,
        2147483648, 3e9, -2147483648, -2147483904, -3e9, 1e18, 9223372036854775807, -9223372036854775808, 1e19, -1e19, 1e30, -1e30,
        3.4e38, 1e-40, -1e-40,
    ];

    public static TheoryData<DType, DType> Casts => new()
    {
        { DType.Float32, DType.UInt8 }, { DType.Float32, DType.Int32 }, { DType.Float32, DType.Int64 },
        { DType.Float64, DType.UInt8 }, { DType.Float64, DType.Int32 }, { DType.Float64, DType.Int64 },
    };

    [Theory]
    [MemberData(nameof(Casts))]
    public void Numbers_beyond_the_range_become_its_end_and_NaN_becomes_0(DType from, DType to)
    {
        // Every number at every place of a lane, with lanes of every width and a rest behind them; then with gaps.
        for (int turn = 0; turn < 17; turn++)
        {
            double[] numbers = [.. Enumerable.Range(0, 67).Select(i => Numbers[(i + turn) % Numbers.Length])];
            Tensor x = Tensor.From(numbers).To(from);
            long[] expected = [.. x.To(DType.Float64).ToArray<double>().Select(n => Expected(n, to))];
            Assert.Equal(expected, Integer(x.To(to)));
            Assert.Equal(expected, Integer(Tensor.Stack([x, x], 1).Select(1, 0).To(to)));
            foreach (Device device in (Device[])[ReferenceDevice.Instance, new DeferredDevice()])
                Assert.Equal(expected, Integer(x.To(device).To(to).To(Device.Cpu)));
            Tensor target = Tensor.Zeros([67], to);
            Assert.Equal(expected, Integer(target.CopyFrom(x)));
        }
    }

    [Fact]
    public void A_single_number_is_converted_the_same()
    {
        Assert.Equal(0, Tensor.FromScalar(double.NaN).Item<int>());
        Assert.Equal(int.MaxValue, Tensor.FromScalar(double.PositiveInfinity).Item<int>());
        Assert.Equal((byte)0, Tensor.FromScalar(-1.0).Item<byte>());
        Assert.Equal(long.MinValue, Tensor.FromScalar(-1e300, DType.Float64).Item<long>());
        Assert.True(Tensor.FromScalar(double.NaN).Item<bool>());
    }

    [Fact]
    public void Whole_numbers_to_fewer_bits_wrap_around()
    {
        Assert.Equal([255, 0, 44], Tensor.From([-1L, 256, 300]).To(DType.UInt8).ToArray<byte>());
        Assert.Equal([int.MinValue, -1], Tensor.From([2147483648L, 4294967295]).To(DType.Int32).ToArray<int>());
    }

    private static long[] Integer(Tensor x) => x.To(DType.Int64).ToArray<long>();

    private static long Expected(double x, DType dtype)
    {
        var (least, most) = dtype switch
        {
            DType.UInt8 => (0L, 255L),
            DType.Int32 => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        return double.IsNaN(x) ? 0 : x >= most ? most : x <= least ? least : (long)Math.Truncate(x);
    }
}
