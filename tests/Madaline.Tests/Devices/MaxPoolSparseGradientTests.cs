using Madaline.Devices;
using Madaline.Devices.Cpu.Convolution.MaxPoolSparse;
using Madaline.Ops;

namespace Madaline.Tests.Devices;

/// <summary>Gradients over picked pixels alone have the bits of those over all pixels.</summary>
public class MaxPoolSparseGradientTests
{
    /// <summary>Images, channels, kernels, kernel's rows and columns, image's rows and columns, padding.</summary>
    public static TheoryData<int[]> Shapes { get; } =
    [
        new int[] { 4, 3, 6, 5, 5, 32, 32, 0 },
        new int[] { 4, 6, 16, 5, 5, 14, 14, 0 },
        new int[] { 19, 6, 16, 5, 5, 14, 14, 0 },
        new int[] { 1, 3, 6, 5, 5, 32, 32, 0 },
        new int[] { 300, 1, 2, 3, 3, 10, 10, 0 },
        new int[] { 7, 8, 5, 3, 3, 16, 16, 1 },
        new int[] { 3, 1, 2, 3, 3, 10, 17, 1 },
        new int[] { 5, 4, 9, 3, 3, 9, 55, 1 },
        new int[] { 40, 2, 3, 5, 5, 12, 12, 2 },
        new int[] { 3, 5, 4, 7, 3, 20, 13, 1 },
        new int[] { 2, 4, 4, 2, 5, 11, 12, 0 },
    ];

    /// <summary>As above, of more channels than a register holds, or kernels of another width.</summary>
    public static TheoryData<int[]> KernelShapes { get; } =
    [
        new int[] { 2, 11, 3, 3, 3, 12, 12, 1 },
        new int[] { 2, 11, 3, 2, 2, 12, 12, 0 },
        new int[] { 3, 17, 4, 6, 4, 13, 14, 0 },
        new int[] { 2, 5, 2, 7, 7, 24, 30, 3 },
        new int[] { 3, 16, 4, 3, 3, 12, 12, 1 },
        new int[] { 20, 24, 3, 5, 3, 14, 20, 0 },
        new int[] { 2, 40, 9, 3, 3, 30, 30, 1 },
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void All_gradients_have_the_bits_of_the_general_ones(int[] sizes)
    {
        var made = new Layer(sizes, seed: 1);
        made.AssertSame(withInput: true, expectPicked: true);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    [MemberData(nameof(KernelShapes))]
    public void Without_the_input_s_gradient_too(int[] sizes)
    {
        var made = new Layer(sizes, seed: 2);
        made.AssertSame(withInput: false, expectPicked: true);
    }

    [Theory]
    [MemberData(nameof(KernelShapes))]
    public void Where_only_the_input_s_gradient_is_another_s_the_rest_is_picked(int[] sizes)
    {
        var made = new Layer(sizes, seed: 9);
        made.AssertSame(withInput: true, expectPicked: false);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_no_number_meets_zeros_as_well(float value)
    {
        int[] sizes = [4, 6, 16, 5, 5, 14, 14, 0];
        var weight = new Layer(sizes, seed: 3);
        weight.Weight.AsWritableSpan<float>()[777] = value;
        weight.AssertSame(withInput: true, expectPicked: false);
        var x = new Layer(sizes, seed: 4);
        x.X.AsWritableSpan<float>()[^5] = value;
        x.AssertSame(withInput: true, expectPicked: false);
        var dy = new Layer(sizes, seed: 5);
        dy.Dy.AsWritableSpan<float>()[26] = value;
        dy.AssertSame(withInput: true, expectPicked: false);
    }

    [Fact]
    public void A_product_too_small_for_a_number_leaves_the_zero_that_the_general_gradient_leaves()
    {
        int[] sizes = [3, 2, 4, 3, 3, 10, 12, 0];
        var layer = new Layer(sizes, seed: 6);
        foreach (ref float w in layer.Weight.AsWritableSpan<float>())
            w *= 1e-30f;
        foreach (ref float d in layer.Dy.AsWritableSpan<float>())
            d *= 1e-30f;
        layer.AssertSame(withInput: true, expectPicked: false);
        layer.AssertSame(withInput: false, expectPicked: true);
    }

    [Fact]
    public void A_gradient_of_zeros_makes_zeros()
    {
        var layer = new Layer([4, 6, 16, 5, 5, 14, 14, 0], seed: 7);
        layer.Dy.AsWritableSpan<float>().Clear();
        layer.AssertSame(withInput: true, expectPicked: true);
        layer.Dy.AsWritableSpan<float>().Fill(-0f);
        layer.AssertSame(withInput: true, expectPicked: true);
    }

    [Theory]
    [InlineData(4, 6, 16, 5, 5, 14, 11, 0)]
    [InlineData(4, 6, 1, 5, 5, 14, 14, 0)]
    [InlineData(4, 3, 6, 5, 5, 10, 64, 0)]
    [InlineData(2, 3, 4, 1, 1, 10, 12, 0)]
    [InlineData(2, 41, 4, 3, 3, 30, 30, 1)]
    public void Other_shapes_are_left_to_the_general_gradient(
        int images, int channels, int kernels, int kernelRows, int kernelColumns, int rows, int columns, int padding)
    {
        var layer = new Layer([images, channels, kernels, kernelRows, kernelColumns, rows, columns, padding], seed: 8);
        layer.AssertSame(withInput: false, expectPicked: false);
    }

    private sealed class Layer
    {
        private readonly ConvolutionEpilogue _epilogue;
        private readonly ConvolutionParameters _parameters;
        private readonly Tensor _y, _indices;

        public Layer(int[] sizes, ulong seed)
        {
            var (n, kernels, padding) = (sizes[0], sizes[2], sizes[7]);
            var rng = new Rng(seed);
            X = Tensor.Randn([n, sizes[1], sizes[5], sizes[6]], rng: rng);
            Weight = Tensor.Randn([kernels, sizes[1], sizes[3], sizes[4]], rng: rng);
            Tensor bias = Tensor.Randn([kernels], rng: rng);
            int rows = sizes[5] + (2 * padding) - sizes[3] + 1, columns = sizes[6] + (2 * padding) - sizes[4] + 1;
            _epilogue = new ConvolutionEpilogue(true, true, Pairs(rows), Pairs(columns));
            _parameters = new ConvolutionParameters(1, padding, 1, 1);
            _y = Tensor.Empty([n, kernels, rows / 2, columns / 2], DType.Float32, Device.Cpu);
            _indices = Tensor.Empty(_y.Shape, DType.Int32, Device.Cpu);
            ConvolutionForms.Forward(_epilogue, X, Weight, bias, _parameters, _y, _indices);
            Dy = Tensor.Randn(_y.Shape, rng: rng);
        }

        public Tensor X { get; }

        public Tensor Weight { get; }

        public Tensor Dy { get; }

        public void AssertSame(bool withInput, bool expectPicked)
        {
            Tensor dz = Tensor.Empty([_y.Shape[0], _y.Shape[1], _epilogue.Rows.Size, _epilogue.Columns.Size], DType.Float32,
                Device.Cpu);
            Tensor dx = Tensor.EmptyLike(X), dw = Tensor.EmptyLike(Weight);
            Tensor db = Tensor.Empty([1, Weight.Shape[0], 1, 1], DType.Float32, Device.Cpu);
            ConvolutionForms.EpilogueGradient(_epilogue, Dy, _y, _indices, dz);
            Device.Cpu.Reduce(default(SumReduction), dz, db);
            Device.Cpu.KernelGradient(X, dz, _parameters, dw);
            Device.Cpu.ConvolveTransposed(dz, Weight, null, _parameters, dx);

            var work = new ConvolutionGradient(_epilogue, _parameters, Dy, _y, _indices, X, Weight,
                withInput ? Tensor.EmptyLike(X) : null, Tensor.EmptyLike(Weight),
                Tensor.Empty([Weight.Shape[0]], DType.Float32, Device.Cpu));
            Assert.Equal(expectPicked, MaxPoolSparseGradient.TryRun(work));
            ConvolutionForms.Gradient(work);
            AssertBits(dw, work.Dw!);
            AssertBits(db, work.Db!);
            if (withInput)
                AssertBits(dx, work.Dx!);
        }

        private static Windows Pairs(int size) => new(size, size / 2, 2, 2, 0, 1);

        private static void AssertBits(Tensor expected, Tensor actual)
        {
            float[] left = expected.ToArray<float>(), right = actual.ToArray<float>();
            Assert.Equal(left.Select(BitConverter.SingleToInt32Bits), right.Select(BitConverter.SingleToInt32Bits));
        }
    }
}
