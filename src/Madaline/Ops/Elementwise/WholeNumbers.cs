using System.Numerics;

namespace Madaline;

/// <summary>Remainders of whole numbers, with the divisor's sign (floored) or the dividend's (truncated).</summary>
internal static class Remainders
{
    public static T Floored<T>(T x, T y) where T : struct, IBinaryInteger<T>
    {
        T rest = Truncated(x, y);
        return rest != T.Zero && T.IsNegative(rest) != T.IsNegative(y) ? rest + y : rest;
    }

    public static T Truncated<T>(T x, T y) where T : struct, IBinaryInteger<T>
    {
        if (y == T.Zero)
            throw new TensorException("remainder", "division of a whole number by zero. Right holds 0; "
                + "expected no zeros. Use To(DType.Float32) for NaN instead.");
        return T.IsNegative(y) && y == -T.One ? T.Zero : x % y; // the smallest number by −1 would overflow
    }
}

/// <summary>Powers of whole numbers, wrapping around as multiplication does.</summary>
internal static class Powers
{
    public static T Whole<T>(T x, T y) where T : struct, IBinaryInteger<T>
    {
        if (T.IsNegative(y))
            return x == T.One ? T.One : x == -T.One ? (T.IsEvenInteger(y) ? T.One : x) : T.Zero;
        T result = T.One;
        for (T power = x; y > T.Zero; y >>= 1, power *= power)
        {
            if (T.IsOddInteger(y))
                result *= power;
        }

        return result;
    }
}
