using System.Numerics;

namespace Madaline;

/// <summary>Division with the remainder's sign taken from the divisor.</summary>
internal static class Remainders
{
    public static T Floored<T>(T x, T y) where T : struct, IBinaryInteger<T>
    {
        if (y == T.Zero)
            throw new TensorException("remainder", "division of a whole number by zero. Right holds 0; expected no zeros. Use To(DType.Float32) for NaN instead.");
        T rest = x % y;
        return rest != T.Zero && T.IsNegative(rest) != T.IsNegative(y) ? rest + y : rest;
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
