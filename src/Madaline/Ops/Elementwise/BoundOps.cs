using System.Numerics;
using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>A binary op whose right operand is a plain number: a unary op.</summary>
internal readonly struct WithRight<TOp>(TOp op, Scalar right) : IUnaryOp where TOp : struct, IBinaryOp
{
    private readonly TOp _op = op;

    public static string Name => TOp.Name;

    public static Saved Saves => TOp.Constant is null ? Saved.Input : Saved.None;

    public static bool KeepsIntegers => TOp.KeepsIntegers;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => _op.Forward(x, T.Of(right.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => _op.LeftDerivative(x, T.Of(right.Double));

    public T Whole<T>(T x) where T : struct, IBinaryInteger<T> => _op.Whole(x, T.CreateTruncating(right.Long));
}

/// <summary>A binary op whose left operand is a plain number.</summary>
internal readonly struct WithLeft<TOp>(TOp op, Scalar left) : IUnaryOp where TOp : struct, IBinaryOp
{
    private readonly TOp _op = op;

    public static string Name => TOp.Name;

    public static Saved Saves => TOp.Constant is null ? Saved.Input : Saved.None;

    public static bool KeepsIntegers => TOp.KeepsIntegers;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x) where T : struct, ILane<T> => _op.Forward(T.Of(left.Double), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y) where T : struct, ILane<T> => _op.RightDerivative(T.Of(left.Double), x);

    public T Whole<T>(T x) where T : struct, IBinaryInteger<T> => _op.Whole(T.CreateTruncating(left.Long), x);
}
