using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Power: <c>leftʳⁱᵍʰᵗ</c>.</summary>
    /// <remarks>
    /// Shape: broadcast. DType: promoted. Gradient: dy · y · x^(y−1) and dy · xʸ · log x.
    /// Numerics: within 1 unit in the last place of single precision; in double the error grows with |y · log x|.
    /// </remarks>
    public Tensor Pow(Tensor other) => Elementwise.Apply<Pow>(this, other);

    /// <summary>Power: <c>leftʳⁱᵍʰᵗ</c>; the square and the square root where the exponent is 2 or ½.</summary>
    /// <exception cref="TensorException">Integers to a negative integer.</exception>
    public Tensor Pow(Scalar other)
    {
        RequireIntegerResult(other);
        if (other.DType.IsFloating() && other.Double == 0.5)
            return Sqrt();
        if (DType.IsFloating() && other.Double == 2)
            return Square();
        return Elementwise.Apply<Pow>(this, other);
    }

    /// <summary>Power with a number as base: <c>leftʳⁱᵍʰᵗ</c>.</summary>
    public static Tensor Pow(Scalar left, Tensor right) => Elementwise.Apply<Pow>(left, right);

    /// <summary>Raises to a power in place; nothing is recorded.</summary>
    public Tensor PowInPlace(Tensor other) => Elementwise.InPlace<Pow>(this, other);

    /// <summary>Raises to a power in place; nothing is recorded.</summary>
    public Tensor PowInPlace(Scalar other)
    {
        RequireIntegerResult(other);
        return Elementwise.InPlace<Pow>(this, other);
    }

    private void RequireIntegerResult(Scalar exponent)
    {
        if (!DType.IsFloating() && !exponent.DType.IsFloating() && exponent.Long < 0)
        {
            throw new TensorException("pow", "a negative power of integers is not whole. "
                + $"Base is {DType}, exponent is {exponent}; expected at least 0. Use a floating exponent.");
        }
    }
}

internal readonly struct Pow : IBinaryOp
{
    public static string Name => "pow";

    public static BoolOperands BoolOperands => BoolOperands.BesideNumbers;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x, T y) where T : struct, ILane<T> => T.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> =>
        T.Select(T.Equal(y, T.Broadcast(0)), T.Broadcast(0), y * T.Pow(x, y - T.Broadcast(1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T>
    {
        T zeroBase = T.And(T.Equal(x, T.Broadcast(0)), T.LessOrEqual(T.Broadcast(0), y));
        return T.Select(zeroBase, T.Broadcast(0), T.Pow(x, y) * T.Log(x));
    }
}
