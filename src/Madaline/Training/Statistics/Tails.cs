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
    /// P(|T| ≥ |t|) for a T of Student's distribution: the incomplete beta I at ν/(ν + t²) of ½ν and ½.
    /// </summary>
    public static double StudentTwoSided(double t, double freedom)
    {
        if (double.IsNaN(t))
            return double.NaN;
        return IncompleteBeta(freedom / (freedom + (t * t)), freedom / 2, 0.5);
    }

    /// <summary>The t that |T| exceeds with a chance, by halving.</summary>
    public static double StudentQuantile(double chance, double freedom)
    {
        double low = 0, high = 1;
        while (StudentTwoSided(high, freedom) > chance)
            high *= 2;
        for (int i = 0; i < 100 && low < high; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = StudentTwoSided(middle, freedom) > chance ? (middle, high) : (low, middle);
        }

        return high;
    }

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

    /// <summary>The regularised incomplete beta function, by its continued fraction (Lentz's way).</summary>
    private static double IncompleteBeta(double x, double a, double b)
    {
        if (x is 0 or 1)
            return x;
        double gammas = LogGamma(a + b) - LogGamma(a) - LogGamma(b);
        double front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(1 - x)) + gammas);
        return x < (a + 1) / (a + b + 2) ? front * BetaFraction(x, a, b) / a
            : 1 - (front * BetaFraction(1 - x, b, a) / b);
    }

    private static double BetaFraction(double x, double a, double b)
    {
        const double Tiny = 1e-300;
        double c = 1, d = 1 / NotZero(1 - ((a + b) * x / (a + 1))), value = d;
        for (int m = 1; m < 10_000; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            (d, c) = (1 / NotZero(1 + (even * d)), NotZero(1 + (even / c)));
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            (d, c) = (1 / NotZero(1 + (odd * d)), NotZero(1 + (odd / c)));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15)
                break;
        }

        return value;

        static double NotZero(double number) => Math.Abs(number) < Tiny ? Tiny : number;
    }

    /// <summary>log Γ(x) for x above 0: shifted up to 15, then Stirling's series.</summary>
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 15; x++)
            shift += Math.Log(x);
        double inverse = 1 / x, square = inverse * inverse;
        double series = inverse * ((1 / 12.0) - (square * ((1 / 360.0) - (square * ((1 / 1260.0) - (square / 1680))))));
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series - shift;
    }

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
