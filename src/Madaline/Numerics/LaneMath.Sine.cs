using System.Runtime.CompilerServices;

namespace Madaline.Numerics;

internal static partial class LaneMath
{
    /// <summary>sin x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sin<T>(T x) where T : struct, ILane<T>
    {
        T r = ReduceByHalfPi(x, out T rest, out T quadrant);
        return T.Select(T.Equal(x, T.Broadcast(0)), x, SinOrCos(r, rest, quadrant));
    }

    /// <summary>cos x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Cos<T>(T x) where T : struct, ILane<T>
    {
        T r = ReduceByHalfPi(x, out T rest, out T quadrant);
        quadrant = quadrant + T.Broadcast(1);
        quadrant = T.Select(T.Equal(quadrant, T.Broadcast(4)), T.Broadcast(0), quadrant);
        return SinOrCos(r, rest, quadrant);
    }

    /// <summary>
    /// x − n · π/2, and what rounding took away where single precision needs it; the quadrant is n mod 4.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ReduceByHalfPi<T>(T x, out T rest, out T quadrant) where T : struct, ILane<T>
    {
        T n = T.Round(x * T.Broadcast(0.63661977236758134308));
        quadrant = LargeAngle.Quadrant(n);
        T r = T.IsDouble ? ByDoubles(x, n, out rest) : BySingles(x, n, out rest);
        T near = T.LessOrEqual(T.Abs(x), T.Broadcast(T.IsDouble ? LargeAngle.DoubleLimit : LargeAngle.SingleLimit));
        if (T.All(near))
            return r;
        T far = LargeAngle.Reduce(x, out T farRest, out T farQuadrant);
        quadrant = T.Select(near, quadrant, farQuadrant);
        rest = T.Select(near, rest, farRest);
        return T.Select(near, r, far);
    }

    /// <summary>π/2 in three parts of 33 bits, so that the first products are exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ByDoubles<T>(T x, T n, out T rest) where T : struct, ILane<T>
    {
        T r = T.FusedMultiplyAdd(-n, T.Broadcast(1.5707963267341256), x);
        r = T.FusedMultiplyAdd(-n, T.Broadcast(6.077100506303966e-11), r);
        rest = T.Broadcast(0);
        return T.FusedMultiplyAdd(-n, T.Broadcast(2.0222662487959506e-21), r);
    }

    /// <summary>π/2 in three parts of 24 bits: the first step is exact, the second a number and its error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T BySingles<T>(T x, T n, out T rest) where T : struct, ILane<T>
    {
        T first = T.FusedMultiplyAdd(-n, T.Broadcast(1.57079637), x);
        T second = TwoProduct(n, T.Broadcast(4.37113883e-08), out T error);
        T r = TwoSum(first, second, out rest);
        rest = T.FusedMultiplyAdd(n, T.Broadcast(1.71512451e-15), rest + error);
        return FastTwoSum(r, rest, out rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SinOrCos<T>(T r, T rest, T quadrant) where T : struct, ILane<T>
    {
        T sin, cos, z = r * r;
        if (T.IsDouble)
        {
            sin = T.FusedMultiplyAdd(r * z, Horner(z, SinSeries), r);
            T head = T.FusedMultiplyAdd(z, T.Broadcast(-0.5), T.Broadcast(1));
            cos = T.FusedMultiplyAdd(z * z, Horner(z, CosSeries), head);
        }
        else
        {
            sin = SinOfSingle(r, rest, z);
            cos = CosOfSingle(r, rest, z);
        }

        T odd = T.Or(T.Equal(quadrant, T.Broadcast(1)), T.Equal(quadrant, T.Broadcast(3)));
        T y = T.Select(odd, cos, sin);
        return T.Select(T.LessOrEqual(T.Broadcast(2), quadrant), -y, y);
    }

    /// <summary>r + rest · (1 − z / 2) + r · z · P(z), added from the smallest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SinOfSingle<T>(T r, T rest, T z) where T : struct, ILane<T>
    {
        T p = T.FusedMultiplyAdd(T.Broadcast(-0.000195148721), z, T.Broadcast(0.00833215751));
        p = T.FusedMultiplyAdd(p, z, T.Broadcast(-0.166666552));
        return r + T.FusedMultiplyAdd(r * z, p, T.FusedMultiplyAdd(z * T.Broadcast(-0.5), rest, rest));
    }

    /// <summary>1 − z / 2 + z² · P(z) − r · rest, with the rounding error of 1 − z / 2 put back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T CosOfSingle<T>(T r, T rest, T z) where T : struct, ILane<T>
    {
        T p = T.FusedMultiplyAdd(T.Broadcast(2.44326839e-05), z, T.Broadcast(-0.00138873118));
        p = T.FusedMultiplyAdd(p, z, T.Broadcast(0.0416666456));
        T head = T.FusedMultiplyAdd(z, T.Broadcast(-0.5), T.Broadcast(1));
        T tail = T.FusedMultiplyAdd(z, T.Broadcast(-0.5), T.Broadcast(1) - head) - (r * rest);
        return head + T.FusedMultiplyAdd(z * z, p, tail);
    }

    private static ReadOnlySpan<double> SinSeries =>
    [
        -1.0 / 6, 1.0 / 120, -1.0 / 5040, 1.0 / 362880, -1.0 / 39916800, 1.0 / 6227020800, -1.0 / 1307674368000,
        1.0 / 355687428096000,
    ];

    private static ReadOnlySpan<double> CosSeries =>
    [
        1.0 / 24, -1.0 / 720, 1.0 / 40320, -1.0 / 3628800, 1.0 / 479001600, -1.0 / 87178291200, 1.0 / 20922789888000,
    ];
}
