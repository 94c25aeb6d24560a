using System.Runtime.CompilerServices;

namespace Madaline.Numerics;

/// <summary>Angles of many turns: x · 2/π mod 4, with as many digits of 2/π as the largest number needs.</summary>
/// <remarks>
/// 2/π lies in parts of a lane's precision. Each product of x and a part is a number and its rounding error, exactly,
/// and both are taken mod 4, exactly. What is left is added on two grids so coarse that no sum rounds, and a rest. No
/// integers, tables or branches, so that any lane can do it; rarely needed. Source: Payne and Hanek 1983.
/// </remarks>
internal static class LargeAngle
{
    /// <summary>From here on the lanes hand over.</summary>
    public const double DoubleLimit = 1e9, SingleLimit = 32768;

    /// <summary>x minus quarter turns, in [−π/4, π/4] as a number and its error, and how many of them, mod 4.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static T Reduce<T>(T x, out T rest, out T quadrant) where T : struct, ILane<T>
    {
        var sum = new TurnSum<T>(T.Broadcast(0));
        T scaled = x * T.Broadcast(T.IsDouble ? 7.458340731200207e-155 : 5.421010862427522e-20);
        foreach (double part in T.IsDouble ? TwoOverPiInDoubles : TwoOverPiInSingles)
        {
            T product = scaled * T.Broadcast(part);
            sum.Add(product);
            sum.Add(T.FusedMultiplyAdd(scaled, T.Broadcast(part), -product));
        }

        T turns = sum.Fraction(out T error, out quadrant);
        T high = T.Broadcast(T.IsDouble ? 1.5707963267948966 : 1.57079637);
        T low = T.Broadcast(T.IsDouble ? 6.123233995736766e-17 : -4.37113883e-08);
        T r = turns * high;
        rest = T.FusedMultiplyAdd(turns, high, -r) + T.FusedMultiplyAdd(turns, low, error * high);
        T result = r + rest;
        rest = (r - result) + rest;
        return result;
    }

    /// <summary>n mod 4 for an integral n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Quadrant<T>(T n) where T : struct, ILane<T> =>
        n - T.Broadcast(4) * T.Floor(n * T.Broadcast(0.25));

    /// <summary>2/π · 2⁶⁴, 24 bits a part.</summary>
    private static ReadOnlySpan<double> TwoOverPiInSingles =>
    [
        1.17435615e+19, 4.73759482e+11, 5417.98438, 0.000600327039, 2.2301401e-10, 1.0454797e-17, 4.83379056e-25,
        1.30122552e-32,
    ];

    /// <summary>2/π · 2⁵¹², 53 bits a part.</summary>
    private static ReadOnlySpan<double> TwoOverPiInDoubles =>
    [
        8.535675632308307e+153, 9.608698730048264e+137, 1.3651380051473272e+122, 1.133360722954605e+106,
        4.674192163927224e+89, 6.436725708970157e+73, 1.5412913551904322e+56, 1.5778868323016484e+42,
        5.0355754258984466e+25, 22258861188.91254, 2.8700345619838524e-06, 3.3239162284304317e-22,
        1.3551671504051687e-38, 1.6407452549206e-54, 2.9294781843680784e-70, 2.282564087305251e-86,
        3.5386063910757366e-102, 7.2117252299611645e-118, 6.254157346918886e-134, 9.498587618271607e-150,
        7.002120296992156e-166, 4.6243397618683684e-182,
    ];

    /// <summary>A sum of quarter turns, of which whole turns are left out.</summary>
    private struct TurnSum<T> where T : struct, ILane<T>
    {
        private T _coarse, _fine, _rest;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TurnSum(T zero) => (_coarse, _fine, _rest) = (zero, zero, zero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(T turns)
        {
            T left = T.FusedMultiplyAdd(T.Broadcast(-4), T.Round(turns * T.Broadcast(0.25)), turns);

            // One and a half times a large power of two: added and taken away, it rounds to its last place.
            T grid = T.Broadcast(T.IsDouble ? 192 : 48), coarse = (left + grid) - grid;
            left = left - coarse;
            grid = T.Broadcast(T.IsDouble ? 1.3642420526593924e-12 : 4.57763671875e-05);
            T fine = (left + grid) - grid;
            _coarse = _coarse + coarse;
            _fine = _fine + fine;
            _rest = _rest + (left - fine);
        }

        /// <summary>The sum without its quarter turns, in [−½, ½], as a number and its error.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly T Fraction(out T error, out T quadrant)
        {
            T n = T.Round(_coarse), coarse = _coarse - n;
            quadrant = Quadrant(n);
            T sum = coarse + _fine, added = sum - coarse;
            error = ((coarse - (sum - added)) + (_fine - added)) + _rest;
            T result = sum + error;
            error = (sum - result) + error;
            return result;
        }
    }
}
