using System.Security.Cryptography;

namespace Madaline.Tests.Ops;

/// <summary>Large results and gradients have the same bits for every number of threads.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class SameBitsTests
{
    public static TheoryData<string> All => OpTable.Names(_ => true);

    [Theory]
    [MemberData(nameof(All))]
    public void Bits_do_not_depend_on_the_number_of_threads(string op)
    {
        OpRow row = OpTable.Row(op);
        string alone = ThreadsCollection.With(1, () => Hash(row, DType.Float32, Layout.Plain));
        foreach (int threads in (int[])[2, 3, 8])
            Assert.Equal(alone, ThreadsCollection.With(threads, () => Hash(row, DType.Float32, Layout.Plain)));
        string turned = ThreadsCollection.With(1, () => Hash(row, DType.Float32, Layout.Transposed));
        Assert.Equal(turned, ThreadsCollection.With(3, () => Hash(row, DType.Float32, Layout.Transposed)));
    }

    [Theory]
    [InlineData(130, 70, 1100)]
    [InlineData(1, 300, 2000)]
    [InlineData(517, 1, 600)]
    [InlineData(64, 129, 513)]
    public void A_product_has_the_same_bits_for_any_threads_and_any_layout(int m, int n, int k)
    {
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            Tensor a = Tensor.Randn([m, k], dtype, new Rng(1)), b = Tensor.Randn([k, n], dtype, new Rng(2));
            Tensor aTurned = a.T.Clone().T, bTurned = b.T.Clone().T;
            string alone = ThreadsCollection.With(1, () => Hash([a.MatMul(b)]));
            foreach (int threads in (int[])[1, 2, 3, 8])
            {
                Assert.Equal(alone, ThreadsCollection.With(threads, () => Hash([a.MatMul(b)])));
                Assert.Equal(alone, ThreadsCollection.With(threads, () => Hash([aTurned.MatMul(b)])));
                Assert.Equal(alone, ThreadsCollection.With(threads, () => Hash([a.MatMul(bTurned)])));
            }
        }
    }

    private static string Hash(OpRow row, DType dtype, Layout layout)
    {
        Tensor[] operands = Operands.Make(row, Large(row), dtype, Device.Cpu, _ => layout);
        foreach (Tensor x in operands)
            x.RequiresGrad = row.HasGradient;
        Tensor y = row.Run(operands);
        if (row.HasGradient)
            y.Backward(Operands.Gradient(y));
        return Hash([y, .. operands.Select(x => x.Grad).OfType<Tensor>()]);
    }

    private static string Hash(Tensor[] results)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Tensor x in results)
        {
            // Bits, not values: each dtype as it lies in memory.
            var bytes = new byte[x.Elements * x.DType.Size()];
            x.Device.Download(x.Detach().Contiguous(), bytes);
            hash.AppendData(bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static Shape[] Large(OpRow row)
    {
        if (row.LargeShapes is { } large)
            return large;
        if (row.Name == "eye")
            return [[20_011]];
        if (ReferenceEquals(row.Shapes, OpShapes.Matrices) || row.Name.StartsWith("concat", StringComparison.Ordinal) && row.Shapes[0][0].Rank == 2)
            return [.. row.Shapes[0].Select<Shape, Shape>(_ => [367, 307])];
        Shape[] first = row.Shapes[0];
        return (first.Length, first[0].Rank) switch
        {
            (1, 1) => [[100_003]],
            (1, _) => [[37, 51, 67]],
            (2, 1) => row.Name == "mul/outer" ? [[401], [307]] : [[100_003], [100_003]],
            (2, _) => row.Name switch
            {
                "linear/no bias" => [[130, 1100], [70, 1100]],
                _ when row.Name.StartsWith("scatter", StringComparison.Ordinal) => [[367, 307], [367, 307]],
                _ => [[130, 1100], [1100, 70]],
            },
            _ => row.Name == "linear" ? [[130, 1100], [70, 1100], [70]] : [[100_003], [100_003], [100_003]],
        };
    }
}
