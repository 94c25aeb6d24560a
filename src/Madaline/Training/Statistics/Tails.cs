namespace Madaline.Training;

/// <summary>How likely chance alone goes at least so far.</summary>
internal static class Tails
{
    private const double SeriesBelow = 2, RootPi = 1.7724538509055160273;

    /// <summary>P(|Z| ≥ |z|) for a standard normal Z.</summary>
    public static double NormalTwoSided(double z) => ComplementaryError(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>P(X ≥ x) for a chi-squared X with one degree of freedom: the square of a normal.</summary>
    public static double ChiSquared(double x) => ComplementaryError(Math.Sqrt(x / 2));

    /// <summary>
    /// P(|K − n/2| ≥ |k − n/2|) for the heads K of n fair coins: twice the smaller tail, at most 1.
    /// </summary>
    public static double FairCoins(long k, long n)
    {
        double term = Math.Pow(0.5, n), sum = 0;
        for (long i = 0; i <= Math.Min(k, n - k); i++)
        {
            sum += term;
            term *= (double)(n - i) / (i + 1);
        }

        return Math.Min(1, 2 * sum);
    }

    /// <summary>
    /// Fisher's exact test: of all ways to deal the successes over the two groups, those no likelier than the one
    /// seen.
    /// </summary>
    public static double Fisher(long successesA, long trialsA, long successesB, long trialsB)
    {
        long successes = successesA + successesB, trials = trialsA + trialsB;
        long low = Math.Max(0, successes - trialsB), high = Math.Min(successes, trialsA);
        long mode = Math.Clamp((successes + 1) * (trialsA + 1) / (trials + 2), low, high);
        var weights = new double[high - low + 1];
        weights[mode - low] = 1;
        for (long k = mode; k < high; k++)
            weights[k + 1 - low] = weights[k - low] * Step(k, successes, trialsA, trialsB);
        for (long k = mode; k > low; k--)
            weights[k - 1 - low] = weights[k - low] / Step(k - 1, successes, trialsA, trialsB);
        double seen = weights[successesA - low] * (1 + 1e-7), all = 0, asFar = 0;
        foreach (double weight in weights)
        {
            all += weight;
            asFar += weight <= seen ? weight : 0;
        }

        return asFar / all;
    }

    /// <summary>How much likelier k + 1 of group A's are successes than k.</summary>
    private static double Step(long k, long successes, long trialsA, long trialsB) =>
        (double)(successes - k) * (trialsA - k) / ((double)(k + 1) * (trialsB - successes + k + 1));

    /// <summary>1 − erf(x) for x ≥ 0, relative error below 1e-13 also where it is tiny.</summary>
    private static double ComplementaryError(double x)
    {
        if (double.IsNaN(x))
            return double.NaN;
        return x < SeriesBelow ? 1 - ErrorSeries(x) : ErrorFraction(x);
    }

    /// <summary>erf by its power series with positive terms only: 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!.</summary>
    private static double ErrorSeries(double x)
    {
        double term = x, sum = x;
        for (int n = 1; term > sum * 1e-17; n++)
            sum += term *= 2 * x * x / ((2 * n) + 1);
        return 2 / RootPi * Math.Exp(-x * x) * sum;
    }

    /// <summary>The continued fraction e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))), from its far end.</summary>
    private static double ErrorFraction(double x)
    {
        double tail = x;
        for (int n = 120; n > 0; n--)
            tail = x + (n / 2.0 / tail);
        return Math.Exp(-x * x) / RootPi / tail;
    }
}
