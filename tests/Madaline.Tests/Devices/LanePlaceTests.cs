using System.Runtime.Intrinsics;
using Madaline.Numerics;

namespace Madaline.Tests.Devices;

/// <summary>
/// An element's result depends on its value alone: not on its place, its neighbours or the length of the tail.
/// </summary>
public sealed class LanePlaceTests
{
    private static readonly float[] Values = [0.3f, -1.7f, 88.6f, -103.2f, 1e-39f, 5.25f, -0f, 700f, float.NegativeInfinity, 0.9999999f];

    public static TheoryData<string> Names => LaneFunctions.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_place_and_the_neighbours_do_not_matter(string name)
    {
        LaneFunction f = LaneFunctions.Of(name);
        foreach (float value in Values)
        {
            int alone = BitConverter.SingleToInt32Bits(f.Single(F32x8.Broadcast(value)).Value[0]);
            for (int place = 0; place < 8; place++)
            {
                foreach (float neighbour in (float[])[float.NaN, 0, 1e30f])
                {
                    Vector256<float> x = Vector256.Create(neighbour).WithElement(place, value);
                    Assert.Equal(alone, BitConverter.SingleToInt32Bits(f.Single(new F32x8(x)).Value[place]));
                }
            }
        }
    }

    [Fact]
    public void The_length_of_the_tail_does_not_matter()
    {
        Tensor x = Tensor.Randn([40], rng: new Rng(5));
        float[] whole = x.Gelu().ToArray<float>();
        for (int length = 1; length < 40; length++)
        {
            for (int start = 0; start + length <= 40; start += 3)
                Assert.Equal(whole[start..(start + length)], x[start..(start + length)].Gelu().ToArray<float>());
        }
    }

    [Fact]
    public void The_stride_does_not_matter()
    {
        Tensor x = Tensor.Randn([9, 13], rng: new Rng(6));
        Assert.Equal(x.Tanh().ToArray<float>(), x.T.Tanh().T.ToArray<float>());
        Assert.Equal(x.Exp()[.., TensorIndex.Every(2)].ToArray<float>(), x[.., TensorIndex.Every(2)].Exp().ToArray<float>());
    }

    public static TheoryData<string, DType> BoolCases => [
        .. from name in Truths.Keys from dtype in (DType[])[DType.Float32, DType.Float64] select (name, dtype)];

    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Lanes, Func<double, double, bool> One)> Truths =
        new()
        {
            ["less"] = ((x, y) => x < y, (x, y) => x < y),
            ["less or equal"] = ((x, y) => x <= y, (x, y) => x <= y),
            ["greater"] = ((x, y) => x > y, (x, y) => x > y),
            ["greater or equal"] = ((x, y) => x >= y, (x, y) => x >= y),
            ["equal"] = ((x, y) => x.EqualTo(y), (x, y) => x == y),
            ["not equal"] = ((x, y) => x.NotEqualTo(y), (x, y) => x != y),
            ["and"] = ((x, y) => x.LogicalAnd(y), (x, y) => x != 0 && y != 0),
            ["or"] = ((x, y) => x.LogicalOr(y), (x, y) => x != 0 || y != 0),
            ["xor"] = ((x, y) => x.LogicalXor(y), (x, y) => (x != 0) != (y != 0)),
            ["not"] = ((x, _) => x.LogicalNot(), (x, _) => x == 0),
            ["is NaN"] = ((x, _) => x.IsNaN(), (x, _) => double.IsNaN(x)),
            ["is finite"] = ((x, _) => x.IsFinite(), (x, _) => double.IsFinite(x)),
            ["is infinite"] = ((x, _) => x.IsInfinity(), (x, _) => double.IsInfinity(x)),
            ["is not 0"] = ((x, _) => x.To(DType.Bool), (x, _) => x != 0),
        };

    [Theory]
    [MemberData(nameof(BoolCases))]
    public void A_lane_of_truth_values_says_what_the_numbers_say_one_by_one(string name, DType dtype)
    {
        var (lanes, one) = Truths[name];
        double[] special = [0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-40];
        double[] left = [.. from x in special from y in special select x], right = [.. from x in special from y in special select y];
        Tensor a = Tensor.From(left).To(dtype), b = Tensor.From(right).To(dtype);
        for (int start = 0; start < left.Length; start += 5)
        {
            for (int length = 1; start + length <= left.Length; length += 3)
            {
                bool[] expected = [.. left.Zip(right, one).Skip(start).Take(length)];
                Assert.Equal(expected, lanes(a[start..(start + length)], b[start..(start + length)]).ToArray<bool>());
            }
        }
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    [InlineData(DType.Int32)]
    [InlineData(DType.Int64)]
    [InlineData(DType.UInt8)]
    public void A_choice_is_the_same_in_every_place(DType dtype)
    {
        Tensor a = Tensor.Arange(0, 45).To(dtype), b = Tensor.Arange(100, 145).To(dtype), mask = Tensor.Rand([45]) > 0.5;
        bool[] left = mask.ToArray<bool>();
        for (int length = 1; length <= 45; length++)
        {
            double[] expected = [.. Enumerable.Range(0, length).Select(i => left[i] ? i : 100.0 + i)];
            double[] before = [.. Enumerable.Range(0, length).Select(i => left[i] ? i : 100.0)];
            Assert.Equal(expected, Tensor.Where(mask[..length], a[..length], b[..length]).To(DType.Float64).ToArray<double>());
            Assert.Equal(before, Tensor.Where(mask[..length], a[..length], b[0]).To(DType.Float64).ToArray<double>());
        }
    }

    [Theory]
    [InlineData(DType.UInt8)]
    [InlineData(DType.Int32)]
    [InlineData(DType.Int64)]
    [InlineData(DType.Float64)]
    public void A_conversion_is_the_same_in_every_place(DType from)
    {
        double[] values = [.. Enumerable.Range(0, 70).Select(i => from == DType.UInt8 ? 255 - i : (i * 123_456_789.0) - 2e9)];
        values = from is DType.Int32 ? [.. values.Select(v => Math.Clamp(v, int.MinValue, int.MaxValue))] : values;
        Tensor x = Tensor.From(values).To(from);
        double[] whole = [.. values.Select(v => (double)(float)v)];
        for (int length = 1; length <= 70; length += 3)
        {
            Assert.Equal(whole[^length..], x[^length..].To(DType.Float32).To(DType.Float64).ToArray<double>());
            Assert.Equal(values[^length..], x[^length..].To(DType.Float64).ToArray<double>());
        }
    }

    [Fact]
    public void Operations_in_place_read_every_element_before_they_write_it()
    {
        for (int length = 1; length < 40; length++)
        {
            Tensor x = Tensor.Randn([length], rng: new Rng(7)), y = x.Clone();
            Assert.Equal((x + x).ToArray<float>(), y.AddInPlace(y).ToArray<float>());
            Assert.Equal((x * 3).ToArray<float>(), x.MulInPlace(3).ToArray<float>());
        }
    }
}
