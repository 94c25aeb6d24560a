using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Absolute value: <c>y = |x|</c>.</summary>
    /// <remarks>
    /// Shape: […] → […]. DType: any but Bool. Gradient: dy · sign(x), 0 at 0.
    /// </remarks>
    public Tensor Abs() => Elementwise.Apply<Abs>(this);
}

internal readonly struct Abs : IUnaryOp
{
    public static string Name => "abs";

    public static bool KeepsIntegers => true;

    public static bool SupportsBool => false;

    public T Forward<T>(T x) where T : struct, ILane<T> => T.Abs(x);

    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => Lane.Sign(x);
}
