using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary><c>y = log(1 + x)</c>, exact near 0.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating; integers become Float32. Gradient: dy / (1 + x).
    /// </remarks>
    public Tensor Log1P() => Elementwise.Apply<Log1P>(this);
}

internal readonly struct Log1P : IUnaryOp
{
    public static string Name => "log1p";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Log1P(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(1) / (T.Broadcast(1) + x);
}
