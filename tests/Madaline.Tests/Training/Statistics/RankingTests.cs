using Madaline.Training;

namespace Madaline.Tests.Training.Statistics;

/// <summary>Areas under curves against cases worked out by hand and against their definitions over all pairs.</summary>
public sealed class RankingTests
{
    // Worked out by hand: the positives 0.35 and 0.8 beat 1 and 2 of the two negatives; precision 1 at recall ½, ⅔ at 1.
    [Fact]
    public void A_case_by_hand()
    {
        double[] scores = [0.1, 0.4, 0.35, 0.8];
        bool[] marks = [false, false, true, true];
        Assert.Equal(0.75, Ranking.RocAuc(scores, marks), 15);
        Assert.Equal((0.5 * 1) + (0.5 * 2 / 3), Ranking.AveragePrecision(scores, marks), 15);
        var best = Ranking.BestF1(scores, marks)!.Value;
        Assert.Equal(0.8, best.F1, 15);
        Assert.Equal((0.35 + 0.1) / 2, best.Threshold, 15);
    }

    [Theory]
    [InlineData(new[] { 0.9, 0.8, 0.2, 0.1 }, new[] { true, true, false, false }, 1, 1)]
    [InlineData(new[] { 0.1, 0.2, 0.8, 0.9 }, new[] { true, true, false, false }, 0, (0.5 / 3) + 0.25)]
    [InlineData(new[] { 0.5, 0.5, 0.5, 0.5 }, new[] { true, false, false, false }, 0.5, 0.25)]
    [InlineData(new[] { 0.5, 0.5, 0.1 }, new[] { true, false, false }, 0.75, 0.5)]
    [InlineData(new[] { 0.5, double.NaN }, new[] { true, false }, 1, 1)]
    public void Perfect_reversed_and_tied_orders(double[] scores, bool[] marks, double roc, double precision)
    {
        Assert.Equal(roc, Ranking.RocAuc(scores, marks), 14);
        Assert.Equal(precision, Ranking.AveragePrecision(scores, marks), 14);
    }

    [Fact]
    public void One_kind_alone_has_no_area()
    {
        Assert.True(double.IsNaN(Ranking.RocAuc([0.1, 0.2], [true, true])));
        Assert.True(double.IsNaN(Ranking.RocAuc([0.1, 0.2], [false, false])));
        Assert.Equal(1, Ranking.AveragePrecision([0.1, 0.2], [true, true]));
        Assert.True(double.IsNaN(Ranking.AveragePrecision([0.1, 0.2], [false, false])));
        Assert.Null(Ranking.BestF1([0.1, 0.2], [false, false]));
        Assert.True(double.IsNaN(Ranking.RocAuc([], [])));
        Assert.Contains("2 scores for 1 samples", Assert.Throws<ArgumentException>(() => Ranking.RocAuc([1, 2], [true])).Message);
    }

    [Fact]
    public void Random_cases_agree_with_the_definitions_by_brute_force()
    {
        var rng = new Rng(11);
        for (int trial = 0; trial < 200; trial++)
        {
            int n = 2 + rng.NextInt32(40), levels = 1 + rng.NextInt32(12);
            double[] scores = [.. Enumerable.Range(0, n).Select(_ => (double)rng.NextInt32(levels) / levels)];
            bool[] marks = [.. Enumerable.Range(0, n).Select(i => i == 0 || (i > 1 && rng.NextInt32(3) == 0))];
            Assert.Equal(RocByPairs(scores, marks), Ranking.RocAuc(scores, marks), 12);
            Assert.Equal(PrecisionByThresholds(scores, marks), Ranking.AveragePrecision(scores, marks), 12);
            var best = Ranking.BestF1(scores, marks)!.Value;
            Assert.Equal(F1At(scores, marks, best.Threshold), best.F1, 12);
            Assert.Equal(scores.Max(threshold => F1At(scores, marks, threshold)), best.F1, 12);
        }
    }

    private static double RocByPairs(double[] scores, bool[] marks)
    {
        double wins = 0, pairs = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            for (int j = 0; j < scores.Length; j++)
            {
                if (!marks[i] || marks[j])
                    continue;
                pairs++;
                wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
            }
        }

        return wins / pairs;
    }

    private static double PrecisionByThresholds(double[] scores, bool[] marks)
    {
        double sum = 0, before = 0, positives = marks.Count(mark => mark);
        foreach (double threshold in scores.Distinct().OrderDescending())
        {
            int taken = scores.Count(score => score >= threshold);
            int found = scores.Where((score, i) => score >= threshold && marks[i]).Count();
            double recall = found / positives;
            sum += (recall - before) * found / taken;
            before = recall;
        }

        return sum;
    }

    private static double F1At(double[] scores, bool[] marks, double threshold)
    {
        int taken = scores.Count(score => score >= threshold);
        int found = scores.Where((score, i) => score >= threshold && marks[i]).Count();
        return 2.0 * found / (taken + marks.Count(mark => mark));
    }
}
