using Madaline.Devices;

namespace Madaline.Tests.Devices;

/// <summary>
/// Kernel gradients in tiles of eight rows, beside those of a number of rows that eight does not divide.
/// </summary>
public class WideGradientTests
{
    [Theory]
    [InlineData(1, 3, 8, 16, 3, 1, 1)]
    [InlineData(5, 3, 32, 8, 3, 1, 1)]
    [InlineData(9, 2, 8, 24, 1, 0, 1)]
    [InlineData(37, 5, 8, 16, 3, 1, 1)]
    [InlineData(18, 4, 32, 32, 3, 1, 2)]
    [InlineData(19, 7, 16, 8, 1, 0, 2)]
    [InlineData(20, 16, 16, 8, 5, 2, 1)]
    public void Rows_in_wide_tiles_are_those_of_other_tiles_bit_by_bit(
        int images, int channels, int size, int rows, int kernel, int padding, int stride)
    {
        int outputs = ((size + (2 * padding) - kernel) / stride) + 1, more = rows + 4;
        var rng = new Rng((ulong)(images + size));
        Tensor x = Tensor.Randn([images, channels, size, size], DType.Float32, rng);
        Tensor dy = Tensor.Randn([images, more, outputs, outputs], DType.Float32, rng);
        Tensor some = dy[.., ..rows].Contiguous();
        var parameters = new ConvolutionParameters(stride, (padding, padding), 1, 1);
        Tensor all = Tensor.Zeros([more, channels, kernel, kernel], DType.Float32);
        Tensor wide = Tensor.Zeros([rows, channels, kernel, kernel], DType.Float32);

        Device.Cpu.KernelGradient(x, dy, parameters, all);
        Device.Cpu.KernelGradient(x, some, parameters, wide);

        Assert.Equal(Bits(all[..rows]), Bits(wide));
    }

    [Fact]
    public void Groups_take_wide_tiles_each()
    {
        var rng = new Rng(3);
        Tensor x = Tensor.Randn([6, 4, 16, 16], DType.Float32, rng);
        Tensor dy = Tensor.Randn([6, 16, 16, 16], DType.Float32, rng), dw = Tensor.Zeros([16, 2, 3, 3], DType.Float32);

        Device.Cpu.KernelGradient(x, dy, new ConvolutionParameters(1, (1, 1), 1, 2), dw);

        for (int group = 0; group < 2; group++)
        {
            Tensor part = Tensor.Zeros([8, 2, 3, 3], DType.Float32);
            Device.Cpu.KernelGradient(x[.., (2 * group)..(2 * group + 2)].Contiguous(),
                dy[.., (8 * group)..(8 * group + 8)].Contiguous(), new ConvolutionParameters(1, (1, 1), 1, 1), part);
            Assert.Equal(Bits(part), Bits(dw[(8 * group)..(8 * group + 8)]));
        }
    }

    private static int[] Bits(Tensor x) =>
        Array.ConvertAll(x.Contiguous().ToArray<float>(), BitConverter.SingleToInt32Bits);
}
