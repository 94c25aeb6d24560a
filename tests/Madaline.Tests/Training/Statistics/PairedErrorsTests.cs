using Madaline.Training;

namespace Madaline.Tests.Training.Statistics;

public sealed class PairedErrorsTests
{
    /// <summary>Two-sided tails of Student's distribution, from its published tables.</summary>
    [Theory]
    [InlineData(12.706204736, 1, 0.05)]
    [InlineData(2.228138852, 10, 0.05)]
    [InlineData(1.983971519, 100, 0.05)]
    [InlineData(3.169272673, 10, 0.01)]
    [InlineData(1.0, 1, 0.5)]
    [InlineData(0.0, 5, 1.0)]
    public void Tails_of_Student_are_those_of_the_tables(double t, int freedom, double p)
    {
        Assert.Equal(p, Tails.StudentTwoSided(t, freedom), 1e-8);
        Assert.Equal(p, Tails.StudentTwoSided(-t, freedom), 1e-8);
        if (p is > 0 and < 1)
            Assert.Equal(t, Tails.StudentQuantile(p, freedom), 1e-6);
    }

    [Fact]
    public void With_many_degrees_of_freedom_it_is_the_normal() =>
        Assert.Equal(Tails.NormalTwoSided(2), Tails.StudentTwoSided(2, 1e7), 1e-7);

    // By hand: |errors| of A are 1, 1, 1, 1 and of B 2, 3, 2, 3: differences 1, 2, 1, 2, mean 1.5, deviation 0.57735.
    [Fact]
    public void A_case_by_hand()
    {
        double[] targets = [10, 20, 30, 40];
        var a = new RegressionScores(targets, [11, 19, 31, 39]);
        var b = new RegressionScores(targets, [8, 23, 28, 43]);
        var errors = PairedErrors.Of(a, b);
        Assert.Equal(1.5, errors.Difference, 12);
        Assert.Equal(1.5 / (0.5773502692 / 2), errors.Test.Statistic!.Value, 1e-8);
        Assert.Equal(0.0137, errors.Test.PValue, 1e-3);
        Assert.True(errors.IsBeyondChance);
        Assert.Equal(1.5 - (3.182446305 * 0.2886751346), errors.Interval.Low, 1e-6);
        Assert.Equal(-1.5, PairedErrors.Of(b, a).Difference, 12);
    }

    [Fact]
    public void Equal_predictions_do_not_differ()
    {
        var one = new RegressionScores([1, 2, 3], [2, 2, 2]);
        var errors = PairedErrors.Of(one, one);
        Assert.Equal((0, 1.0, false), (errors.Difference, errors.Test.PValue, errors.IsBeyondChance));
        var lone = new RegressionScores([1], [2]);
        Assert.Equal(1, PairedErrors.Of(lone, new RegressionScores([1], [9])).Test.PValue);
        Assert.Contains("differ in number", Assert.Throws<ArgumentException>(() => PairedErrors.Of(one, lone)).Message);
    }

    [Fact]
    public void Of_two_alike_about_one_in_twenty_differs()
    {
        int found = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            var rng = new Rng(seed);
            double[] targets = [.. Enumerable.Range(0, 60).Select(_ => rng.NextNormal())];
            double[] Said() => [.. targets.Select(y => y + rng.NextNormal())];
            found += PairedErrors.Of(new RegressionScores(targets, Said()), new RegressionScores(targets, Said())).IsBeyondChance ? 1 : 0;
        }

        Assert.InRange(found, 2, 20);
    }
}
