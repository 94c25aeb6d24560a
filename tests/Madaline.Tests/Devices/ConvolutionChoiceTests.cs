using Madaline.Devices;
using Madaline.Devices.Cpu.Convolution;

namespace Madaline.Tests.Devices;

/// <summary>Every way to do a convolution, forced on the same table; each is chosen somewhere.</summary>
public sealed class ConvolutionChoiceTests
{
    /// <summary>Images, channels, outputs, side, kernel, stride, padding, groups.</summary>
    private static readonly int[][] Layers =
    [
        [4, 3, 6, 32, 5, 1, 0, 1], [4, 6, 16, 14, 5, 1, 0, 1], [2, 16, 16, 12, 3, 1, 1, 1], [2, 16, 32, 16, 3, 2, 1, 1],
        [2, 32, 24, 9, 3, 1, 1, 1], [3, 16, 8, 7, 1, 1, 0, 1], [2, 8, 32, 6, 3, 1, 1, 4], [1, 5, 40, 5, 4, 1, 2, 1],
        [2, 64, 64, 8, 3, 1, 1, 1],
    ];

    public static TheoryData<DType> Types { get; } = [DType.Float32, DType.Float64];

    [Theory]
    [MemberData(nameof(Types))]
    public void Channels_in_lanes_have_the_bits_of_pixels_in_lanes(DType dtype)
    {
        foreach (int[] layer in Layers)
        {
            var c = new Case(layer, dtype);
            Assert.Equal(c.Run(ConvolutionAlgorithm.Direct), c.Run(ConvolutionAlgorithm.Channels));
        }
    }

    [Fact]
    public void Tiles_of_two_by_two_are_the_same_but_for_rounding()
    {
        foreach (int[] layer in Layers)
        {
            var c = new Case(layer, DType.Float32);
            if (c.Chosen != ConvolutionAlgorithm.Winograd)
                continue;
            double[] direct = c.Run(ConvolutionAlgorithm.Direct), tiles = c.Run(ConvolutionAlgorithm.Winograd);
            double largest = direct.Max(Math.Abs);
            for (int i = 0; i < direct.Length; i++)
                Assert.InRange(tiles[i], direct[i] - (1e-5 * largest), direct[i] + (1e-5 * largest));
        }
    }

    [Fact]
    public void What_is_chosen_has_the_bits_of_the_direct_way_but_for_Winograds()
    {
        foreach (int[] layer in Layers)
        {
            var c = new Case(layer, DType.Float32);
            bool isSame = c.Run(ConvolutionAlgorithm.Direct).AsSpan().SequenceEqual(c.Run(null));
            Assert.Equal(c.Chosen != ConvolutionAlgorithm.Winograd, isSame);
        }
    }

    [Fact]
    public void Every_way_is_chosen_somewhere() => Assert.Equal(
        Enum.GetValues<ConvolutionAlgorithm>(),
        Layers.Select(layer => new Case(layer, DType.Float32).Chosen).Distinct().Order());

    private sealed class Case
    {
        private readonly Tensor _x, _weight, _bias, _y;
        private readonly ConvolutionParameters _parameters;

        public Case(int[] l, DType dtype)
        {
            var rng = new Rng((ulong)(l[1] + l[2]));
            _x = Tensor.Randn([l[0], l[1], l[3], l[3]], dtype, rng);
            _weight = Tensor.Randn([l[2], l[1] / l[7], l[4], l[4]], dtype, rng);
            _bias = Tensor.Randn([l[2]], dtype, rng);
            _parameters = new ConvolutionParameters(l[5], l[6], 1, l[7]);
            int made = ((l[3] + (2 * l[6]) - l[4]) / l[5]) + 1;
            _y = Tensor.Zeros([l[0], l[2], made, made], dtype);
        }

        public ConvolutionAlgorithm Chosen =>
            ConvolutionChoice.Forward(_weight, _parameters, (_y.Shape[2], _y.Shape[3]));

        public double[] Run(ConvolutionAlgorithm? way)
        {
            Device.Cpu.Fill(_y, -77.0);
            CpuConvolution.Convolve(
                ConvolutionWork.Of(new ConvolutionOperands(_x, _weight, _bias, _parameters, _y, Epilogue.Relu)), way);
            return _y.To(DType.Float64).ToArray<double>();
        }
    }
}
