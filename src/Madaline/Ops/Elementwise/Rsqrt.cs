using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Reciprocal square root: <c>y = 1/√x</c>.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating; integers become Float32. Gradient: −dy · y³ / 2.
    /// </remarks>
    public Tensor Rsqrt() => Elementwise.Apply<Rsqrt>(this);
}

internal readonly struct Rsqrt : IUnaryOp
{
    public static string Name => "rsqrt";

    public static Saved Saves => Saved.Output;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Broadcast(1) / T.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(-0.5) * y * y * y;
}
