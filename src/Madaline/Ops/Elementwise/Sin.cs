using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Sine of x radians.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating; integers become Float32. Gradient: dy · cos(x).
    /// Numerics: within 1 unit in the last place of single precision and 2 of double, for angles of any size.
    /// </remarks>
    public Tensor Sin() => Elementwise.Apply<Sin>(this);
}

internal readonly struct Sin : IUnaryOp
{
    public static string Name => "sin";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Sin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => T.Cos(x);
}
