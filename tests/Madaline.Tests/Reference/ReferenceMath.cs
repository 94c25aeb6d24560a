namespace Madaline.Tests.Reference;

/// <summary>Functions that the system's library lacks, in double precision, slow and careful.</summary>
internal static class ReferenceMath
{
    /// <summary>eˣ − 1, by its series where the difference would lose digits.</summary>
    public static double ExpM1(double x)
    {
        if (x == 0 || double.IsNaN(x))
            return x;
        if (Math.Abs(x) > 0.5)
            return Math.Exp(x) - 1;
        double p = 1;
        for (int n = 22; n >= 2; n--)
            p = 1 + (x / n * p);
        return x * p;
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

    /// <summary>erf x: its series below 2, one minus a continued fraction above.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x) || x == 0)
            return x;
        double a = Math.Abs(x);
        double y = a < 2 ? ErfSeries(a) : a < 6 ? 1 - ErfcFraction(a) : 1;
        return x < 0 ? -y : y;
    }

    /// <summary>2/√π · (x − x³/3 + x⁵/10 − …), with 28 digits, so that cancelling costs none of the sixteen.</summary>
    private static double ErfSeries(double x)
    {
        const double twoBySqrtPi = 1.1283791670955126;
        if (x < 1.0 / 256)
            return twoBySqrtPi * (x - (x * x * x * ((1.0 / 3) - (x * x / 10))));
        decimal exact = (decimal)(long)Math.ScaleB(x, 60) / (1L << 60), square = exact * exact, power = exact, sum = 0;
        for (int n = 0; n < 100; n++)
        {
            sum += power / ((2 * n) + 1);
            power *= -square / (n + 1);
        }

        return (double)(1.1283791670955125738961589031m * sum);
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
