namespace Madaline.Tests.Ops;

public sealed class WholeProductTests
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
}
