using System.Runtime.CompilerServices;
using Madaline.Numerics;

namespace Madaline;

/// <summary>
/// Scalar functions that give the same bits on every machine, unlike <see cref="Math"/>, which asks the system's
/// library.
/// </summary>
public static unsafe class PortableMath
{
    /// <summary>eˣ.</summary>
    public static double Exp(double x) => First(F64x4.Exp(F64x4.Broadcast(x)));

    /// <summary>Natural logarithm of x.</summary>
    public static double Log(double x) => First(F64x4.Log(F64x4.Broadcast(x)));

    /// <summary>Sine of x radians.</summary>
    public static double Sin(double x) => First(F64x4.Sin(F64x4.Broadcast(x)));

    /// <summary>Cosine of x radians.</summary>
    public static double Cos(double x) => First(F64x4.Cos(F64x4.Broadcast(x)));

    /// <summary>xʸ.</summary>
    public static double Pow(double x, double y) => First(F64x4.Pow(F64x4.Broadcast(x), F64x4.Broadcast(y)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double First(F64x4 lane) => lane.Value[0];
}
