using Madaline.Data;

namespace Madaline.Tests.Data.Transforms;

public sealed class ErasingAndMixingTests
{
    [Theory]
    [MemberData(nameof(Pictures.DTypes), MemberType = typeof(Pictures))]
    public void One_rectangle_is_erased_in_all_channels(DType dtype)
    {
        Tensor x = Tensor.Full([50, 2, 10, 12], 1, dtype);
        double[] y = Pictures.Numbers(new RandomErasing(1, 0.1, 0.3, 0.5, 2, value: 7).Apply(x, new Rng(1)));
        for (int i = 0; i < 50; i++)
        {
            double[] image = y[(i * 240)..((i + 1) * 240)];
            Assert.Equal(image[..120], image[120..]);
            int[] erased = [.. Enumerable.Range(0, 120).Where(p => image[p] == 7)];
            int[] rows = [.. erased.Select(p => p / 12).Distinct()], columns = [.. erased.Select(p => p % 12).Distinct()];
            Assert.Equal(rows.Length * columns.Length, erased.Length);
            Assert.Equal((rows.Length - 1, columns.Length - 1), (rows[^1] - rows[0], columns.Max() - columns.Min()));
            Assert.InRange(erased.Length, 120 * 0.1 * 0.7, 120 * 0.3 * 1.3);
            Assert.InRange((double)rows.Length / columns.Length, 0.4, 2.6);
            Assert.All(image, v => Assert.True(v is 1 or 7));
        }
    }

    [Fact]
    public void Erasing_comes_as_often_as_asked()
    {
        float[] y = new RandomErasing(0.3).Apply(Tensor.Ones([2000, 1, 8, 8]), new Rng(1)).ToArray<float>();
        Assert.InRange(y.Chunk(64).Count(image => image.Contains(0)), 530, 670);
        Assert.DoesNotContain(0, new RandomErasing(0).Apply(Tensor.Ones([20, 1, 8, 8])).ToArray<float>());
        Assert.DoesNotContain(0, new RandomErasing(1, 1, 1).Apply(Tensor.Ones([20, 1, 8, 8])).ToArray<float>());
    }

    [Fact]
    public void Mixup_blends_samples_and_targets_with_one_weight()
    {
        // Sample i holds 10^i everywhere, so that a blend tells its partner and its weight.
        Tensor x = Tensor.From(new float[] { 1, 1, 10, 10, 100, 100, 1000, 1000 }, [4, 2]);
        for (ulong seed = 0; seed < 20; seed++)
        {
            var mixed = new MixUp(4).Apply(new Batch(x, Tensor.From(new long[] { 0, 1, 2, 3 })), new Rng(seed));
            float[] y = mixed.Inputs.ToArray<float>(), p = mixed.Targets.ToArray<float>();
            Assert.Equal((DType.Float32, "[4, 4]"), (mixed.Targets.DType, mixed.Targets.Shape.ToString()));
            for (int i = 0; i < 4; i++)
            {
                float[] row = p[(i * 4)..((i + 1) * 4)];
                Assert.Equal(1, row.Sum(), 1e-6);
                Assert.Equal(y[2 * i], row[0] + (row[1] * 10) + (row[2] * 100) + (row[3] * 1000), 1e-3);
                Assert.Equal(y[2 * i], y[(2 * i) + 1]);
            }
        }

        Assert.Equal([1, 1, 10, 10, 100, 100, 1000, 1000], x.ToArray<float>());
    }

    [Fact]
    public void Cutmix_pastes_a_rectangle_and_its_share_of_the_target()
    {
        Tensor x = (Tensor.Arange(5) + 1L).To(DType.UInt8).Reshape(5, 1, 1, 1).Expand(5, 2, 7, 9).Contiguous();
        for (ulong seed = 0; seed < 20; seed++)
        {
            var mixed = new CutMix(5).Apply(new Batch(x, Tensor.Arange(5)), new Rng(seed));
            byte[] y = mixed.Inputs.ToArray<byte>();
            float[] p = mixed.Targets.ToArray<float>();
            for (int i = 0; i < 5; i++)
            {
                for (int c = 0; c < 5; c++)
                    Assert.Equal(y[(i * 126)..((i + 1) * 126)].Count(v => v == c + 1) / 126.0, p[(i * 5) + c], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(4)]
    public void Weights_have_the_mean_and_variance_of_a_beta_distribution(double alpha)
    {
        var rng = new Rng(6);
        double[] weights = [.. Enumerable.Range(0, 20000).Select(_ => BetaWeight.Next(rng, alpha))];
        Assert.All(weights, w => Assert.InRange(w, 0, 1));
        double mean = weights.Average(), variance = weights.Average(w => (w - mean) * (w - mean));
        double expected = 1 / (4 * ((2 * alpha) + 1));
        Assert.Equal(0.5, mean, 0.012);
        Assert.Equal(expected, variance, expected * 0.05);
        Assert.All(Enumerable.Range(0, 200), _ => Assert.InRange(BetaWeight.Next(rng, 0.001), 0, 1));
    }

    [Fact]
    public void Probabilities_are_mixed_again_and_p_decides_how_often()
    {
        var batch = new Batch(Pictures.Noise(DType.Float32, 1, 6, 1, 4, 4), Tensor.From(new long[] { 0, 1, 2, 0, 1, 2 }));
        Batch twice = new MixUp(3).Then(new CutMix(3)).Apply(batch, new Rng(2));
        Assert.All(twice.Targets.ToArray<float>().Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-6));
        int mixed = Enumerable.Range(0, 300).Count(seed => !new MixUp(3, p: 0.3).Apply(batch, new Rng((ulong)seed)).Inputs
            .ToArray<float>().SequenceEqual(batch.Inputs.ToArray<float>()));
        Assert.InRange(mixed, 65, 115);
        Batch plain = new CutMix(3, p: 0).Apply(batch, new Rng(2));
        Assert.Equal([1, 0, 0, 0, 1, 0], plain.Targets.ToArray<float>()[..6]);
        Assert.Equal([0, 3], new MixUp(3).Apply(new Batch(Tensor.Zeros([0, 1, 4, 4]), Tensor.Zeros([0], DType.Int64))).Targets.Shape.ToArray());
        Assert.Null(new MixUp(3).InEvaluation);
    }

    [Fact]
    public void The_loader_hands_out_the_same_mixtures_with_and_without_prefetch()
    {
        Tensor images = Pictures.Noise(DType.UInt8, 1, 30, 3, 8, 9);
        Transform transform = new ToFloat().Then(new CutMix(30, p: 0.5)).Then(new MixUp(30));
        float[][] plain = All(prefetch: false);
        Assert.Equal(plain, All(prefetch: true));

        float[][] All(bool prefetch) => [.. Pictures.Loader(images, transform, prefetch)
            .Select(b => (float[])[.. b.Inputs.ToArray<float>(), .. b.Targets.ToArray<float>()])];
    }

    [Fact]
    public void What_cannot_be_mixed_is_refused()
    {
        Tensor x = Tensor.Zeros([2, 1, 3, 3]);
        Refuse("needs classes. targets is Float32 [2]", () => new MixUp(3).Apply(new Batch(x, Tensor.Zeros([2]))));
        Refuse("Target 1 is 3; expected 0 to 2", () => new MixUp(3).Apply(new Batch(x, Tensor.From(new long[] { 0, 3 }))));
        Refuse("Use ToFloat before it", () => new MixUp(3).Apply(new Batch(x.To(DType.UInt8), Tensor.Arange(2))));
        Refuse("cutmix: needs images", () => new CutMix(3).Apply(new Batch(Tensor.Zeros([2, 4]), Tensor.Arange(2))));
        Refuse("Use Apply(Batch)", () => new MixUp(3).Apply(x));
        Refuse("Use mixup", () => new CutMix(3).OutputShape([4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixUp(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CutMix(3, alpha: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CutMix(3, p: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomErasing(areaMin: 0.5, areaMax: 0.4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomErasing(ratioMin: 0));

        static void Refuse(string message, Func<object> action) =>
            Assert.Contains(message, Assert.Throws<TensorException>(action).Message);
    }
}
