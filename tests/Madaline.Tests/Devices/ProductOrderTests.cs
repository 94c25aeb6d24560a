using Madaline.Tensors;

namespace Madaline.Tests.Devices;

/// <summary>Every product has the sums of decision 3 to the last bit, whichever way it is done.</summary>
public class ProductOrderTests
{
    private const int Chunk = 512;

    /// <summary>Sizes where paths change: tiles, panels, few rows, packing, stripes, chunks.</summary>
    private static readonly int[] Sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 48, 49, 64, 65, 97, 130];

    private static readonly int[] Lengths = [1, 2, 7, 8, 9, 16, 33, 64, 129, 257, 511, 512, 513, 800, 1100];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_product_has_the_documented_sums(int seed)
    {
        var rng = new Random(seed);
        for (int i = 0; i < 250; i++)
        {
            int m = Sizes[rng.Next(Sizes.Length)], n = Sizes[rng.Next(Sizes.Length)];
            int k = Lengths[rng.Next(m * n > 4000 ? 9 : Lengths.Length)];
            Tensor a = Operand(m, k, rng), b = Operand(k, n, rng);
            Check(a, b, null, relu: false, a.MatMul(b), $"{m}x{n}x{k}");
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void A_linear_layer_with_its_rectifier_has_the_documented_sums(int seed)
    {
        var rng = new Random(seed);
        for (int i = 0; i < 150; i++)
        {
            int m = Sizes[rng.Next(Sizes.Length)], n = Sizes[rng.Next(Sizes.Length)];
            int k = Lengths[rng.Next(m * n > 4000 ? 9 : Lengths.Length)];
            Tensor x = Operand(m, k, rng), weight = Operand(n, k, rng);
            Tensor? bias = rng.Next(2) == 0 ? null : Tensor.Randn([n], rng: new Rng((ulong)rng.Next()));
            bool relu = rng.Next(2) == 0;
            Check(x, weight.T, bias, relu, x.Linear(weight, bias, relu), $"linear {m}x{n}x{k}");
        }
    }

    [Theory]
    [InlineData(64, 7, 784)]
    [InlineData(48, 8, 513)]
    [InlineData(33, 15, 64)]
    [InlineData(15, 65, 1025)]
    public void Sums_in_double_precision_have_the_same_order(int m, int n, int k)
    {
        Tensor x = Tensor.Randn([m, k], DType.Float64, new Rng(1)), w = Tensor.Randn([n, k], DType.Float64, new Rng(2));
        double[] left = x.ToArray<double>(), right = w.ToArray<double>(), found = x.Linear(w).ToArray<double>();
        for (int i = 0; i < found.Length; i++)
        {
            double sum = 0;
            for (int start = 0; start < k; start += Chunk)
            {
                double part = 0;
                for (int j = start; j < Math.Min(start + Chunk, k); j++)
                    part = Math.FusedMultiplyAdd(left[(i / n * k) + j], right[(i % n * k) + j], part);
                sum = start == 0 ? part : sum + part;
            }

            Assert.Equal(sum, found[i]);
        }
    }

    [Theory]
    [InlineData(10, 7)]
    [InlineData(3, 10)]
    [InlineData(5, 8)]
    [InlineData(40, 100)]
    public void A_column_times_a_row_is_each_product_from_zero(int m, int n)
    {
        var rng = new Random(7);
        for (int round = 0; round < 8; round++)
        {
            Tensor x = Operand(m, 1, rng), weight = Operand(n, 1, rng), bias = Tensor.Randn([n], rng: new Rng(3));
            x[0] = Tensor.Full([1], -0.0f);
            Tensor y = x.MatMul(weight.T);
            Check(x, weight.T, null, relu: false, y, $"{m}x{n}x1");
            Assert.DoesNotContain(y.ToArray<float>(), value => value == 0 && float.IsNegative(value));
            Check(x, weight.T, bias, relu: true, x.Linear(weight, bias, relu: true), $"linear {m}x{n}x1");
        }
    }

    [Fact]
    public void Large_products_have_the_documented_sums_in_their_corners()
    {
        foreach (var (m, n, k) in ((int, int, int)[])[(5000, 60, 520), (70, 5000, 1300), (600, 700, 1100)])
        {
            Tensor a = Tensor.Randn([m, k], rng: new Rng(1)), b = Tensor.Randn([k, n], rng: new Rng(2));
            float[] y = a.MatMul(b).ToArray<float>(), left = a.ToArray<float>(), right = b.ToArray<float>();
            foreach (int row in (int[])[0, 1, m / 2, 4097 % m, m - 1])
            {
                foreach (int column in (int[])[0, n / 2, n - 1])
                    Assert.Equal(Sum(left, right, row, column, k, n), y[(row * n) + column]);
            }
        }
    }

    /// <summary>A matrix that lies as it is, turned, or with gaps.</summary>
    private static Tensor Operand(int rows, int columns, Random rng)
    {
        var numbers = new Rng((ulong)rng.Next());
        return rng.Next(3) switch
        {
            0 => Tensor.Randn([rows, columns], rng: numbers),
            1 => Tensor.Randn([columns, rows], rng: numbers).T,
            _ => Tensor.Randn([rows, 2, columns], rng: numbers).Select(1, 1),
        };
    }

    private static void Check(Tensor a, Tensor b, Tensor? bias, bool relu, Tensor y, string what)
    {
        int m = y.Shape[0], n = y.Shape[1], k = a.Shape[1];
        float[] left = a.Contiguous().ToArray<float>(), right = b.Contiguous().ToArray<float>();
        float[] found = y.ToArray<float>(), summand = bias?.ToArray<float>() ?? [];
        for (int i = 0; i < found.Length; i++)
        {
            float expected = Sum(left, right, i / n, i % n, k, n);
            if (bias is not null)
                expected += summand[i % n];
            if (relu)
                expected = MathF.Max(expected, 0);
            if (expected != found[i])
                Assert.Fail($"{what}: element [{i / n}, {i % n}] is {found[i]:R}, expected {expected:R}");
        }
    }

    /// <summary>Chunks of k, each a chain of fused multiply-adds from zero, added in order.</summary>
    private static float Sum(float[] a, float[] b, int row, int column, int length, int columns)
    {
        float sum = 0;
        for (int start = 0; start < length; start += Chunk)
        {
            float part = 0;
            for (int k = start; k < Math.Min(start + Chunk, length); k++)
                part = MathF.FusedMultiplyAdd(a[(row * length) + k], b[(k * columns) + column], part);
            sum = start == 0 ? part : sum + part;
        }

        return sum;
    }
}
