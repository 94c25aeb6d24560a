using System.Numerics;
using System.Runtime.CompilerServices;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Quotient rounded down: <c>⌊left / right⌋</c>.</summary>
    /// <remarks>Shape: broadcast. DType: promoted; whole numbers stay whole. Gradient: 0.</remarks>
    public Tensor WholeDivide(Tensor other) => Elementwise.Apply<WholeDivide>(this, other);

    /// <summary>Quotient rounded down.</summary>
    public Tensor WholeDivide(Scalar other) => Elementwise.Apply<WholeDivide>(this, other);
}

internal readonly struct WholeDivide : IBinaryOp
{
    public static string Name => "floor_divide";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x, T y) where T : struct, ILane<T> => T.Floor(x / y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => T.Of(0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => T.Of(0);

    public T Whole<T>(T x, T y) where T : struct, IBinaryInteger<T> => (x - Remainders.Floored(x, y)) / y;
}
