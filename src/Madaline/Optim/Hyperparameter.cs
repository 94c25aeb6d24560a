namespace Madaline.Optim;

/// <summary>Refuses numbers that no optimizer can work with, and says what would do.</summary>
internal static class Hyperparameter
{
    /// <summary>A finite number of at least 0.</summary>
    public static double AtLeastZero(string op, string name, double value, string remedy) =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw Refused(op, name, value, "a finite number of at least 0", remedy);

    /// <summary>A finite number above 0.</summary>
    public static double AboveZero(string op, string name, double value, string remedy) =>
        double.IsFinite(value) && value > 0 ? value : throw Refused(op, name, value, "a finite number above 0", remedy);

    /// <summary>A share of what was before: in [0, 1).</summary>
    public static double BelowOne(string op, string name, double value, string remedy) =>
        value is >= 0 and < 1 ? value : throw Refused(op, name, value, "at least 0 and below 1", remedy);

    /// <summary>An integer of at least <paramref name="least"/>.</summary>
    public static int Count(string op, string name, int value, int least, string remedy) =>
        value >= least ? value : throw Refused(op, name, value, $"at least {least}", remedy);

    public static TensorException Refused(string op, string name, double value, string expected, string remedy) =>
        new(op, FormattableString.Invariant(
            $"{name} is out of range. {name} is {value}; expected {expected}. {remedy}"));

    /// <summary>xⁿ by squaring: multiplications only, so the same bits on every machine.</summary>
    public static double Power(double x, long n)
    {
        double result = 1;
        for (; n > 0; n >>= 1)
        {
            if ((n & 1) != 0)
                result *= x;
            x *= x;
        }

        return result;
    }
}
