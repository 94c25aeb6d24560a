namespace Madaline.Tests.Ops;

/// <summary>Writing where a mask holds that is itself a view of what is written.</summary>
public sealed class AliasingMaskTests
{
    [Fact]
    public void A_mask_is_read_before_anything_is_written()
    {
        Tensor x = Tensor.From([false, true, true, false]).Reshape(2, 2);
        x[x.T] = Tensor.Full([], 0, DType.Bool);
        Assert.Equal([false, false, false, false], x.ToArray<bool>());
        Tensor y = Tensor.From([true, true, true, false]).Reshape(2, 2);
        y[y[0]] = Tensor.Full([], 0, DType.Bool);
        Assert.Equal([false, false, false, false], y.ToArray<bool>());
    }
}
