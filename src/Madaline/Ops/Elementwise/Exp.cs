using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Exponential: <c>y = eˣ</c>.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: floating; integers become Float32. Gradient: dy · y.
    /// </remarks>
    public Tensor Exp() => Elementwise.Apply<Exp>(this);
}

internal readonly struct Exp : IUnaryOp
{
    public static string Name => "exp";

    public static Saved Saves => Saved.Output;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => y;
}
