using Madaline.Data;

namespace Madaline.Tests.Ops;

/// <summary>What a newcomer writes first: nested numbers, a plain image, the name of a device.</summary>
public sealed class PlainImageTests
{
    private static readonly Tensor OneChannel = Tensor.Ones([6, 1, 3, 3]), Colours = Tensor.Ones([6, 3, 3, 3]);

    [Fact]
    public void Nested_collections_are_tensors()
    {
        Tensor x = Tensor.From([[1f, 2f], [3f, 4f]]), deep = Tensor.From([[[1L], [2L]], [[3L], [4L]], [[5L], [6L]]]);
        Assert.Equal((Shape)(int[])[2, 2], x.Shape);
        Assert.Equal([1f, 2f, 3f, 4f], x.ToArray<float>());
        Assert.Equal(((Shape)(int[])[3, 2, 1], DType.Int64), (deep.Shape, deep.DType));
        Assert.Equal([1.0, 2.0], Tensor.From([1.0, 2.0]).ToArray<double>());
        Assert.Contains("differ in length", Assert.Throws<TensorException>(() => Tensor.From([[1f, 2f], [3f]])).Message);
    }

    [Fact]
    public void A_device_has_a_name()
    {
        Tensor x = Tensor.Ones([2]);
        Assert.Same(x, x.To("cpu"));
        Assert.Contains("Madaline.Gpu", Assert.Throws<DeviceNotAvailableException>(() => x.To("cuda")).Message);
        new Madaline.NN.Linear(2, 2).To("cpu");
        Assert.Contains("nowhere", Assert.Throws<DeviceNotAvailableException>(() => new Madaline.NN.Linear(2, 2).To("nowhere")).Message);
    }

    [Fact]
    public void A_plain_image_is_told_its_missing_dimensions()
    {
        RequireRemedy(Tensor.Ones([28, 28]), OneChannel, "Unsqueeze(0).Unsqueeze(0) makes it [1, 1, 28, 28].",
            x => x.Unsqueeze(0).Unsqueeze(0));
        RequireRemedy(Tensor.Ones([64, 28, 28]), OneChannel, "Unsqueeze(1) makes it [64, 1, 28, 28].", x => x.Unsqueeze(1));
        RequireRemedy(Tensor.Ones([4, 32, 32, 3]), Colours, "Permute(0, 3, 1, 2)", x => x.Permute(0, 3, 1, 2));
        RequireRemedy(Tensor.Ones([32, 32, 3]), Colours, "Permute(2, 0, 1)", x => x.Permute(2, 0, 1));
        Assert.EndsWith("Check the number of channels of the layer before.",
            Assert.Throws<TensorException>(() => Tensor.Ones([4, 5, 8, 8]).Conv2d(Colours)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_has_a_name_or_a_number()
    {
        var set = new TensorDataset(Tensor.Ones([2, 1]), Tensor.Wrap<long>([0, 1]), ["cat", "dog"]);
        Assert.Equal("dog", set.ClassName(1));
        Assert.Equal("7", new TensorDataset(Tensor.Ones([2, 1]), Tensor.Wrap<long>([0, 1])).ClassName(7));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.ClassName(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.ClassName(-1));
    }

    private static void RequireRemedy(Tensor x, Tensor kernels, string remedy, Func<Tensor, Tensor> mend)
    {
        string message = Assert.Throws<TensorException>(() => x.Conv2d(kernels)).Message;
        Assert.Contains(remedy, message, StringComparison.Ordinal);
        mend(x).Conv2d(kernels);
    }
}
