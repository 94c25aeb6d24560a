using System.Runtime.CompilerServices;

namespace Madaline.Numerics;

internal static partial class LaneMath
{
    /// <summary>xʸ = e^(y · log|x|), with the sign and the special cases of IEEE 754.</summary>
    /// <remarks>
    /// In single precision the logarithm is a number and its error, and so is the product; in double precision the
    /// relative error grows to |y · log x| units in the last place.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pow<T>(T x, T y) where T : struct, ILane<T>
    {
        T zero = T.Broadcast(0), one = T.Broadcast(1);
        T magnitude = T.IsDouble ? Exp(y * Log(T.Abs(x))) : PowOfSingle(T.Abs(x), y);
        T half = y * T.Broadcast(0.5);
        T integral = T.Equal(T.Floor(y), y);
        T odd = T.And(integral, T.Select(T.Equal(T.Floor(half), half), zero, T.Equal(zero, zero)));
        T negative = T.Or(T.LessThan(x, zero), T.And(T.Equal(x, zero), T.LessThan(one / x, zero)));
        T signed = T.Select(T.And(negative, odd), -magnitude, magnitude);
        T fraction = T.And(T.LessThan(x, zero), T.LessThan(T.Broadcast(double.NegativeInfinity), x));
        T undefined = T.And(fraction, T.Select(integral, zero, T.Equal(zero, zero)));
        T result = T.Select(undefined, T.Broadcast(double.NaN), signed);
        T infinite = T.Equal(T.Abs(y), T.Broadcast(double.PositiveInfinity));
        T minusOneToInfinity = T.And(T.Equal(x, T.Broadcast(-1)), infinite);
        T trivial = T.Or(T.Or(T.Equal(y, zero), T.Equal(x, one)), minusOneToInfinity);
        return T.Select(trivial, one, result);
    }

    /// <summary>e^(y · log x) for x ≥ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T PowOfSingle<T>(T x, T y) where T : struct, ILane<T>
    {
        T infinity = T.Broadcast(double.PositiveInfinity);
        T log = LogOfSingle(x, out T logError);
        log = T.Select(T.Equal(x, T.Broadcast(0)), -infinity, log);
        log = T.Select(T.LessThan(x, infinity), log, x);
        T power = TwoProduct(y, log, out T error);

        // Past the range, and where a factor is infinite, the error is NaN or means nothing.
        error = T.FusedMultiplyAdd(y, logError, error);
        error = T.Select(T.LessThan(T.Abs(power), T.Broadcast(200)), error, T.Broadcast(0));
        return ExpOfSum(T.Min(T.Max(power, T.Broadcast(-104)), T.Broadcast(89)), error);
    }

    /// <summary>
    /// log x as a number and its error, to 2⁻³⁶: e · ln 2 + 2s · (1 + z / 3 + z² · Q(z)) with s = f / (2 + f), z = s²;
    /// Q fitted to 2⁻³⁶ by us.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T LogOfSingle<T>(T x, out T error) where T : struct, ILane<T>
    {
        T m = MantissaAndExponent(x, out T e);
        T f = m - T.Broadcast(1), sum = m + T.Broadcast(1), sumError = m - (sum - T.Broadcast(1));
        T inverse = T.Broadcast(1) / sum, s = f * inverse;
        T sError = inverse * T.FusedMultiplyAdd(-s, sumError, T.FusedMultiplyAdd(-s, sum, f));

        T z = TwoProduct(s, s, out T zError);
        zError = T.FusedMultiplyAdd(s + s, sError, zError);
        T q = T.FusedMultiplyAdd(T.Broadcast(0.117099158), z, T.Broadcast(0.142735422));
        q = T.FusedMultiplyAdd(q, z, T.Broadcast(0.200000763));
        T third = T.Broadcast(0.333333343), tail = TwoProduct(z, third, out T tailError);
        tailError = T.FusedMultiplyAdd(zError, third, T.FusedMultiplyAdd(z * z, q, tailError));
        tailError = T.FusedMultiplyAdd(z, T.Broadcast(-9.93410776e-09), tailError);

        s = s + s;
        sError = sError + sError;
        T product = TwoProduct(s, tail, out T productError);
        productError = productError + T.FusedMultiplyAdd(s, tailError, sError * tail);
        T log = FastTwoSum(s, product, out T logError);
        logError = logError + (productError + sError);
        T high = FastTwoSum(e * T.Broadcast(0.693359375), log, out error);
        error = error + T.FusedMultiplyAdd(e, T.Broadcast(-2.1219444005469058277e-4), logError);
        return FastTwoSum(high, error, out error);
    }

    /// <summary>e^(x + y) for a small y and x in range of the result.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T ExpOfSum<T>(T x, T y) where T : struct, ILane<T>
    {
        T n = T.Round(x * T.Broadcast(Log2E));
        T exact = T.FusedMultiplyAdd(-n, T.Broadcast(0.693359375), x);
        T r = FastTwoSum(exact, T.FusedMultiplyAdd(-n, T.Broadcast(-2.1219444005469058277e-4), y), out T rest);
        T sum = FastTwoSum(T.Broadcast(1), r, out T sumError);
        return ScaleTwice(sum + (sumError + T.FusedMultiplyAdd(ExpM1Polynomial(r), r, rest)), n);
    }
}
