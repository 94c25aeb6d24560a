using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Product, element by element.</summary>
    /// <remarks>
    /// Shape: broadcast. DType: promoted. Gradient: dy · right and dy · left.
    /// </remarks>
    public Tensor Mul(Tensor other) => Elementwise.Apply<Mul>(this, other);

    /// <summary>Product, element by element.</summary>
    public Tensor Mul(Scalar other) => Elementwise.Apply<Mul>(this, other);

    /// <summary>Product, element by element.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => left.Mul(right);

    /// <summary>Product, element by element.</summary>
    public static Tensor operator *(Tensor left, Scalar right) => left.Mul(right);

    /// <summary>Product, element by element.</summary>
    public static Tensor operator *(Scalar left, Tensor right) => Elementwise.Apply<Mul>(left, right);
}

internal readonly struct Mul : IBinaryOp
{
    public static string Name => "mul";

    public static Reads LeftReads => Reads.Right;

    public static Reads RightReads => Reads.Left;

    public T Forward<T>(T x, T y) where T : struct, ILane<T> => x * y;

    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => y;

    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => x;
}
