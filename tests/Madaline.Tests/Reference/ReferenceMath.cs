namespace Madaline.Tests.Reference;

/// <summary>Functions that the system's library lacks, in double precision, slow and careful.</summary>
internal static class ReferenceMath
{
    /// <summary>eˣ − 1: the rounding of eˣ cancels against that of its logarithm.</summary>
    public static double ExpM1(double x)
    {
        if (Math.Abs(x) > 1)
            return Math.Exp(x) - 1;
        double term = x, sum = 0;
        for (int n = 2; Math.Abs(term) > 1e-40; n++)
            (sum, term) = (sum + term, term * x / n);
        return double.IsNaN(x) || x == 0 ? x : sum;
    }

    /// <summary>log(1 + x), by 2·artanh(x / (2 + x)) where 1 + x would lose digits.</summary>
    public static double Log1P(double x)
    {
        if (!(Math.Abs(x) < 0.25))
            return Math.Log(1 + x);
        if (x == 0)
            return x;
        double s = x / (2 + x), power = s, sum = 0;
        for (int n = 1; Math.Abs(power) > Math.Abs(x) * 1e-20; n += 2)
            (sum, power) = (sum + (power / n), power * s * s);
        return 2 * sum;
    }

    /// <summary>erf x: a series of positive terms below 2, one minus a continued fraction above.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x) || x == 0)
            return x;
        double a = Math.Abs(x);
        double y = a < 2 ? ErfSeries(a) : a < 6 ? 1 - ErfcFraction(a) : 1;
        return x < 0 ? -y : y;
    }

    private static double ErfSeries(double x)
    {
        double term = x, sum = 0;
        for (int n = 1; term > 1e-20 * sum; n++)
            (sum, term) = (sum + term, term * 2 * x * x / ((2 * n) + 1));
        return 2 / Math.Sqrt(Math.PI) * ExpMinusSquare(x) * sum;
    }

    private static double ErfcFraction(double x)
    {
        double fraction = x;
        for (int k = 120; k >= 1; k--)
            fraction = x + (k * 0.5 / fraction);
        return ExpMinusSquare(x) / (Math.Sqrt(Math.PI) * fraction);
    }

    /// <summary>e^(−x²) with the rounding error of x² put back.</summary>
    private static double ExpMinusSquare(double x)
    {
        double square = x * x, rest = Math.FusedMultiplyAdd(x, x, -square);
        return Math.Exp(-square) * (1 - rest);
    }
}
