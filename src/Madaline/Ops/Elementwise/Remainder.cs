using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>What is left of a division, with the sign of the divisor: <c>x − ⌊x/y⌋ · y</c>.</summary>
    /// <remarks>
    /// Shape: broadcast. DType: promoted. Gradient: dy and −dy · ⌊x/y⌋. Numerics: exact, and ⌊x/y⌋ is that of
    /// <see cref="FloorDivide(Tensor)"/>, so that x = y · ⌊x/y⌋ + the remainder.
    /// </remarks>
    /// <exception cref="TensorException">Integers are divided by 0.</exception>
    public Tensor Remainder(Tensor other) => Elementwise.Apply<Remainder>(this, other);

    /// <summary>What is left of a division, with the sign of the divisor: <c>x − ⌊x/y⌋ · y</c>.</summary>
    public Tensor Remainder(Scalar other) => Elementwise.Apply<Remainder>(this, other);

    /// <summary>What is left of a division, with the sign of the divisor: <c>x − ⌊x/y⌋ · y</c>.</summary>
    public static Tensor operator %(Tensor left, Tensor right) => left.Remainder(right);

    /// <summary>What is left of a division, with the sign of the divisor: <c>x − ⌊x/y⌋ · y</c>.</summary>
    public static Tensor operator %(Tensor left, Scalar right) => left.Remainder(right);

    /// <summary>What is left of a division, with the sign of the divisor: <c>x − ⌊x/y⌋ · y</c>.</summary>
    public static Tensor operator %(Scalar left, Tensor right) => Elementwise.Apply<Remainder>(left, right);
}

internal readonly struct Remainder : IBinaryOp
{
    public static string Name => "remainder";

    public static BoolOperands BoolOperands => BoolOperands.BesideNumbers;

    public static Reads LeftReads => Reads.None;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x, T y) where T : struct, ILane<T>
    {
        T rest = T.Modulo(x, y);
        return T.Select(Lane.SignsDiffer(rest, y), rest + y, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => -Lane.FloorDivide(x, y);
}
