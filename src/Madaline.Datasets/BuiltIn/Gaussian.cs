namespace Madaline.Datasets;

/// <summary>A normal distribution of several variables: <c>x = μ + L·z</c>, <c>L·Lᵀ = Σ</c>, z standard.</summary>
internal sealed class Gaussian
{
    private readonly double[] _mean;
    private readonly double[][] _factor;

    /// <param name="mean">μ, shape: [n].</param>
    /// <param name="covariance">Σ, its lower triangle by rows of 1 … n numbers; positive definite.</param>
    public Gaussian(double[] mean, double[][] covariance)
    {
        _mean = mean;
        _factor = Cholesky(covariance);
        Covariance = covariance;
    }

    public ReadOnlySpan<double> Mean => _mean;

    public double[][] Covariance { get; }

    /// <summary>Draws one sample.</summary>
    /// <param name="rng">Advanced by n normal numbers.</param>
    /// <param name="sample">Shape: [n], overwritten.</param>
    public void Sample(Rng rng, Span<float> sample)
    {
        Span<double> z = stackalloc double[_mean.Length];
        foreach (ref double value in z)
            value = rng.NextNormal();

        for (int i = 0; i < _mean.Length; i++)
        {
            double x = _mean[i];
            for (int j = 0; j <= i; j++)
                x += _factor[i][j] * z[j];
            sample[i] = (float)x;
        }
    }

    /// <summary>The lower triangle L with <c>L·Lᵀ = Σ</c>, row by row.</summary>
    private static double[][] Cholesky(double[][] covariance)
    {
        int n = covariance.Length;
        var factor = new double[n][];
        for (int i = 0; i < n; i++)
        {
            factor[i] = new double[i + 1];
            for (int j = 0; j <= i; j++)
            {
                double rest = covariance[i][j];
                for (int k = 0; k < j; k++)
                    rest -= factor[i][k] * factor[j][k];
                factor[i][j] = i == j ? Math.Sqrt(rest) : rest / factor[j][j];
            }
        }

        return factor;
    }
}
