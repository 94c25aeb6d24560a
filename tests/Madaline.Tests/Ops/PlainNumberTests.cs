namespace Madaline.Tests.Ops;

/// <summary>Plain numbers beside tensors whose dtype does not hold them.</summary>
public sealed class PlainNumberTests
{
    [Fact]
    public void Whole_numbers_are_compared_as_they_are()
    {
        Tensor bytes = Tensor.From<byte>([0, 44, 255]), words = Tensor.From([int.MinValue, 0, int.MaxValue]);
        Assert.Equal([true, true, true], (bytes < 300).ToArray<bool>());
        Assert.Equal([false, false, false], bytes.EqualTo(300).ToArray<bool>());
        Assert.Equal([true, true, true], (bytes > -1).ToArray<bool>());
        Assert.Equal([true, true, true], bytes.NotEqualTo(-1).ToArray<bool>());
        Assert.Equal([true, true, true], (words < 2147483648L).ToArray<bool>());
        Assert.Equal([true, true, true], (words > -2147483649L).ToArray<bool>());
        Assert.Equal([false, false, false], words.EqualTo(4294967296L).ToArray<bool>());
        Assert.Equal([false, true, false], bytes.EqualTo(44).ToArray<bool>());
    }

    [Fact]
    public void A_number_that_no_element_can_hold_is_not_written()
    {
        Assert.Equal("full: the dtype does not hold the number. Number is 300, dtype is UInt8; expected one within its range. "
            + "Use a wider dtype, or bring the number into the range first.",
            Assert.Throws<TensorException>(() => Tensor.Full([2], 300, DType.UInt8)).Message);
        Tensor words = Tensor.Zeros([2], DType.Int32), mask = Tensor.Ones([2], DType.Bool);
        Refused("fill", () => words.FillInPlace(double.NaN));
        Refused("masked_fill", () => words.MaskedFill(mask, 3e9));
        Refused("where", () => Tensor.Where(mask, words, 1L << 40));
        Refused("where", () => Tensor.Where(mask, 1L << 40, words));
        Refused("pad", () => words.Pad([1, 1], double.PositiveInfinity));
        Refused("clamp", () => words.Clamp(max: 1L << 40));
        Refused("arange", () => Tensor.Arange(300, DType.UInt8));
        Refused("arange", () => Tensor.Arange(-1, 1, dtype: DType.UInt8));
        Refused("linspace", () => Tensor.Linspace(0, double.NaN, 3, DType.Int64));
        Refused("linspace", () => Tensor.Linspace(-1, 5, 3, DType.UInt8));
        Refused("randint", () => Tensor.RandInt(0, 300, [3], DType.UInt8));
        Assert.Equal([0, 0], words.ToArray<int>());
    }

    [Fact]
    public void Numbers_at_the_ends_of_the_range_are_written()
    {
        Assert.Equal([255, 255], Tensor.Full([2], 255, DType.UInt8).ToArray<byte>());
        Assert.Equal([int.MinValue], Tensor.Full([1], -2147483648.0, DType.Int32).ToArray<int>());
        Assert.Equal([2], Tensor.Full([1], 2.9, DType.Int32).ToArray<int>());
        Assert.Equal([float.PositiveInfinity], Tensor.Full([1], double.PositiveInfinity).ToArray<float>());
        Assert.Equal([float.MaxValue], Tensor.Full([1], float.MaxValue).ToArray<float>());
        Assert.Equal(256, Tensor.Arange(256, DType.UInt8).Elements);
        Assert.Equal((byte)255, Tensor.Arange(256, DType.UInt8)[255].Item<byte>());
    }

    private static void Refused(string op, Func<object> call) =>
        Assert.StartsWith($"{op}: the dtype does not hold the number.", Assert.Throws<TensorException>(call).Message);
}
