using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;

namespace Madaline.Ops;

/// <summary>A binary op whose right operand is a plain number: a unary op.</summary>
internal readonly struct WithRight<TOp>(TOp op, Scalar right) : IUnaryOp, IDescribed where TOp : struct, IBinaryOp
{
    private readonly TOp _op = op;
    private readonly Constant _right = new(right.Double, right.Long);

    public static string Name => TOp.Name;

    public static Saved Saves =>
        TOp.Constant is null && (TOp.LeftReads & Reads.Left) != 0 ? Saved.Input : Saved.None;

    public static bool Divides => TOp.LeftDivides;

    public static bool KeepsIntegers => TOp.KeepsIntegers;

    public (string Name, AttributeValue Value)[] Describe(DType dtype) =>
        [("right", Described.Number(dtype, _right))];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => _op.Forward(x, T.Broadcast(_right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => _op.LeftDerivative(x, T.Broadcast(_right));
}

/// <summary>A binary op whose left operand is a plain number.</summary>
internal readonly struct WithLeft<TOp>(TOp op, Scalar left) : IUnaryOp, IDescribed where TOp : struct, IBinaryOp
{
    private readonly TOp _op = op;
    private readonly Constant _left = new(left.Double, left.Long);

    public static string Name => TOp.Name;

    public static Saved Saves =>
        TOp.Constant is null && (TOp.RightReads & Reads.Right) != 0 ? Saved.Input : Saved.None;

    public static bool KeepsIntegers => TOp.KeepsIntegers;

    public (string Name, AttributeValue Value)[] Describe(DType dtype) =>
        [("left", Described.Number(dtype, _left))];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => _op.Forward(T.Broadcast(_left), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => _op.RightDerivative(T.Broadcast(_left), x);
}
