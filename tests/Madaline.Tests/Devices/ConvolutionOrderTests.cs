using System.Numerics;
using System.Runtime.Intrinsics;
using Madaline.Devices;
using Madaline.Devices.Cpu.Convolution;
using Madaline.Devices.Cpu.Convolution.Channels;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline.Tests.Devices;

/// <summary>Every convolution has the sums of decision 3 to the last bit, whatever lies in its lanes.</summary>
public class ConvolutionOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_convolution_has_the_documented_sums(int seed)
    {
        var rng = new Random(seed);
        for (int i = 0; i < 60; i++)
        {
            var c = Case.Draw(rng);
            Assert.Equal(c.Expected<float>(), c.X.Conv2d(c.Weight, c.Bias, c.Parameters.Stride, c.Pad,
                c.Parameters.Dilation,
                c.Parameters.Groups).ToArray<float>());
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Channels_in_lanes_have_the_documented_sums(int seed)
    {
        var rng = new Random(seed);
        for (int i = 0; i < 60; i++)
        {
            var c = Case.Draw(rng);
            float[] expected = c.Expected<float>();
            Assert.Equal(expected, c.Convolve<float, F32x8, F32x8>());
            if (Vector512.IsHardwareAccelerated)
                Assert.Equal(expected, c.Convolve<float, F32x8, F32x16>());
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void Channels_in_lanes_are_rectified_and_pooled_as_by_the_layers(int seed)
    {
        var rng = new Random(seed);
        for (int i = 0; i < 40; i++)
        {
            var c = Case.Draw(rng);
            var sizes = rng.Next(2) == 0 ? new PoolSizes(2, 2, 0, 1, false) : new PoolSizes((2, 3), (3, 3), 1, 1, true);
            if (!sizes.TryFind(c.Output[2], c.Output[3], out Windows rows, out Windows columns))
                continue;
            Tensor sums = Tensor.From(c.Expected<float>()).Reshape(c.Output);
            int[] shape = [c.Output[0], c.Output[1], rows.Outputs, columns.Outputs];
            Tensor expected = Tensor.Zeros(shape), where = Tensor.Zeros(shape, DType.Int32);
            Device.Cpu.PoolSelect(PoolPick.Largest, sums.Relu(), rows, columns, expected, where);
            Tensor y = Tensor.Zeros(shape), places = Tensor.Zeros(shape, DType.Int32);
            ChannelConvolution.Run<float, F32x8, F32x8>(ConvolutionWork.Of(new PooledConvolutionOperands(
                new(c.X, c.Weight, c.Bias, c.Parameters, y, Epilogue.Relu), rows, columns, places)));
            Assert.Equal(expected.ToArray<float>(), y.ToArray<float>());
            Assert.Equal(where.ToArray<int>(), places.ToArray<int>());
        }
    }

    [Theory]
    [InlineData(1, 3, 32, 6)]
    [InlineData(4, 3, 32, 6)]
    [InlineData(1, 6, 14, 16)]
    [InlineData(4, 6, 14, 16)]
    [InlineData(2, 4, 21, 7)]
    [InlineData(2, 5, 33, 9)]
    public void The_layers_of_small_networks_have_the_documented_sums(int images, int channels, int size, int outputs)
    {
        var numbers = new Rng(11);
        var c = new Case(Tensor.Randn([images, channels, size, size], rng: numbers),
            Tensor.Randn([outputs, channels, 5, 5], rng: numbers), Tensor.Randn([outputs], rng: numbers),
            new ConvolutionParameters(1, 0, 1, 1), 0, [images, outputs, size - 4, size - 4]);
        Assert.Equal(c.Expected<float>(), c.X.Conv2d(c.Weight, c.Bias).ToArray<float>());
    }

    [Fact]
    public void In_double_precision_too()
    {
        var rng = new Random(9);
        for (int i = 0; i < 30; i++)
        {
            var c = Case.Draw(rng);
            var d = c with
            {
                X = c.X.To(DType.Float64),
                Weight = c.Weight.To(DType.Float64),
                Bias = c.Bias?.To(DType.Float64),
            };
            double[] expected = d.Expected<double>();
            Assert.Equal(expected, d.Convolve<double, F64x4, F64x4>());
            if (Vector512.IsHardwareAccelerated)
                Assert.Equal(expected, d.Convolve<double, F64x4, F64x8>());
        }
    }

    [Fact]
    public void Short_rows_of_sixteen_channels_are_done_so_and_long_rows_are_not()
    {
        static bool IsFaster(int outputs, int height, int width) => ChannelConvolution.IsFaster(
            Tensor.Zeros([outputs, 6, 5, 5]), new ConvolutionParameters(1, 0, 1, 1),
            (height, width));
        Assert.True(IsFaster(16, 10, 10));
        Assert.False(IsFaster(6, 28, 28));
        Assert.False(IsFaster(16, 16, 16));
        Assert.False(IsFaster(16, 1, 10));
        Assert.False(IsFaster(1, 10, 10));
    }

    private sealed record Case(Tensor X, Tensor Weight, Tensor? Bias, ConvolutionParameters Parameters, Padding Pad,
        int[] Output)
    {
        public static Case Draw(Random rng)
        {
            while (true)
            {
                int groups = rng.Next(4) == 0 ? rng.Next(2, 4) : 1, channels = rng.Next(1, 8);
                int outputs = rng.Next(1, 35);
                int kernelRows = rng.Next(1, 6), kernelColumns = rng.Next(1, 6), images = rng.Next(1, 4);
                int height = rng.Next(1, 17), width = rng.Next(1, 36), top = rng.Next(3), left = rng.Next(3);
                int stride = rng.Next(3) == 0 ? 2 : 1, dilation = rng.Next(4) == 0 ? 2 : 1;
                if (rng.Next(2) == 0)
                    (top, left) = (0, 0);
                int down = height + (2 * top) - (dilation * (kernelRows - 1)) - 1;
                int along = width + (2 * left) - (dilation * (kernelColumns - 1)) - 1;
                if (down < 0 || along < 0)
                    continue;
                int h = (down / stride) + 1, w = (along / stride) + 1;
                var numbers = new Rng((ulong)rng.Next());
                return new Case(Tensor.Randn([images, channels * groups, height, width], rng: numbers),
                    Tensor.Randn([outputs * groups, channels, kernelRows, kernelColumns], rng: numbers),
                    rng.Next(2) == 0 ? null : Tensor.Randn([outputs * groups], rng: numbers),
                    new ConvolutionParameters(stride, (top, left), dilation, groups), (top, left),
                    [images, outputs * groups, h, w]);
            }
        }

        /// <summary>Channels in lanes, whether they pay or not.</summary>
        public TElement[] Convolve<TElement, TLane, TWide>()
            where TElement : unmanaged
            where TLane : struct, IVectorLane<TLane, TElement>
            where TWide : struct, IProductLane<TWide, TElement>
        {
            Tensor y = Tensor.Zeros(Output, X.DType);
            ChannelConvolution.Run<TElement, TLane, TWide>(
                ConvolutionWork.Of(new ConvolutionOperands(X, Weight, Bias, Parameters, y)));
            return y.ToArray<TElement>();
        }

        /// <summary>One chain of fused multiply-adds after the other, zeros around the image included.</summary>
        public T[] Expected<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            T[] x = X.ToArray<T>(), weight = Weight.ToArray<T>(), bias = Bias?.ToArray<T>() ?? [];
            var y = new T[Output[0] * Output[1] * Output[2] * Output[3]];
            int channels = Weight.Shape[1], outputs = Output[1] / Parameters.Groups, at = 0;
            for (int image = 0; image < Output[0]; image++)
            {
                for (int output = 0; output < Output[1]; output++)
                {
                    int first = (image * X.Shape[1]) + (output / outputs * channels);
                    for (int row = 0; row < Output[2]; row++)
                    {
                        for (int column = 0; column < Output[3]; column++, at++)
                        {
                            int top = row * Parameters.Stride.Height,
                                left = column * Parameters.Stride.Width;
                            T sum = Sum(x, weight, first, output, top, left);
                            y[at] = Bias is null ? sum : sum + bias[output];
                        }
                    }
                }
            }

            return y;
        }

        private T Sum<T>(T[] x, T[] weight, int plane, int output, int top, int left)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            int height = X.Shape[2], width = X.Shape[3], k = output * Weight.Elements / Weight.Shape[0];
            T sum = T.Zero;
            for (int channel = 0; channel < Weight.Shape[1]; channel++)
            {
                for (int u = 0; u < Weight.Shape[2]; u++)
                {
                    for (int v = 0; v < Weight.Shape[3]; v++, k++)
                    {
                        int row = top + (u * Parameters.Dilation.Height) - Parameters.Before.Height;
                        int column = left + (v * Parameters.Dilation.Width) - Parameters.Before.Width;
                        bool isInside = row >= 0 && row < height && column >= 0 && column < width;
                        T pixel = isInside ? x[((((plane + channel) * height) + row) * width) + column] : T.Zero;
                        sum = T.FusedMultiplyAdd(pixel, weight[k], sum);
                    }
                }
            }

            return sum;
        }
    }
}
