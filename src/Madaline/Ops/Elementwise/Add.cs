using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Sum: <c>left + right</c>.</summary>
    /// <remarks>
    /// Shape: broadcast. DType: promoted. Gradient: dy to both.
    /// </remarks>
    public Tensor Add(Tensor other) => Elementwise.Apply<Add>(this, other);

    /// <summary>Sum: <c>left + right</c>.</summary>
    public Tensor Add(Scalar other) => Elementwise.Apply<Add>(this, other);

    /// <summary>Sum: <c>left + right</c>.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => left.Add(right);

    /// <summary>Sum: <c>left + right</c>.</summary>
    public static Tensor operator +(Tensor left, Scalar right) => left.Add(right);

    /// <summary>Sum: <c>left + right</c>.</summary>
    public static Tensor operator +(Scalar left, Tensor right) => Elementwise.Apply<Add>(left, right);
}

internal readonly struct Add : IBinaryOp
{
    public static string Name => "add";

    public static (double Left, double Right)? Constant => (1, 1);

    public T Forward<T>(T x, T y) where T : struct, ILane<T> => x + y;

    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(1);

    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(1);
}
