using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Exponential less one, exact near 0: <c>y = eˣ − 1</c>.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating; integers become Float32. Gradient: dy · (y + 1).
    /// </remarks>
    public Tensor ExpM1() => Elementwise.Apply<ExpM1>(this);
}

internal readonly struct ExpM1 : IUnaryOp
{
    public static string Name => "expm1";

    public static Saved Saves => Saved.Output;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => T.ExpM1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => y + T.Broadcast(1);
}
