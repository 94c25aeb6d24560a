using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Difference: <c>left − right</c>.</summary>
    /// <remarks>
    /// Shape: broadcast. DType: promoted; truth values are refused. Gradient: dy and −dy.
    /// </remarks>
    public Tensor Sub(Tensor other) => Elementwise.Apply<Sub>(this, other);

    /// <summary>Difference: <c>left − right</c>.</summary>
    public Tensor Sub(Scalar other) => Elementwise.Apply<Sub>(this, other);

    /// <summary>Difference: <c>left − right</c>.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => left.Sub(right);

    /// <summary>Difference: <c>left − right</c>.</summary>
    public static Tensor operator -(Tensor left, Scalar right) => left.Sub(right);

    /// <summary>Difference: <c>left − right</c>.</summary>
    public static Tensor operator -(Scalar left, Tensor right) => Elementwise.Apply<Sub>(left, right);
}

internal readonly struct Sub : IBinaryOp
{
    public static string Name => "sub";

    public static BoolOperands BoolOperands => BoolOperands.Refused;

    public static (double Left, double Right)? Constant => (1, -1);

    public T Forward<T>(T x, T y) where T : struct, ILane<T> => x - y;

    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(1);

    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(-1);
}
