using Madaline.Training;

namespace Madaline.Tests.Training.Classic;

/// <summary>LMS comes to the least squares solution, and its bound on μ holds; the vote learns what a line cannot.</summary>
public sealed class AdalineTests
{
    [Fact]
    public void One_change_is_the_rule()
    {
        var adaline = new Adaline([0.5, -1], bias: 0.25);
        Assert.Equal(-1.25, adaline.Sum([1, 2]));
        Assert.Equal(-1, adaline.Answer([1, 2]));
        Assert.Equal(1, adaline.Answer([0, 0.25]));
        // e = 0.75 + 1.25 = 2, 2μe = 0.4.
        Assert.Equal(2, adaline.Learn([1, 2], 0.75, rate: 0.1));
        Assert.Equal(0.9, adaline.Weights[0], 1e-12);
        Assert.Equal(-0.2, adaline.Weights[1], 1e-12);
        Assert.Equal(0.65, adaline.Bias, 1e-12);
        Assert.Equal("w = [0.5], b = 0", new Adaline([0.5]).ToString());
        Assert.Equal("w = [0.5, -0.1]", new AdaptiveFilter([0.5, -0.1]).ToString());
    }

    [Fact]
    public void Half_of_the_bound_is_right_at_once_and_the_bound_turns_the_error()
    {
        double[] x = [0.3, -2, 1];
        var adaline = new Adaline([1, 1, 1], bias: 1);
        Assert.Equal(1 / 6.09, adaline.RateBound(x), 1e-12);
        double error = adaline.Learn(x, 5, adaline.RateBound(x));
        Assert.Equal(-error, 5 - adaline.Sum(x), 1e-12);
        adaline.Learn(x, 5, adaline.RateBound(x) / 2);
        Assert.Equal(5, adaline.Sum(x), 1e-12);
    }

    [Fact]
    public void It_comes_to_the_least_squares_solution()
    {
        var rng = new Rng(3);
        // y = 2 x1 − x2 + 0.5 and noise; the normal equations of the samples, solved by hand below.
        double[][] inputs = [.. Enumerable.Range(0, 400).Select(_ => new[] { rng.NextNormal(), (0.6 * rng.NextNormal()) + 0.3 })];
        double[] wanted = [.. inputs.Select(x => (2 * x[0]) - x[1] + 0.5 + (0.3 * rng.NextNormal()))];
        double[] best = LeastSquares(inputs, wanted);
        var adaline = new Adaline([0, 0]);
        for (int epoch = 0; epoch < 400; epoch++)
        {
            for (int i = 0; i < inputs.Length; i++)
                adaline.Learn(inputs[i], wanted[i], 0.01 / (1 + epoch));
        }

        Assert.Equal(best[0], adaline.Weights[0], 5e-3);
        Assert.Equal(best[1], adaline.Weights[1], 5e-3);
        Assert.Equal(best[2], adaline.Bias, 5e-3);
    }

    [Theory]
    [InlineData(0.05, true)]
    [InlineData(0.9, true)]
    [InlineData(2.5, false)]
    [InlineData(6.0, false)]
    public void A_filter_is_stable_below_the_bound_and_runs_away_above(double partOfBound, bool isStable)
    {
        double[] path = [0, 0, 0.8, -0.4, 0.2, 0.1];
        var rng = new Rng(9);
        // All samples are 1 or −1: ‖x‖² is the number of taps, for every sample once the line is full.
        double rate = partOfBound / path.Length, last = 0, largest = 0;
        var filter = new AdaptiveFilter(path.Length);
        for (int t = 0; t < 3000 && largest < 1e6; t++)
        {
            filter.Push(rng.NextDouble() < 0.5 ? -1 : 1);
            double echo = path.Select((h, i) => h * filter.Line[i]).Sum();
            last = Math.Abs(filter.Learn(echo, rate));
            largest = Math.Max(largest, last);
        }

        Assert.Equal(isStable, largest < 10);
        if (!isStable)
            return;
        Assert.InRange(last, 0, 1e-6);
        for (int i = 0; i < path.Length; i++)
            Assert.Equal(path[i], filter.Taps[i], 1e-5);
    }

    [Fact]
    public void No_step_below_the_bound_goes_away_from_the_echo_path()
    {
        double[] path = [0.5, -0.2, 0.1];
        var rng = new Rng(2);
        var filter = new AdaptiveFilter(3);
        double distance = Distance();
        for (int t = 0; t < 500; t++)
        {
            filter.Push(rng.NextNormal() * (t % 50));
            double echo = path.Select((h, i) => h * filter.Line[i]).Sum();
            filter.Learn(echo, double.IsFinite(filter.RateBound) ? filter.RateBound * rng.NextDouble() : 0);
            Assert.True(Distance() <= distance + 1e-12);
            distance = Distance();
        }

        double Distance() => path.Select((h, i) => Math.Pow(h - filter.Taps[i], 2)).Sum();
    }

    [Fact]
    public void What_is_no_input_is_refused()
    {
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => new Adaline([])).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => new Adaline([double.NaN])).Message);
        var adaline = new Adaline([1]);
        Assert.Contains("expected 1", Assert.Throws<ArgumentException>(() => adaline.Sum([1, 2])).Message);
        Assert.Contains("expected 1", Assert.Throws<ArgumentException>(() => adaline.RateBound([1, 2])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => adaline.Learn([1], 2, rate: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveFilter(0));
    }

    private static double[] LeastSquares(double[][] inputs, double[] wanted)
    {
        // (XᵀX) w = Xᵀy with a column of ones, by elimination.
        double[][] rows = [.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 4).Select(j =>
            inputs.Select((x, s) => At(x, i) * (j < 3 ? At(x, j) : wanted[s])).Sum()).ToArray())];
        for (int i = 0; i < 3; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                double factor = rows[k][i] / rows[i][i];
                for (int j = 0; j < 4 && k != i; j++)
                    rows[k][j] -= factor * rows[i][j];
            }
        }

        return [.. Enumerable.Range(0, 3).Select(i => rows[i][3] / rows[i][i])];

        static double At(double[] x, int i) => i < 2 ? x[i] : 1;
    }
}
