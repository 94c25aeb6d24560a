namespace Madaline.Training;

/// <summary>Two networks' errors on the same numbers.</summary>
/// <remarks>
/// Student's t-test of the differences of absolute errors, sample by sample: what both find hard cancels out.
/// </remarks>
public sealed class PairedErrors
{
    private PairedErrors(RegressionScores a, RegressionScores b, double mean, double deviation)
    {
        (A, B, Difference) = (a, b, mean);
        int n = a.Targets.Count;
        double standardError = deviation / Math.Sqrt(n);
        if (n < 2 || standardError == 0)
        {
            bool isSame = n < 2 || mean == 0;
            Test = new SignificanceTest(Method, isSame ? 1 : 0, null);
            Interval = n < 2 ? (double.NegativeInfinity, double.PositiveInfinity) : (mean, mean);
            return;
        }

        double t = mean / standardError;
        Test = new SignificanceTest(Method, Tails.StudentTwoSided(t, n - 1), t);
        double reach = Tails.StudentQuantile(Significance.Level, n - 1) * standardError;
        Interval = (mean - reach, mean + reach);
    }

    /// <summary>One network's scores.</summary>
    public RegressionScores A { get; }

    /// <summary>The other's.</summary>
    public RegressionScores B { get; }

    /// <summary>The mean of |error of B| − |error of A|: how much worse B is, in the target's unit.</summary>
    public double Difference { get; }

    /// <summary>The 95% interval of <see cref="Difference"/>.</summary>
    public (double Low, double High) Interval { get; }

    /// <summary>The t-test of no difference.</summary>
    public SignificanceTest Test { get; }

    /// <summary>Whether the difference is larger than chance makes.</summary>
    public bool IsBeyondChance => Test.PValue < Significance.Level;

    private static string Method => "paired t-test of absolute errors";

    /// <summary>Compares the errors of two evaluations.</summary>
    /// <param name="a">One network's.</param>
    /// <param name="b">The other's, of the same numbers in the same order.</param>
    /// <exception cref="ArgumentException">The numbers differ.</exception>
    public static PairedErrors Of(RegressionScores a, RegressionScores b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Targets.Count != b.Targets.Count)
        {
            throw new ArgumentException("compare: the samples differ in number. "
                + $"a has {a.Targets.Count} numbers, b {b.Targets.Count}; expected the same samples. "
                + "Evaluate both on the same set.", nameof(b));
        }

        double[] differences = [.. Enumerable.Range(0, a.Targets.Count).Select(i =>
            Math.Abs(b.Targets[i] - b.Predictions[i]) - Math.Abs(a.Targets[i] - a.Predictions[i]))];
        double mean = differences.Average();
        double squares = differences.Sum(difference => (difference - mean) * (difference - mean));
        return new PairedErrors(a, b, mean, Math.Sqrt(squares / Math.Max(1, differences.Length - 1)));
    }

    /// <summary>Both errors, the difference and whether chance makes as much.</summary>
    public override string ToString() => $"RMSE of A {Measure.Digits(A.Rmse)}, of B {Measure.Digits(B.Rmse)} "
        + $"(p = {Test.PValue:G3}, {Test.Method}): {(IsBeyondChance ? "larger than" : "no larger than")} chance makes";
}
