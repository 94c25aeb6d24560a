using Madaline.Training;

namespace Madaline.Tests.Training.Statistics;

/// <summary>Expected values: the closed forms in exact fractions, and the C library's erfc.</summary>
public sealed class SignificanceTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.1, 0.920344325445942)]
    [InlineData(-1, 0.31731050786291415)]
    [InlineData(1.959963984540054, 0.05)]
    [InlineData(2.9, 0.003731626600768077)]
    [InlineData(6, 1.9731752900754024e-09)]
    [InlineData(20, 5.507248237212663e-89)]
    public void Normal_tails_hold_to_their_last_digits(double z, double p) =>
        Assert.Equal(1, Tails.NormalTwoSided(z) / p, 1e-12);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3.841458820694124, 0.05)]
    [InlineData(10, 0.0015654022580025488)]
    [InlineData(50, 1.5374597944280351e-12)]
    public void Chi_squared_tails_hold_to_their_last_digits(double x, double p) =>
        Assert.Equal(1, Tails.ChiSquared(x) / p, 1e-12);

    [Theory]
    [InlineData(3, 12, 598.0 / 4096)]
    [InlineData(9, 12, 598.0 / 4096)]
    [InlineData(0, 5, 2.0 / 32)]
    [InlineData(10, 20, 1)]
    [InlineData(7, 24, 0.06391465663909912)]
    [InlineData(0, 0, 1)]
    public void Fair_coins_are_counted_exactly(long k, long n, double p) =>
        Assert.Equal(p, Tails.FairCoins(k, n), 1e-15);

    [Theory]
    [InlineData(8, 10, 1, 9, 0.005477494641581329)]
    [InlineData(1, 9, 8, 10, 0.005477494641581329)]
    [InlineData(3, 3, 0, 3, 0.1)]
    [InlineData(14, 14, 10, 14, 0.09777777777777778)]
    [InlineData(999, 1000, 994, 1000, 0.12434342253487127)]
    [InlineData(0, 4, 5, 100_000, 1)]
    [InlineData(2, 14, 2, 14, 1)]
    public void Few_successes_or_failures_are_tested_exactly(long a, long m, long b, long n, double p)
    {
        var test = Significance.TwoProportions(a, m, b, n);
        Assert.StartsWith("Fisher", test.Method);
        Assert.Null(test.Statistic);
        Assert.Equal(p, test.PValue, 1e-12);
    }

    [Theory]
    [InlineData(45, 100, 30, 100, 2.1908902300206647, 0.02845973691631057)]
    [InlineData(930, 1000, 980, 1000, -5.39320668075477, 6.921126512964675e-08)]
    public void Many_are_tested_by_the_normal_approximation(long a, long m, long b, long n, double z, double p)
    {
        var test = Significance.TwoProportions(a, m, b, n);
        Assert.Equal(z, test.Statistic!.Value, 1e-12);
        Assert.Equal(1, test.PValue / p, 1e-10);
    }

    [Theory]
    [InlineData(59, 6, 41.6, 1.1199327149542438e-10)]
    [InlineData(12, 30, 6.880952380952381, 0.008711912962379598)]
    [InlineData(150, 121, 2.892988929889299, 0.08896573517643727)]
    [InlineData(13, 13, 0, 1)]
    public void McNemar_uses_chi_squared_for_many(long onlyA, long onlyB, double statistic, double p)
    {
        var test = Significance.McNemar(onlyA, onlyB);
        Assert.Contains("chi-squared", test.Method);
        Assert.Equal(statistic, test.Statistic!.Value, 1e-12);
        Assert.Equal(1, test.PValue / p, 1e-10);
    }

    [Fact]
    public void McNemar_counts_exactly_for_few()
    {
        Assert.Equal(new SignificanceTest("McNemar, exact binomial", 598.0 / 4096, null), Significance.McNemar(9, 3));
        Assert.Equal(1, Significance.McNemar(0, 0).PValue);
        Assert.Contains("exact", Significance.McNemar(24, 0).Method);
        Assert.Contains("chi-squared", Significance.McNemar(25, 0).Method);
    }

    [Fact]
    public void Holm_multiplies_the_smallest_most_and_keeps_the_order()
    {
        double[] corrected = Significance.Holm([0.01, 0.04, 0.03, 0.005, 0.9]);
        double[] expected = [0.04, 0.09, 0.09, 0.025, 0.9];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], corrected[i], 1e-15);
        Assert.Equal([1.0, 1.0], Significance.Holm([0.6, 0.7]));
        Assert.Empty(Significance.Holm([]));
    }

    [Fact]
    public void Impossible_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Significance.TwoProportions(3, 2, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Significance.TwoProportions(0, 2, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Significance.McNemar(-1, 0));
        Assert.Equal(1, Significance.TwoProportions(0, 0, 1, 2).PValue);
    }
}
