using System.Runtime.CompilerServices;

namespace Madaline.Numerics;

internal static partial class LaneMath
{
    /// <summary>erf x, in double precision by a series below ½ and 1 − e^(−x²) · P(u) above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Erf<T>(T x) where T : struct, ILane<T> => T.IsDouble ? ErfOfDouble(x) : ErfOfSingle(x);

    /// <summary>u = (x − 2) / (x + 2); P fitted to 10⁻¹⁷ by us.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ErfOfDouble<T>(T x) where T : struct, ILane<T>
    {
        T a = T.Min(T.Abs(x), T.Broadcast(6));
        T square = a * a;
        T small = a * Horner(square, ErfSeries);
        T u = (a - T.Broadcast(2)) / (a + T.Broadcast(2));
        T large = T.Broadcast(1) - Exp(-square) * Horner(u, ScaledErfc);
        T y = T.Select(T.LessThan(a, T.Broadcast(0.5)), small, large);
        return T.Select(T.LessThan(x, T.Broadcast(0)), -y, y);
    }

    /// <summary>x + x · P(x²) below 0.93, 1 − e^(|x| · Q(|x|)) above; P and Q fitted to 2⁻³⁰ by us.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ErfOfSingle<T>(T x) where T : struct, ILane<T>
    {
        T a = T.Min(T.Abs(x), T.Broadcast(4)), square = a * a;
        T p = T.FusedMultiplyAdd(T.Broadcast(8.33186423e-05), square, T.Broadcast(-0.000813362654));
        p = T.FusedMultiplyAdd(p, square, T.Broadcast(0.00520022912));
        p = T.FusedMultiplyAdd(p, square, T.Broadcast(-0.026859073));
        p = T.FusedMultiplyAdd(p, square, T.Broadcast(0.112836897));
        p = T.FusedMultiplyAdd(p, square, T.Broadcast(-0.376126319));
        p = T.FusedMultiplyAdd(p, square, T.Broadcast(0.128379166));
        T small = T.FusedMultiplyAdd(p, x, x);

        T q = T.FusedMultiplyAdd(T.Broadcast(-1.18027638e-05), a, T.Broadcast(0.000328475144));
        q = T.FusedMultiplyAdd(q, a, T.Broadcast(-0.00366530521));
        q = T.FusedMultiplyAdd(q, a, T.Broadcast(0.0238099024));
        q = T.FusedMultiplyAdd(q, a, T.Broadcast(-0.106291831));
        q = T.FusedMultiplyAdd(q, a, T.Broadcast(-0.635118484));
        q = T.FusedMultiplyAdd(q, a, T.Broadcast(-0.12865651));
        T large = T.Broadcast(1) - Exp(T.FusedMultiplyAdd(q, a, -a));
        large = T.Select(T.LessThan(x, T.Broadcast(0)), -large, large);
        return T.Select(T.LessThan(a, T.Broadcast(0.9277)), small, large);
    }

    private static ReadOnlySpan<double> ErfSeries =>
    [
        1.1283791670955126, -0.37612638903183754, 0.11283791670955126, -0.026866170645131252, 0.005223977625442188,
        -0.0008548327023450853, 0.00012055332981789664, -1.492565035840625e-05, 1.6462114365889248e-06,
        -1.6365844691234924e-07, 1.4807192815879218e-08, -1.2290555301717928e-09, 9.422759064650411e-11,
    ];

    private static ReadOnlySpan<double> ScaledErfc =>
    [
        0.25539567631050575, -0.4271858474139578, 0.2416581942424656, -0.0789785810158316, 0.0037328924044099385,
        0.006997461744502038, -0.0008471432535586284, -0.0009819771553749572, 4.3555641243885816e-05,
        0.00017436285513930343, 2.7525148521881573e-05, -2.7592650029862432e-05, -1.3965939699241742e-05,
        1.4479562897572207e-06, 3.778302790211546e-06, 1.0557849981880937e-06, -5.04571132574258e-07,
        -3.293367922046562e-07,
    ];
}
