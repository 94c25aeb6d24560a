namespace Madaline.Training;

/// <summary>Intervals of a statistic by drawing the samples again, with replacement.</summary>
internal static class Bootstrap
{
    private const int MaxResamples = 1000, MinResamples = 200, MaxDraws = 20_000_000;
    private const double Tail = 0.025;

    /// <summary>
    /// The 95% interval of statistics that follow from sums over the samples: the 2.5th and 97.5th percentile over
    /// resamples.
    /// </summary>
    /// <remarks>
    /// 1,000 resamples; above 20,000 samples as many as make 20 million draws, at least 200. The stream is fixed, so
    /// equal samples give equal bits. Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap".
    /// </remarks>
    /// <param name="terms">What is summed up: for each sum a number a sample.</param>
    /// <param name="statistics">The statistics of the sums.</param>
    /// <returns>An interval for each statistic; NaN where a statistic is NaN in every resample.</returns>
    public static (double Low, double High)[] Intervals(double[][] terms, params Func<double[], double>[] statistics)
    {
        int samples = terms[0].Length, resamples = Math.Clamp(MaxDraws / Math.Max(1, samples), MinResamples,
            MaxResamples);
        var values = new double[statistics.Length][];
        for (int s = 0; s < statistics.Length; s++)
            values[s] = new double[resamples];
        var rng = new Rng(Rng.DefaultSeed).Split("bootstrap");
        var sums = new double[terms.Length];
        for (int r = 0; r < resamples; r++)
        {
            Draw(terms, samples, rng.Split(r), sums);
            for (int s = 0; s < statistics.Length; s++)
                values[s][r] = statistics[s](sums);
        }

        return Array.ConvertAll(values, Percentiles);
    }

    private static void Draw(double[][] terms, int samples, Rng rng, double[] sums)
    {
        Array.Clear(sums);
        for (int i = 0; i < samples; i++)
        {
            int drawn = rng.NextInt32(samples);
            for (int t = 0; t < sums.Length; t++)
                sums[t] += terms[t][drawn];
        }
    }

    private static (double Low, double High) Percentiles(double[] values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? (double.NaN, double.NaN) : (At(sorted, Tail), At(sorted, 1 - Tail));
    }

    /// <summary>A quantile, between the two neighbours of its place.</summary>
    private static double At(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place, above = Math.Min(sorted.Length - 1, below + 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
