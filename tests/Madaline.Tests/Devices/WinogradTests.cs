using Madaline.Devices;
using Madaline.Ops;

namespace Madaline.Tests.Devices;

/// <summary>Convolutions of 3×3 by tiles of 2×2: decision 9.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class WinogradTests
{
    public static TheoryData<int, int, int, int, int, int> Shapes => new()
    {
        { 2, 16, 16, 12, 12, 1 }, { 3, 17, 19, 13, 11, 1 }, { 2, 20, 24, 10, 33, 0 }, { 1, 33, 16, 9, 8, 2 },
        { 2, 32, 16, 16, 16, 1 }, { 1, 16, 16, 4, 100, 1 }, { 3, 16, 17, 31, 7, 0 }, { 1, 16, 23, 6, 110, 2 },
        { 13, 48, 40, 5, 4, 1 }, { 9, 64, 64, 4, 4, 1 }, { 1, 512, 16, 6, 5, 1 }, { 5, 16, 18, 14, 14, 1 },
        { 2, 18, 16, 18, 35, 1 }, { 1, 16, 16, 32, 32, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_convolution_and_its_gradient_have_the_documented_sums(
        int images, int inputs, int outputs, int height, int width, int padding)
    {
        var rng = new Rng(7);
        Tensor x = Tensor.Randn([images, inputs, height, width], rng: rng);
        Tensor weight = Tensor.Randn([outputs, inputs, 3, 3], rng: rng), bias = Tensor.Randn([outputs], rng: rng);
        x.RequiresGrad = true;
        Tensor y = x.Conv2d(weight, bias, padding: padding);
        Same(new PlainWinograd(weight, false).Run(x, bias.ToArray<float>(), false, padding, y.Shape[2], y.Shape[3]), y);
        Tensor dy = Tensor.Randn(y.Shape, rng: rng);
        y.Backward(dy);
        Same(new PlainWinograd(weight, true).Run(dy, null, false, 2 - padding, height, width), x.Grad!);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rectifier_and_pooling_in_its_pass_give_the_same_bits_as_after_it(
        int images, int inputs, int outputs, int height, int width, int padding)
    {
        var rng = new Rng(8);
        Tensor x = Tensor.Randn([images, inputs, height, width], rng: rng);
        Tensor weight = Tensor.Randn([outputs, inputs, 3, 3], rng: rng), bias = Tensor.Randn([outputs], rng: rng);
        Tensor after = x.Conv2d(weight, bias, padding: padding).Relu();
        int rows = after.Shape[2], columns = after.Shape[3];
        var sliding = new ConvolutionParameters(1, padding, 1, 1);
        Tensor all = Tensor.EmptyLike(after);
        ConvolutionForms.Forward(ConvolutionEpilogue.Rectified, x, weight, bias, sliding, all, null);
        Same(after.ToArray<float>(), all);
        foreach (var (kernel, stride, before) in ((int, int, int)[])[(2, 2, 0), (3, 2, 1), (2, 1, 0)])
        {
            Windows down = Sliding(rows, kernel, stride, before), along = Sliding(columns, kernel, stride, before);
            Tensor y = Tensor.Empty([images, outputs, down.Outputs, along.Outputs], DType.Float32, Device.Cpu);
            Tensor indices = Tensor.Empty(y.Shape, DType.Int32, Device.Cpu), pooled = Tensor.EmptyLike(y);
            Tensor places = Tensor.EmptyLike(indices);
            ConvolutionForms.Forward(new ConvolutionEpilogue(true, true, down, along), x, weight, bias, sliding, y, indices);
            Device.Cpu.PoolSelect(PoolPick.Largest, after, down, along, pooled, places);
            Same(pooled.ToArray<float>(), y);
            Assert.Equal(places.ToArray<int>(), indices.ToArray<int>());
        }

        static Windows Sliding(int size, int kernel, int stride, int before) =>
            new(size, (int)Windows.Count(size, kernel, stride, before, 1, false), kernel, stride, before, 1);
    }

    [Fact]
    public void Bits_depend_neither_on_threads_nor_on_the_batch()
    {
        var rng = new Rng(9);
        Tensor x = Tensor.Randn([7, 24, 17, 19], rng: rng), weight = Tensor.Randn([21, 24, 3, 3], rng: rng);
        float[] alone = ThreadsCollection.With(1, () => x.Conv2d(weight, padding: 1).ToArray<float>());
        foreach (int threads in (int[])[2, 3, 8])
            Assert.Equal(alone, ThreadsCollection.With(threads, () => x.Conv2d(weight, padding: 1).ToArray<float>()));
        int size = alone.Length / 7;
        for (int image = 0; image < 7; image++)
        {
            Same(alone[(image * size)..((image + 1) * size)], x.Slice(0, image, image + 1).Conv2d(weight, padding: 1));
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_reaches_the_outputs_that_see_it_and_no_others(float value)
    {
        var rng = new Rng(12);
        Tensor weight = Tensor.Randn([16, 16, 3, 3], rng: rng);
        for (int place = 0; place < 36; place++)
        {
            float[] pixels = Tensor.Randn([1, 16, 12, 12], rng: rng).ToArray<float>();
            pixels[(144 * (place % 16)) + (place / 6 * 12) + (place % 6)] = value;
            Tensor x = Tensor.From(pixels).Reshape(1, 16, 12, 12);
            Assert.Equal(Chains(x, weight).Select(float.IsFinite),
                x.Conv2d(weight, padding: 1).ToArray<float>().Select(float.IsFinite));
        }
    }

    [Theory]
    [InlineData(15, 16, 12, 12)]
    [InlineData(16, 15, 12, 12)]
    [InlineData(513, 16, 5, 5)]
    [InlineData(24, 24, 6, 6)]
    [InlineData(64, 64, 3, 12)]
    public void Other_shapes_are_one_chain(int inputs, int outputs, int height, int width)
    {
        var rng = new Rng(10);
        Tensor x = Tensor.Randn([2, inputs, height, width], rng: rng);
        Tensor weight = Tensor.Randn([outputs, inputs, 3, 3], rng: rng);
        Same(Chains(x, weight), x.Conv2d(weight, padding: 1));
    }

    /// <summary>Decision 3's sums with padding 1.</summary>
    internal static float[] Chains(Tensor x, Tensor weight)
    {
        int images = x.Shape[0], inputs = x.Shape[1], height = x.Shape[2], width = x.Shape[3];
        int outputs = weight.Shape[0];
        float[] pixels = x.ToArray<float>(), w = weight.ToArray<float>();
        var y = new float[images * outputs * height * width];
        for (int at = 0; at < y.Length; at++)
        {
            int column = at % width, row = at / width % height, output = at / width / height % outputs;
            int image = at / width / height / outputs;
            float sum = 0;
            for (int k = 0; k < inputs * 9; k++)
            {
                int r = row + (k % 9 / 3) - 1, c = column + (k % 3) - 1;
                bool isInside = r >= 0 && r < height && c >= 0 && c < width;
                float pixel = isInside ? pixels[(((((image * inputs) + (k / 9)) * height) + r) * width) + c] : 0;
                sum = MathF.FusedMultiplyAdd(w[(output * inputs * 9) + k], pixel, sum);
            }

            y[at] = sum;
        }

        return y;
    }

    private static void Same(float[] expected, Tensor y) => Assert.Equal(
        expected.Select(BitConverter.SingleToInt32Bits), y.ToArray<float>().Select(BitConverter.SingleToInt32Bits));
}
