using Madaline.NN;

namespace Madaline.Tests.NN;

/// <summary>The fused cross-entropy gives the bits of what it is made of.</summary>
public sealed class CrossEntropyBitsTests
{
    public static TheoryData<int, int, DType, LossReduction> Cases()
    {
        var cases = new TheoryData<int, int, DType, LossReduction>();
        foreach (var (rows, classes) in new[] { (1, 1), (1, 3), (5, 8), (7, 10), (64, 33), (700, 10), (3, 5000), (4096, 5), (4097, 5) })
        {
            foreach (var dtype in new[] { DType.Float32, DType.Float64 })
            {
                cases.Add(rows, classes, dtype, LossReduction.Mean);
                cases.Add(rows, classes, dtype, LossReduction.Sum);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_and_gradient_are_those_of_log_softmax_gather_and_sum(int rows, int classes, DType dtype, LossReduction reduction)
    {
        Tensor logits = Tensor.Normal([rows, classes], 0, 3, dtype, new Rng(5));
        Tensor target = Tensor.RandInt(0, classes, [rows], rng: new Rng(6));
        Tensor fused = logits.Clone().WithGrad(), composed = logits.Clone().WithGrad();
        Tensor loss = new CrossEntropyLoss(reduction: reduction).Call(fused, target);
        Tensor picked = composed.LogSoftmax(1).Gather(1, target.Unsqueeze(1)).Squeeze(1);
        Tensor expected = picked.Sum() / -(reduction == LossReduction.Mean ? (double)rows : 1);
        (loss * 0.7).Backward();
        (expected * 0.7).Backward();
        Assert.Equal(Bits(expected), Bits(loss));
        Assert.Equal(Bits(composed.Grad!), Bits(fused.Grad!));
    }

    [Fact]
    public void What_it_saved_goes_back_with_backward_and_a_second_one_is_refused()
    {
        Tensor logits = Tensor.Randn([4, 3], rng: new Rng(1)).WithGrad(), target = Tensor.From([0L, 2, 1, 1]);
        Tensor loss = new CrossEntropyLoss().Call(logits, target);
        loss.Backward();
        var error = Assert.Throws<TensorException>(() => loss.Backward());
        Assert.Equal("cross_entropy", error.Op);
    }

    private static ulong[] Bits(Tensor x) =>
        Array.ConvertAll(x.Detach().To(DType.Float64).ToArray<double>(), BitConverter.DoubleToUInt64Bits);
}
