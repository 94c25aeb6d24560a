namespace Madaline.Training;

/// <summary>What a test of "no difference" says.</summary>
/// <param name="Method">The test used, such as <c>McNemar, exact binomial</c>.</param>
/// <param name="PValue">How likely chance alone makes a difference at least as large, 0 to 1.</param>
/// <param name="Statistic">The statistic that p comes from; null for exact tests, which count cases.</param>
public readonly record struct SignificanceTest(string Method, double PValue, double? Statistic);

/// <summary>Tests whether a difference is larger than chance makes.</summary>
public static class Significance
{
    /// <summary>The level at which a difference counts as larger than chance.</summary>
    public const double Level = 0.05;

    private const int FewestExpected = 5, FewestDiscordant = 25;

    /// <summary>Two-sided test of two independent proportions.</summary>
    /// <remarks>
    /// z = (a − b) / √(p(1 − p)(1/m + 1/n)) with the pooled p; Fisher's exact test where fewer than 5 successes or
    /// failures are expected in a group. Without samples p is 1.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Successes are negative or more than trials.</exception>
    public static SignificanceTest TwoProportions(long successesA, long trialsA, long successesB, long trialsB)
    {
        RequireCounts(successesA, trialsA);
        RequireCounts(successesB, trialsB);
        long successes = successesA + successesB, trials = trialsA + trialsB;
        if (trialsA == 0 || trialsB == 0)
            return new SignificanceTest("none: no samples", 1, null);
        double rarest = Math.Min(successes, trials - successes) * (double)Math.Min(trialsA, trialsB) / trials;
        if (rarest < FewestExpected)
            return new SignificanceTest("Fisher, exact", Tails.Fisher(successesA, trialsA, successesB, trialsB), null);
        double pooled = (double)successes / trials;
        double deviation = Math.Sqrt(pooled * (1 - pooled) * ((1.0 / trialsA) + (1.0 / trialsB)));
        double z = (((double)successesA / trialsA) - ((double)successesB / trialsB)) / deviation;
        return new SignificanceTest("two proportions, z", Tails.NormalTwoSided(z), z);
    }

    /// <summary>McNemar's test of two networks' answers to the same samples, two-sided.</summary>
    /// <param name="onlyA">Samples that only A got right.</param>
    /// <param name="onlyB">Samples that only B got right.</param>
    /// <remarks>
    /// Below 25 such samples the exact binomial test; else χ² = (|a − b| − 1)² / (a + b) with one degree of freedom.
    /// Source: McNemar 1947; correction for continuity: Edwards 1948.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static SignificanceTest McNemar(long onlyA, long onlyB)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyA);
        ArgumentOutOfRangeException.ThrowIfNegative(onlyB);
        long discordant = onlyA + onlyB;
        if (discordant < FewestDiscordant)
            return new SignificanceTest("McNemar, exact binomial", Tails.FairCoins(onlyA, discordant), null);
        double excess = Math.Max(0, Math.Abs(onlyA - onlyB) - 1);
        double square = excess * excess / discordant;
        return new SignificanceTest("McNemar, chi-squared with continuity correction",
            Tails.ChiSquared(square), square);
    }

    /// <summary>
    /// Holm's correction of the p-values of several tests: those that stay below a level are, all together, wrong at
    /// most that often.
    /// </summary>
    /// <param name="pValues">One for each test.</param>
    /// <returns>The corrected ones in the same order, at most 1.</returns>
    /// <remarks>Source: Holm 1979, "A simple sequentially rejective multiple test procedure".</remarks>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        var corrected = new double[pValues.Count];
        int[] order = [.. Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i])];
        double largest = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - rank) * pValues[order[rank]]));
            corrected[order[rank]] = largest;
        }

        return corrected;
    }

    private static void RequireCounts(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
    }
}
