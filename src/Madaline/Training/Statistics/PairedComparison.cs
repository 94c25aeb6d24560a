namespace Madaline.Training;

/// <summary>Two networks evaluated on the same samples.</summary>
/// <param name="BothRight">Samples that both got right.</param>
/// <param name="OnlyA">Samples that only A got right.</param>
/// <param name="OnlyB">Samples that only B got right.</param>
/// <param name="BothWrong">Samples that neither got right.</param>
public sealed record PairedComparison(long BothRight, long OnlyA, long OnlyB, long BothWrong)
{
    /// <summary>Samples in all.</summary>
    public long Count => BothRight + OnlyA + OnlyB + BothWrong;

    /// <summary>The fraction A got right; NaN without samples.</summary>
    public double AccuracyA => (double)(BothRight + OnlyA) / Count;

    /// <summary>The fraction B got right; NaN without samples.</summary>
    public double AccuracyB => (double)(BothRight + OnlyB) / Count;

    /// <summary>How much better B is than A, −1 to 1; NaN without samples.</summary>
    public double Difference => (double)(OnlyB - OnlyA) / Count;

    /// <summary>McNemar's test of no difference.</summary>
    public SignificanceTest Test => Significance.McNemar(OnlyA, OnlyB);

    /// <summary>Whether the difference is larger than chance makes.</summary>
    public bool IsBeyondChance => Test.PValue < Significance.Level;

    /// <summary>The 95% interval of <see cref="Difference"/>.</summary>
    /// <remarks>
    /// From the two Wilson intervals and the correlation of the answers. Source: Newcombe 1998, "Improved confidence
    /// intervals for the difference between binomial proportions based on paired data", method 10.
    /// </remarks>
    public (double Low, double High) Interval
    {
        get
        {
            if (Count == 0)
                return (-1, 1);
            double a = AccuracyA, b = AccuracyB, correlation = Correlation;
            var (lowA, highA) = Evaluation.WilsonInterval(BothRight + OnlyA, Count);
            var (lowB, highB) = Evaluation.WilsonInterval(BothRight + OnlyB, Count);
            return (Math.Max(-1, Difference - Distance(b - lowB, highA - a, correlation)),
                Math.Min(1, Difference + Distance(highB - b, a - lowA, correlation)));
        }
    }

    /// <summary>The φ of right and wrong answers, drawn towards 0 by half a sample.</summary>
    private double Correlation
    {
        get
        {
            double margins = Math.Sqrt(BothRight + OnlyA) * Math.Sqrt(OnlyB + BothWrong)
                * Math.Sqrt(BothRight + OnlyB) * Math.Sqrt(OnlyA + BothWrong);
            double excess = ((double)BothRight * BothWrong) - ((double)OnlyA * OnlyB);
            if (excess > 0)
                excess = Math.Max(0, excess - (Count / 2.0));
            return margins == 0 ? 0 : excess / margins;
        }
    }

    /// <summary>Compares what two evaluations said about each sample.</summary>
    /// <param name="a">One network's.</param>
    /// <param name="b">The other's, on the same samples in the same order.</param>
    /// <exception cref="ArgumentException">The samples differ in number.</exception>
    public static PairedComparison Of(Evaluation a, Evaluation b) => Of(a, b, null);

    /// <summary>Compares them class by class, in the order of the classes of <paramref name="a"/>, which must be
    /// those of <paramref name="b"/>.</summary>
    /// <inheritdoc cref="Of(Evaluation, Evaluation)"/>
    public static IReadOnlyList<PairedComparison> ByClass(Evaluation a, Evaluation b) =>
        [.. Enumerable.Range(0, a.ClassNames.Count).Select(c => Of(a, b, c))];

    private static PairedComparison Of(Evaluation a, Evaluation b, int? onlyClass)
    {
        if (a.Answers.Count != b.Answers.Count)
        {
            throw new ArgumentException("compare: the samples differ in number. "
                + $"a has {a.Answers.Count} answers, b {b.Answers.Count}; expected the same samples. "
                + "Evaluate both on the same set.", nameof(b));
        }

        var counts = new long[4];
        for (int i = 0; i < a.Answers.Count; i++)
        {
            var (one, other) = (a.Answers[i], b.Answers[i]);
            if (one.Target < 0 || other.Target < 0 || (onlyClass is { } c && one.Target != c))
                continue;
            counts[(one.IsRight ? 0 : 2) + (other.IsRight ? 0 : 1)]++;
        }

        return new PairedComparison(counts[0], counts[1], counts[2], counts[3]);
    }

    private static double Distance(double x, double y, double correlation) =>
        Math.Sqrt(Math.Max(0, (x * x) - (2 * correlation * x * y) + (y * y)));

    /// <summary>Both accuracies, the difference and whether chance makes as much.</summary>
    public override string ToString() => $"A {AccuracyA:P2}, B {AccuracyB:P2}, difference {Difference:P2} "
        + $"(p = {Test.PValue:G3}, {Test.Method}): {(IsBeyondChance ? "larger than" : "no larger than")} chance makes";
}
