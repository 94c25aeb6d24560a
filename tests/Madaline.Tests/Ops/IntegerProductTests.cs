namespace Madaline.Tests.Ops;

public sealed class IntegerProductTests
{
    [Theory]
    [InlineData(DType.Int64)]
    [InlineData(DType.Int32)]
    [InlineData(DType.UInt8)]
    public void Products_and_affine_maps_of_whole_numbers_are_exact(DType dtype)
    {
        Tensor x = Tensor.Ones([8, 40], dtype), weight = Tensor.Full([9, 40], 2, dtype), bias = Tensor.Full([9], 3, dtype);
        Tensor product = x.MatMul(weight.T), affine = x.Linear(weight, bias);
        Assert.Equal(dtype, affine.DType);
        Assert.All(product.To(DType.Int64).ToArray<long>(), v => Assert.Equal(80, v));
        Assert.All(affine.To(DType.Int64).ToArray<long>(), v => Assert.Equal(83, v));
    }

    [Fact]
    public void Products_of_whole_numbers_wrap_around_as_their_sums_do()
    {
        Tensor bytes = Tensor.From<long>([16, 100, 3], [1, 3]).To(DType.UInt8);
        Assert.Equal((16 * 16 + 100 * 100 + 9) % 256, bytes.MatMul(bytes.T).Item<byte>());
        Assert.Equal((16 * 16 + 100 * 100 + 9) % 256, bytes.Linear(bytes).Item<byte>());
        Tensor whole = Tensor.From<long>([1 << 20, 1 << 12, 5], [1, 3]).To(DType.Int32);
        Assert.Equal(unchecked((int)((1L << 40) + (1L << 24) + 25)), whole.MatMul(whole.T).Item<int>());
    }
}
