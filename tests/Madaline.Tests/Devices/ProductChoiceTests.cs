using Madaline.Devices;
using Madaline.Devices.Cpu.Products;
using Madaline.Tensors;

namespace Madaline.Tests.Devices;

/// <summary>Every way to do a product, forced on the same table, gives the same bits; each is chosen somewhere.</summary>
public sealed class ProductChoiceTests
{
    /// <summary>Rows, columns, inner size: where the choice changes, and where tiles and panels end.</summary>
    private static readonly int[][] Sizes =
    [
        [1, 1, 1], [1, 16, 1], [300, 300, 1], [7, 9, 1], [2, 3, 4], [8, 8, 8], [1, 10, 512], [1, 33, 64], [1, 15, 784],
        [1, 100, 1100], [2, 30, 70], [3, 65, 513], [4, 128, 40], [5, 128, 40], [40, 3, 40], [100, 1, 130], [130, 4, 33],
        [6, 32, 16], [7, 33, 17], [64, 15, 784], [48, 49, 512], [33, 97, 513], [130, 130, 300], [17, 200, 1],
    ];

    public static TheoryData<string, DType> Ways { get; } =
        new(from way in Enum.GetNames<ProductAlgorithm>()
            from dtype in (DType[])[DType.Float32, DType.Float64]
            select (way, dtype));

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_forced_way_has_the_bits_of_the_tiles(string name, DType dtype)
    {
        var way = Enum.Parse<ProductAlgorithm>(name);
        int ran = 0;
        foreach (Case c in Cases(dtype))
        {
            if (!ProductChoice.CanRun(way, c.Product()))
                continue;
            ran++;
            byte[] expected = c.Expected(), actual = c.Run(way);
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"{way}: {c}");
            Assert.True(expected.AsSpan().SequenceEqual(c.Run(null)), $"chosen: {c}");
        }

        Assert.InRange(ran, 3, int.MaxValue);
    }

    [Fact]
    public void Every_way_is_chosen_somewhere() => Assert.Equal(
        Enum.GetValues<ProductAlgorithm>(),
        Cases(DType.Float32).Select(c => ProductChoice.Of(c.Product())).Distinct().Order());

    private static IEnumerable<Case> Cases(DType dtype)
    {
        ulong seed = 1;
        foreach (int[] sizes in Sizes)
        {
            for (int layout = 0; layout < 8; layout++)
            {
                var rng = new Rng(seed++);
                bool leftTransposed = (layout & 1) != 0, rightTransposed = (layout & 2) != 0, hasBias = (layout & 4) != 0;
                Tensor a = leftTransposed
                    ? Tensor.Randn([sizes[2], sizes[0]], dtype, rng).T
                    : Tensor.Randn([sizes[0], sizes[2]], dtype, rng);
                Tensor b = rightTransposed
                    ? Tensor.Randn([sizes[1], sizes[2]], dtype, rng).T
                    : Tensor.Randn([sizes[2], sizes[1]], dtype, rng);
                yield return new Case(a, b, hasBias ? Tensor.Randn([sizes[1]], dtype, rng) : null, hasBias);
            }
        }
    }

    private sealed record Case(Tensor A, Tensor B, Tensor? Bias, bool Relu)
    {
        /// <summary>Its sizes and strides, which are all that a choice looks at.</summary>
        public unsafe Product<float, Numerics.F32x8, Numerics.F32x8> Product() => new()
        {
            M = A.Shape[0],
            N = B.Shape[1],
            K = A.Shape[1],
            ARow = A.Strides[0],
            AColumn = A.Strides[1],
            BRow = B.Strides[0],
            BColumn = B.Strides[1],
            YRow = B.Shape[1],
            YColumn = 1,
            Bias = Bias is null ? null : (float*)1,
            BiasColumn = Bias is null ? 0 : 1,
        };

        public byte[] Run(ProductAlgorithm? way)
        {
            Tensor y = Tensor.Full([A.Shape[0], B.Shape[1]], -77, A.DType);
            CpuMatMul.Run(new(A, B, Bias, y, Relu ? Epilogue.Relu : Epilogue.None), way);
            var bytes = new byte[y.Elements * y.DType.Size()];
            Device.Cpu.Download(y, bytes);
            return bytes;
        }

        /// <summary>Decision 3: chains of 512 fused multiply-adds, added in order; then the bias, then ReLU.</summary>
        public byte[] Expected() => A.DType == DType.Float32 ? Sums<float>() : Sums<double>();

        private byte[] Sums<T>() where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            int m = A.Shape[0], n = B.Shape[1], depth = A.Shape[1];
            T[] a = A.ToArray<T>(), b = B.ToArray<T>(), y = new T[m * n];
            T[]? bias = Bias?.ToArray<T>();
            for (int i = 0; i < y.Length; i++)
            {
                T total = T.Zero;
                for (int start = 0; start < depth; start += 512)
                {
                    T chain = T.Zero;
                    for (int k = start; k < Math.Min(depth, start + 512); k++)
                        chain = T.FusedMultiplyAdd(a[(i / n * depth) + k], b[(k * n) + (i % n)], chain);
                    total = start == 0 ? chain : total + chain;
                }

                total = bias is null ? total : total + bias[i % n];
                y[i] = Relu ? T.Max(total, T.Zero) : total;
            }

            return System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(y).ToArray();
        }

        public override string ToString() =>
            $"{A.Shape} · {B.Shape}, strides {string.Join(',', A.Strides)} and {string.Join(',', B.Strides)}";
    }
}
