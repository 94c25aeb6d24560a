namespace Madaline.Tests.Tensors;

/// <summary>What a program can see of a tensor's memory.</summary>
public sealed class TensorMemoryTests
{
    [Fact]
    public void Views_share_memory_with_other_strides_and_copies_do_not()
    {
        Tensor x = Tensor.Arange(24).Reshape(2, 3, 4);
        Assert.Equal([12, 4, 1], x.Stride());
        Tensor turned = x.Transpose(0, 2), part = x.Slice(2, 1, 4, 2), stretched = Tensor.Zeros([3, 1]).Expand(3, 5);
        Assert.Equal([1, 4, 12], turned.Stride());
        Assert.Equal((1, 24), (part.StorageOffset, part.StorageElements));
        Assert.Equal([12, 4, 2], part.Stride());
        Assert.Equal([1, 0], stretched.Stride());
        Assert.True(turned.SharesMemoryWith(x) && part.SharesMemoryWith(turned));
        Assert.False(turned.Contiguous().SharesMemoryWith(x));
        Assert.False((x + 0).SharesMemoryWith(x));
        x.Stride()[0] = 99;
        Assert.Equal([12, 4, 1], x.Stride());
    }

    [Fact]
    public void On_meta_there_are_shapes_and_no_elements()
    {
        Tensor x = Tensor.Ones([2, 3]), there = x.To(Device.Meta);
        Assert.Equal("meta", there.Device.Name);
        Assert.Equal([3, 3], there.T.MatMul(there).Shape);
        Assert.Contains("only shapes", Assert.Throws<TensorException>(() => there.ToArray<float>()).Message);
        Assert.Contains("left is on cpu, right is on meta", Assert.Throws<TensorException>(() => x + there).Message);
    }
}
