using System.Numerics;
using Madaline.Devices.Cpu.Convolution.Channels;

namespace Madaline;

/// <summary>
/// Division of whole numbers: rounded down, with what is left having the divisor's sign; or what is left with the
/// dividend's. The smallest number by −1 wraps around, as its negation does.
/// </summary>
internal static class IntegerQuotients
{
    public static T Floor<T>(string op, T x, T y) where T : struct, IBinaryInteger<T>
    {
        RequireDivisor(op, y);
        if (IsMinusOne(y))
            return -x;
        T quotient = x / y;
        return LeavesOtherSign(x % y, y) ? quotient - T.One : quotient;
    }

    public static T Modulus<T>(string op, T x, T y) where T : struct, IBinaryInteger<T>
    {
        T rest = Rest(op, x, y);
        return LeavesOtherSign(rest, y) ? rest + y : rest;
    }

    public static T Rest<T>(string op, T x, T y) where T : struct, IBinaryInteger<T>
    {
        RequireDivisor(op, y);
        return IsMinusOne(y) ? T.Zero : x % y;
    }

    private static bool LeavesOtherSign<T>(T rest, T y) where T : struct, IBinaryInteger<T> =>
        rest != T.Zero && T.IsNegative(rest) != T.IsNegative(y);

    private static bool IsMinusOne<T>(T y) where T : struct, IBinaryInteger<T> => T.IsNegative(y) && y == -T.One;

    private static void RequireDivisor<T>(string op, T y) where T : struct, IBinaryInteger<T>
    {
        if (y == T.Zero)
            throw new TensorException(op, "division of a whole number by zero. Right holds 0; expected no zeros. "
                + "Use To(DType.Float32) for NaN instead.");
    }
}

/// <summary>Powers of whole numbers, wrapping around as multiplication does.</summary>
internal static class Powers
{
    public static T Integer<T>(T x, T y) where T : struct, IBinaryInteger<T>
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
