using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Natural logarithm; −∞ at 0, NaN below.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating; integers become Float32. Gradient: dy / x.
    /// </remarks>
    public Tensor Log() => Elementwise.Apply<Log>(this);
}

internal readonly struct Log : IUnaryOp
{
    public static string Name => "log";

    public static bool Divides => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => x;
}
