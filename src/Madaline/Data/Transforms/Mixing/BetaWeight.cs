namespace Madaline.Data;

/// <summary>Numbers from a symmetric Beta distribution.</summary>
/// <remarks>
/// The share of one of two Gamma variables, kept as logarithms so that a small alpha gives 0 or 1 and never NaN.
/// Source: Marsaglia and Tsang 2000, "A simple method for generating gamma variables".
/// </remarks>
internal static class BetaWeight
{
    /// <summary>One number in 0 … 1.</summary>
    public static double Next(Rng rng, double alpha)
    {
        double own = LogGamma(rng, alpha), other = LogGamma(rng, alpha);
        return 1 / (1 + PortableMath.Exp(other - own));
    }

    /// <summary>
    /// The logarithm of a Gamma variable; below alpha 1 that of alpha + 1 is shrunk by a uniform power.
    /// </summary>
    private static double LogGamma(Rng rng, double alpha)
    {
        if (alpha < 1)
            return LogGamma(rng, alpha + 1) + (PortableMath.Log(1 - rng.NextDouble()) / alpha);
        double d = alpha - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = rng.NextNormal(), root = 1 + (c * x);
            if (root <= 0)
                continue;
            double cube = root * root * root, u = PortableMath.Log(1 - rng.NextDouble());
            if (u < (0.5 * x * x) + d - (d * cube) + (d * PortableMath.Log(cube)))
                return PortableMath.Log(d * cube);
        }
    }
}
