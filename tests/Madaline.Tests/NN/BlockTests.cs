using Madaline.Autograd;
using Madaline.NN;

namespace Madaline.Tests.NN;

public class BlockTests
{
    private static readonly Tensor Images = Tensor.Randn([2, 3, 7, 8], rng: new Rng(1));

    [Theory]
    [InlineData(true, true, new[] { "conv.weight", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked" })]
    [InlineData(false, true, new[] { "conv.weight", "conv.bias" })]
    [InlineData(true, false, new[] { "conv.weight", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked" })]
    public void It_is_a_convolution_a_norm_and_a_rectifier(bool norm, bool activate, string[] names)
    {
        var block = new Block(3, 4, norm: norm, activate: activate, rng: new Rng(2));
        Assert.Equal(names, block.StateDict().Keys);
        Tensor expected = Images.Conv2d(block.Conv.Weight, block.Conv.Bias, padding: 1);
        if (norm)
            expected = new BatchNorm2d(4).Call(expected);
        expected = activate ? expected.Relu() : expected;
        Assert.Equal(expected.ToArray<float>(), block.Call(Images).ToArray<float>());
    }

    [Theory]
    [InlineData(3, 1, 7, 8)]
    [InlineData(5, 1, 7, 8)]
    [InlineData(1, 2, 4, 4)]
    [InlineData(3, 2, 4, 4)]
    public void Odd_kernels_keep_the_size_and_strides_divide_it(int kernel, int stride, int height, int width) =>
        Assert.Equal([2, 4, height, width], new Block(3, 4, kernel, stride, rng: new Rng(1)).Call(Images).Shape.ToArray());

    [Fact]
    public void A_summary_lists_it_before_its_parts() => Assert.Equal(
        [new SummaryRow("0", "Block", [1, 4, 7, 8], 0), new SummaryRow("0.conv", "Conv2d", [1, 4, 7, 8], 108), new SummaryRow("0.norm", "BatchNorm2d", [1, 4, 7, 8], 8)],
        new Sequential(new Block(3, 4)).Summary([1, 3, 7, 8]).Rows);

    [Fact]
    public void What_lies_between_is_handed_back_once_backward_has_passed()
    {
        var block = new Block(3, 4, rng: new Rng(1));
        Tensor y = block.Call(Images);
        Tensor between = y.GradFn!.Edges[0].Node!.TransientOutput!;
        Assert.False(between.Storage.IsReleased);
        y.Sum().Backward();
        Assert.True(between.Storage.IsReleased);
        Assert.False(Images.Storage.IsReleased);
    }

    [Fact]
    public void An_error_names_the_part() => Assert.StartsWith("Sequential › 0 (Block) › conv (Conv2d): conv2d: ",
        Assert.Throws<TensorException>(() => new Sequential(new Block(5, 4)).Call(Images)).Message);
}
