using Madaline.NN;

namespace Madaline.Tests.NN;

/// <summary>The fused cross-entropy gives the bits of what it is made of.</summary>
public sealed class CrossEntropyBitsTests
{
    public static TheoryData<int, int, DType, LossReduction> Cases()
    {
        var cases = new TheoryData<int, int, DType, LossReduction>();
        foreach (var (rows, classes) in new[] { (1, 1), (1, 3), (5, 8), (7, 10), (64, 10), (4, 2), (13, 4), (9, 16), (21, 17), (12, 31), (8, 32), (64, 33), (700, 10), (3, 5000), (4096, 5), (4097, 5) })
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

    [Theory]
    [MemberData(nameof(Cases))]
    public void Targets_to_ignore_count_for_nothing(int rows, int classes, DType dtype, LossReduction reduction)
    {
        Tensor logits = Tensor.Normal([rows, classes], 0, 3, dtype, new Rng(5));
        Tensor target = Tensor.RandInt(0, classes, [rows], rng: new Rng(6)), keeps = Tensor.RandInt(0, 3, [rows], rng: new Rng(7));
        target = Tensor.Where(keeps.EqualTo(0), -7L, target);
        Tensor fused = logits.Clone().WithGrad(), composed = logits.Clone().WithGrad();
        Tensor loss = new CrossEntropyLoss(ignoreIndex: -7, reduction: reduction).Call(fused, target);
        Tensor expected = new NllLoss(ignoreIndex: -7, reduction: reduction).Call(composed.LogSoftmax(1), target);
        (loss * 0.7).Backward();
        (expected * 0.7).Backward();
        Assert.Equal(Bits(expected), Bits(loss));
        Assert.Equal(Bits(composed.Grad!), Bits(fused.Grad!));
        if (keeps.EqualTo(0).Any().Item<bool>() && !keeps.EqualTo(0).All().Item<bool>())
            Assert.Equal(0, fused.Grad![keeps.EqualTo(0)].Abs().Max().Item<double>());
    }

    [Theory]
    [InlineData(64, 10)]
    [InlineData(9, 3)]
    [InlineData(6, 8)]
    [InlineData(11, 29)]
    public void Sums_of_short_rows_are_those_of_plain_loops(int rows, int classes)
    {
        Tensor logits = Tensor.Normal([rows, classes], 0, 3, rng: new Rng(8));
        float[] x = logits.ToArray<float>(), max = new float[rows], sum = new float[rows];
        for (int r = 0; r < rows; r++)
            max[r] = x.AsSpan(r * classes, classes).ToArray().Max();
        float[] e = Tensor.From(x.Select((value, i) => value - max[i / classes]).ToArray()).Exp().ToArray<float>();
        for (int r = 0; r < rows; r++)
            sum[r] = Across(e.AsSpan(r * classes, classes));
        float[] logs = Tensor.From(sum).Log().ToArray<float>();

        Tensor found = Tensor.EmptyLike(logits);
        Assert.True(Device.Cpu.TryCrossEntropy(
            logits, Tensor.Zeros([rows], DType.Int64), new(-100, Averages: false), found, Tensor.Zeros([])));
        Assert.Equal(x.Select((value, i) => value - max[i / classes] - logs[i / classes]), found.ToArray<float>());
    }

    [Fact]
    public void Infinite_and_undefined_logits_keep_to_their_row()
    {
        Tensor logits = Tensor.Normal([9, 10], 0, 3, rng: new Rng(9)), target = Tensor.RandInt(0, 10, [9], rng: new Rng(6));
        logits[2, 4] = Tensor.Full([], float.NaN);
        logits[3, 0] = Tensor.Full([], float.NegativeInfinity);
        logits[4, 9] = Tensor.Full([], float.PositiveInfinity);
        logits[8] = Tensor.Full([10], float.NegativeInfinity);
        Tensor fused = logits.Clone().WithGrad(), composed = logits.Clone().WithGrad();
        new CrossEntropyLoss().Call(fused, target).Backward();
        (composed.LogSoftmax(1).Gather(1, target.Unsqueeze(1)).Squeeze(1).Sum() / -9.0).Backward();
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

    /// <summary>The sum of a row as decision 3 has it: places of a lane of eight, then those by halves.</summary>
    private static float Across(ReadOnlySpan<float> row)
    {
        Span<float> places = stackalloc float[8];
        places.Clear();
        for (int j = 0; j < row.Length; j++)
            places[j % 8] += row[j];
        for (int half = 4; half >= 1; half /= 2)
        {
            for (int p = 0; p < half; p++)
                places[p] += places[p + half];
        }

        return places[0];
    }

    private static ulong[] Bits(Tensor x) =>
        Array.ConvertAll(x.Detach().To(DType.Float64).ToArray<double>(), BitConverter.DoubleToUInt64Bits);
}
