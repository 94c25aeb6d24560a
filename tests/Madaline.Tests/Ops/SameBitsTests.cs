using Madaline.Tests.Bits;

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
        string alone = ThreadsCollection.With(1, () => OpBits.Large(row, OperandLayout.Plain));
        foreach (int threads in (int[])[2, 3, 8])
            Assert.Equal(alone, ThreadsCollection.With(threads, () => OpBits.Large(row, OperandLayout.Plain)));
        string transposed = ThreadsCollection.With(1, () => OpBits.Large(row, OperandLayout.Transposed));
        Assert.Equal(transposed, ThreadsCollection.With(3, () => OpBits.Large(row, OperandLayout.Transposed)));
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
            Tensor aTransposed = a.T.Clone().T, bTransposed = b.T.Clone().T;
            string alone = ThreadsCollection.With(1, () => BitSum.Of([a.MatMul(b)]));
            foreach (int threads in (int[])[1, 2, 3, 8])
            {
                Assert.Equal(alone, ThreadsCollection.With(threads, () => BitSum.Of([a.MatMul(b)])));
                Assert.Equal(alone, ThreadsCollection.With(threads, () => BitSum.Of([aTransposed.MatMul(b)])));
                Assert.Equal(alone, ThreadsCollection.With(threads, () => BitSum.Of([a.MatMul(bTransposed)])));
            }
        }
    }
}
