using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Quotient: <c>left / right</c>, always floating.</summary>
    /// <remarks>
    /// Shape: broadcast. DType: promoted; integers become Float32. Gradient: dy / right and −dy · left / right / right.
    /// </remarks>
    public Tensor Div(Tensor other) => Elementwise.Apply<Div>(this, other);

    /// <summary>Quotient: <c>left / right</c>, always floating.</summary>
    public Tensor Div(Scalar other) => Elementwise.Apply<Div>(this, other);

    /// <summary>Quotient: <c>left / right</c>, always floating.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => left.Div(right);

    /// <summary>Quotient: <c>left / right</c>, always floating.</summary>
    public static Tensor operator /(Tensor left, Scalar right) => left.Div(right);

    /// <summary>Quotient: <c>left / right</c>, always floating.</summary>
    public static Tensor operator /(Scalar left, Tensor right) => Elementwise.Apply<Div>(left, right);
}

internal readonly struct Div : IBinaryOp
{
    public static string Name => "div";

    public static bool KeepsIntegers => false;

    public static Reads LeftReads => Reads.Right;

    public static bool LeftDivides => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x, T y) where T : struct, ILane<T> => x / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => -(x / y / y);
}
