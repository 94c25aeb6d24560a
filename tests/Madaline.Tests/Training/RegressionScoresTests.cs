using Madaline.Training;

namespace Madaline.Tests.Training;

public sealed class RegressionScoresTests
{
    // By hand: errors 0.5, −0.5, 0, −1; squares sum to 1.5; the spread around 2.875 is 29.1875.
    [Fact]
    public void A_case_by_hand()
    {
        var scores = new RegressionScores([3, -0.5, 2, 7], [2.5, 0, 2, 8]);
        Assert.Equal(0.5, scores.Mae, 15);
        Assert.Equal(Math.Sqrt(1.5 / 4), scores.Rmse, 15);
        Assert.Equal(1 - (1.5 / 29.1875), scores.R2, 15);
        Assert.Equal(2.875, scores.Baseline);
        Assert.Equal(0, scores.BaselineR2, 15);
        Assert.Equal(Math.Sqrt(29.1875 / 4), scores.BaselineRmse, 15);
    }

    [Fact]
    public void The_baseline_is_the_mean_of_the_training_part()
    {
        var scores = new RegressionScores([1, 3], [1, 3], baseline: 0);
        Assert.Equal((0, 2, Math.Sqrt(5)), (scores.Baseline, scores.BaselineMae, scores.BaselineRmse));
        Assert.Equal(1 - (10.0 / 2), scores.BaselineR2, 15);
        Assert.Equal((1, 0, 0), (scores.R2, scores.Rmse, scores.Mae));
    }

    [Fact]
    public void Equal_targets_have_no_share_explained()
    {
        var scores = new RegressionScores([2, 2], [2, 3]);
        Assert.True(double.IsNaN(scores.R2));
        Assert.True(double.IsNaN(scores.R2Interval.Low));
        Assert.Equal(0.5, scores.Mae);
    }

    [Fact]
    public void Intervals_hold_the_value_and_agree_with_what_is_known_of_normal_errors()
    {
        var rng = new Rng(4);
        double[] targets = [.. Enumerable.Range(0, 2000).Select(_ => 10 * rng.NextNormal())];
        double[] predictions = [.. targets.Select(y => y + rng.NextNormal())];
        var scores = new RegressionScores(targets, predictions);
        var (low, high) = scores.RmseInterval;
        Assert.InRange(scores.Rmse, low, high);
        // The RMSE of n normal errors has a deviation of 1/√(2n), the MAE of √((1 − 2/π)/n).
        Assert.Equal(2 * 1.96 / Math.Sqrt(4000), high - low, 0.012);
        Assert.Equal(2 * 1.96 * Math.Sqrt((1 - (2 / Math.PI)) / 2000), scores.MaeInterval.High - scores.MaeInterval.Low, 0.01);
        Assert.InRange(scores.R2, scores.R2Interval.Low, scores.R2Interval.High);
        Assert.InRange(scores.R2Interval.High - scores.R2Interval.Low, 0.0005, 0.004);
        Assert.Equal(scores.RmseInterval, new RegressionScores(targets, predictions).RmseInterval);
    }

    [Fact]
    public void Of_many_samples_the_interval_covers_the_true_value_about_95_times_in_100()
    {
        int covered = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            var rng = new Rng(seed);
            double[] targets = [.. Enumerable.Range(0, 150).Select(_ => 3 * rng.NextNormal())];
            var (low, high) = new RegressionScores(targets, [.. targets.Select(y => y + rng.NextNormal())]).RmseInterval;
            covered += low <= 1 && 1 <= high ? 1 : 0;
        }

        Assert.InRange(covered, 86, 100);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 3)]
    public void Lengths_that_differ_are_refused(int targets, int predictions) =>
        Assert.Contains($"{targets} targets and {predictions} predictions", Assert.Throws<ArgumentException>(
            () => new RegressionScores(new double[targets], new double[predictions])).Message);
}
