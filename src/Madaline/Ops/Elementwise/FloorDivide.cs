using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Quotient rounded down: <c>⌊left / right⌋</c>.</summary>
    /// <remarks>
    /// Shape: broadcast. DType: promoted; integers stay whole, and the smallest by −1 wraps around to itself.
    /// Gradient: 0. Numerics: rounded down from the exact quotient, so that x = y · ⌊x/y⌋ + x % y:
    /// <c>1.0 // 0.1</c> is 9, as 0.1 is a little more than a tenth.
    /// </remarks>
    /// <exception cref="TensorException">Integers are divided by 0.</exception>
    public Tensor FloorDivide(Tensor other) => Elementwise.Apply<FloorDivide>(this, other);

    /// <summary>Quotient rounded down.</summary>
    public Tensor FloorDivide(Scalar other) => Elementwise.Apply<FloorDivide>(this, other);
}

internal readonly struct FloorDivide : IBinaryOp
{
    public static string Name => "floor_divide";

    public static Reads LeftReads => Reads.None;

    public static Reads RightReads => Reads.None;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x, T y) where T : struct, ILane<T> => T.FloorDivide(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(0);
}
