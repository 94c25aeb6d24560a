using Madaline.Data;

namespace Madaline.Tests.Data;

public sealed class WeightedRandomSamplerTests
{
    [Fact]
    public void Samples_come_as_often_as_their_weights_say()
    {
        double[] weights = [1, 0, 3, 6];
        int[] order = new WeightedRandomSampler(weights, 20_000).Order(new Rng(1));
        int[] counts = [.. Enumerable.Range(0, 4).Select(i => order.Count(drawn => drawn == i))];
        Assert.Equal(20_000, order.Length);
        Assert.Equal(0, counts[1]);
        Assert.Equal(0.1, counts[0] / 20_000.0, 0.01);
        Assert.Equal(0.3, counts[2] / 20_000.0, 0.015);
        Assert.Equal(0.6, counts[3] / 20_000.0, 0.015);
    }

    [Fact]
    public void Without_replacement_each_comes_once_and_heavy_ones_come_early()
    {
        double[] weights = [.. Enumerable.Range(0, 50).Select(i => i < 5 ? 100.0 : i == 7 ? 0 : 1)];
        var sampler = new WeightedRandomSampler(weights, 49, replacement: false);
        int early = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            int[] order = sampler.Order(new Rng(seed));
            Assert.Equal(49, order.Distinct().Count());
            Assert.DoesNotContain(7, order);
            early += order[..5].Count(drawn => drawn < 5);
        }

        Assert.InRange(early / 1000.0, 0.85, 0.99);
    }

    [Fact]
    public void Without_replacement_the_first_draws_have_the_chances_of_drawing_one_by_one()
    {
        var sampler = new WeightedRandomSampler([1, 2, 3], 2, replacement: false);
        int[] pairs = new int[9];
        for (ulong seed = 0; seed < 12_000; seed++)
        {
            int[] order = sampler.Order(new Rng(seed));
            pairs[(order[0] * 3) + order[1]]++;
        }

        double[] weights = [1, 2, 3];
        for (int first = 0; first < 3; first++)
        {
            for (int second = 0; second < 3; second++)
            {
                double chance = first == second ? 0 : weights[first] / 6 * weights[second] / (6 - weights[first]);
                Assert.Equal(chance, pairs[(first * 3) + second] / 12_000.0, 0.015);
            }
        }
    }

    [Fact]
    public void Classes_are_balanced_by_their_sizes()
    {
        long[] classes = [.. Enumerable.Range(0, 1000).Select(i => i % 50 == 0 ? 1L : 0L)];
        int[] order = WeightedRandomSampler.Balanced(Tensor.Wrap(classes), 4000).Order(new Rng(3));
        Assert.Equal(0.5, order.Count(i => classes[i] == 1) / 4000.0, 0.03);
        Assert.Contains("labels must be classes", Assert.Throws<TensorException>(
            () => WeightedRandomSampler.Balanced(Tensor.Ones([3]))).Message);
    }

    [Fact]
    public void A_loader_draws_the_same_samples_for_a_seed_and_goes_on_where_it_was_left()
    {
        var data = new TensorDataset(Tensor.Arange(40), Tensor.Zeros([40], DType.Int64));
        var whole = Loader();
        float[][] expected = [.. Enumerable.Range(0, 3).Select(_ => Read(whole))];
        Assert.Equal(60, expected[0].Length);
        Assert.NotEqual(expected[0], expected[1]);
        var resumed = Loader();
        (resumed.Epoch, resumed.Position) = (1, 3);
        Assert.Equal(expected[1][21..], Read(resumed));
        Assert.Equal(expected[2], Read(resumed));
        Assert.Equal(expected[0], Read(Loader()));

        DataLoader Loader() => new(data, new LoaderOptions
        {
            BatchSize = 7,
            Sampler = new WeightedRandomSampler([.. Enumerable.Range(1, 40).Select(i => (double)i)], 60),
            Rng = new Rng(5),
        });

        static float[] Read(DataLoader loader) =>
            [.. loader.SelectMany(batch => batch.Inputs.To(DType.Float32).ToArray<float>())];
    }

    [Fact]
    public void The_first_samples_of_a_seed_stay_what_they_are() =>
        Assert.Equal("4 4 4 4 2 4 4 4 4 4 4 4", string.Join(' ', new WeightedRandomSampler([0.1, 0.2, 0.3, 0.4, 5, 0.6, 0.7], 12).Order(new Rng(42))));

    [Theory]
    [InlineData(new[] { 1.0, -1 }, 1, true, "Weight 1 is -1")]
    [InlineData(new[] { 1.0, double.NaN }, 1, true, "Weight 1 is NaN")]
    [InlineData(new[] { double.PositiveInfinity }, 1, true, "Weight 0 is")]
    [InlineData(new[] { 0.0, 0 }, 1, true, "no sample has a weight above 0")]
    [InlineData(new double[0], 1, true, "There are 0 weights")]
    [InlineData(new[] { 1.0 }, 0, true, "count is 0; expected at least 1.")]
    [InlineData(new[] { 1.0, 0, 1 }, 3, false, "count is 3; expected at least 1 and at most 2")]
    public void What_cannot_be_drawn_is_refused(double[] weights, int count, bool replacement, string problem) =>
        Assert.Contains(problem, Assert.Throws<ArgumentException>(
            () => new WeightedRandomSampler(weights, count, replacement)).Message);

    [Fact]
    public void A_sampler_for_another_set_or_beside_shuffling_is_refused()
    {
        var data = new TensorDataset(Tensor.Arange(3), Tensor.Zeros([3], DType.Int64));
        var sampler = new WeightedRandomSampler([1, 1]);
        Assert.Contains("It has 2 samples, the set 3", Assert.Throws<ArgumentException>(
            () => new DataLoader(data, new LoaderOptions { Sampler = sampler })).Message);
        Assert.Contains("decides the order", Assert.Throws<ArgumentException>(() => new DataLoader(
            data[..2], new LoaderOptions { Sampler = sampler, Shuffle = true })).Message);
    }
}
