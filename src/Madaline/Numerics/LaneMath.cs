using System.Runtime.CompilerServices;

namespace Madaline.Numerics;

/// <summary>
/// The one implementation of exp, log and their relatives: range reduction and a polynomial, in additions,
/// multiplications and fused multiply-adds only, so that every machine computes the same bits.
/// </summary>
/// <remarks>
/// Errors stay within 2 units in the last place in the normal range (tested against correctly rounded values).
/// </remarks>
internal static partial class LaneMath
{
    private const double Log2E = 1.44269504088896340736;
    private const double Ln2 = 0.693147180559945309417;

    /// <summary>eˣ = 2ⁿ · eʳ with |r| ≤ ln 2 / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x) where T : struct, ILane<T>
    {
        T lowest = T.Broadcast(T.IsDouble ? -746.0 : -104.0), highest = T.Broadcast(T.IsDouble ? 710.0 : 89.0);
        T clamped = T.Min(T.Max(x, lowest), highest);
        T r = ReduceByLn2(clamped, out T n);
        T p = T.FusedMultiplyAdd(ExpM1Polynomial(r), r, r) + T.Broadcast(1);
        return ScaleTwice(p, n);
    }

    /// <summary>eˣ − 1 = 2ⁿ · (eʳ − 1) + (2ⁿ − 1): exact for small x, where n is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ExpM1<T>(T x) where T : struct, ILane<T>
    {
        T highest = T.Broadcast(T.IsDouble ? 709.0 : 88.0), lowest = T.Broadcast(T.IsDouble ? -50.0 : -30.0);
        T clamped = T.Min(T.Max(x, lowest), highest);
        T r = ReduceByLn2(clamped, out T n);
        T q = T.FusedMultiplyAdd(ExpM1Polynomial(r), r, r);
        T scale = T.PowerOfTwo(n - T.Broadcast(1));
        T half = T.FusedMultiplyAdd(scale, q, scale - T.Broadcast(0.5));
        T small = T.Select(T.Equal(n, T.Broadcast(0)), q, half + half);
        T large = T.Select(T.LessThan(highest, x), Exp(x), small);
        return T.Select(T.Equal(x, T.Broadcast(0)), x, large);
    }

    /// <summary>log x = e · ln 2 + log(1 + f), from s = f / (2 + f) and the series of 2 · artanh(s).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<T>(T x) where T : struct, ILane<T>
    {
        T m = MantissaAndExponent(x, out T e), f = m - T.Broadcast(1);
        T s = f / (T.Broadcast(2) + f);
        T halfSquare = T.Broadcast(0.5) * f * f;
        T tail = s * (halfSquare + AtanhSeries(s * s));
        T high = T.Broadcast(T.IsDouble ? 0.6931471803691238 : 0.693359375);
        T low = T.Broadcast(T.IsDouble ? 1.908214929270587816e-10 : -2.1219444005469058277e-4);
        T result = T.FusedMultiplyAdd(e, high, f - (halfSquare - T.FusedMultiplyAdd(e, low, tail)));

        T infinity = T.Broadcast(double.PositiveInfinity);
        result = T.Select(T.Equal(x, T.Broadcast(0)), -infinity, result);
        result = T.Select(T.Equal(x, infinity), infinity, result);
        return T.Select(T.LessOrEqual(T.Broadcast(0), x), result, T.Broadcast(double.NaN));
    }

    /// <summary>log(1 + x): the rounding error of 1 + x is divided back in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log1P<T>(T x) where T : struct, ILane<T>
    {
        T u = T.Broadcast(1) + x;
        T result = Log(u) + (x - (u - T.Broadcast(1))) / u;
        result = T.Select(T.Equal(u, T.Broadcast(0)), T.Broadcast(double.NegativeInfinity), result);
        result = T.Select(T.Equal(x, T.Broadcast(double.PositiveInfinity)), x, result);
        return T.Select(T.Equal(u, T.Broadcast(1)), x, result);
    }

    /// <summary>tanh x = t / (t + 2) with t = e^(2|x|) − 1, and the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<T>(T x) where T : struct, ILane<T>
    {
        T magnitude = T.Min(T.Abs(x), T.Broadcast(22));
        T t = ExpM1(magnitude + magnitude);
        T y = t / (t + T.Broadcast(2));
        y = T.Select(T.LessThan(x, T.Broadcast(0)), -y, y);
        return T.Select(T.Equal(x, T.Broadcast(0)), x, y);
    }

    /// <summary>m in [√½, √2) and an integral e with x = m · 2ᵉ, for positive x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T MantissaAndExponent<T>(T x, out T e) where T : struct, ILane<T>
    {
        T smallest = T.Broadcast(T.IsDouble ? 2.2250738585072014e-308 : 1.17549435e-38);
        T subnormal = T.LessThan(x, smallest);
        T lift = T.Broadcast(T.IsDouble ? 18014398509481984.0 : 33554432.0);
        T m = T.SplitExponent(T.Select(subnormal, x * lift, x), out e);
        e = e - T.And(subnormal, T.Broadcast(T.IsDouble ? 54 : 25));
        T above = T.LessThan(T.Broadcast(1.41421356237309504880), m);
        e = e + T.And(above, T.Broadcast(1));
        return T.Select(above, m * T.Broadcast(0.5), m);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ReduceByLn2<T>(T x, out T n) where T : struct, ILane<T>
    {
        n = T.Round(x * T.Broadcast(Log2E));
        T high = T.Broadcast(T.IsDouble ? 0.6931471803691238 : 0.693359375);
        T low = T.Broadcast(T.IsDouble ? 1.908214929270587816e-10 : -2.1219444005469058277e-4);
        return T.FusedMultiplyAdd(-n, low, T.FusedMultiplyAdd(-n, high, x));
    }

    /// <summary>(eʳ − 1 − r) / r: Taylor, 7 terms for single precision and 13 for double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExpM1Polynomial<T>(T r) where T : struct, ILane<T>
    {
        T p;
        if (T.IsDouble)
        {
            p = T.Broadcast(1.0 / 6227020800);
            p = T.FusedMultiplyAdd(p, r, T.Broadcast(1.0 / 479001600));
            p = T.FusedMultiplyAdd(p, r, T.Broadcast(1.0 / 39916800));
            p = T.FusedMultiplyAdd(p, r, T.Broadcast(1.0 / 3628800));
            p = T.FusedMultiplyAdd(p, r, T.Broadcast(1.0 / 362880));
            p = T.FusedMultiplyAdd(p, r, T.Broadcast(1.0 / 40320));
            p = T.FusedMultiplyAdd(p, r, T.Broadcast(1.0 / 5040));
        }
        else
        {
            p = T.Broadcast(1.0 / 5040);
        }

        p = T.FusedMultiplyAdd(p, r, T.Broadcast(1.0 / 720));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(1.0 / 120));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(1.0 / 24));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(1.0 / 6));
        p = T.FusedMultiplyAdd(p, r, T.Broadcast(0.5));
        return p * r;
    }

    /// <summary>
    /// p · 2ⁿ in two steps, so that results near the ends of the range neither overflow early nor flush.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ScaleTwice<T>(T p, T n) where T : struct, ILane<T>
    {
        T half = T.Floor(n * T.Broadcast(0.5));
        return p * T.PowerOfTwo(half) * T.PowerOfTwo(n - half);
    }

    /// <summary>z · (2/3 + 2/5 z + 2/7 z² + …) for z = s² ≤ 0.0295.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AtanhSeries<T>(T z) where T : struct, ILane<T>
    {
        T p;
        if (T.IsDouble)
        {
            p = T.Broadcast(2.0 / 23);
            p = T.FusedMultiplyAdd(p, z, T.Broadcast(2.0 / 21));
            p = T.FusedMultiplyAdd(p, z, T.Broadcast(2.0 / 19));
            p = T.FusedMultiplyAdd(p, z, T.Broadcast(2.0 / 17));
            p = T.FusedMultiplyAdd(p, z, T.Broadcast(2.0 / 15));
            p = T.FusedMultiplyAdd(p, z, T.Broadcast(2.0 / 13));
            p = T.FusedMultiplyAdd(p, z, T.Broadcast(2.0 / 11));
        }
        else
        {
            p = T.Broadcast(2.0 / 11);
        }

        p = T.FusedMultiplyAdd(p, z, T.Broadcast(2.0 / 9));
        p = T.FusedMultiplyAdd(p, z, T.Broadcast(2.0 / 7));
        p = T.FusedMultiplyAdd(p, z, T.Broadcast(2.0 / 5));
        p = T.FusedMultiplyAdd(p, z, T.Broadcast(2.0 / 3));
        return p * z;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Horner<T>(T x, ReadOnlySpan<double> coefficients) where T : struct, ILane<T>
    {
        T p = T.Broadcast(coefficients[^1]);
        for (int i = coefficients.Length - 2; i >= 0; i--)
            p = T.FusedMultiplyAdd(p, x, T.Broadcast(coefficients[i]));
        return p;
    }
}
