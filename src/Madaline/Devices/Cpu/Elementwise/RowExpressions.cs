using System.Runtime.CompilerServices;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Elementwise;

/// <summary>One result from the elements of up to three operands, in any lane.</summary>
internal interface IRowExpression
{
    /// <summary>How many operands are read, 1 to 3; others repeat the first.</summary>
    static abstract int Operands { get; }

    /// <summary>Whether the result is a mask, which is stored as truth values.</summary>
    static virtual bool IsMask => false;

    T Of<T>(T a, T b, T c) where T : struct, ILane<T>;
}

/// <summary>op(x).</summary>
internal readonly struct UnaryExpression<TOp>(TOp op) : IRowExpression where TOp : struct, IUnaryOp
{
    public static int Operands => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T a, T b, T c) where T : struct, ILane<T> => op.Forward(a);
}

/// <summary>dy · op′(x, y), or a quotient.</summary>
internal readonly struct UnaryGradientExpression<TOp>(TOp op) : IRowExpression where TOp : struct, IUnaryOp
{
    public static int Operands => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T dy, T x, T y) where T : struct, ILane<T> =>
        TOp.Divides ? Lane.Quotient(dy, op.Derivative(x, y)) : dy * op.Derivative(x, y);
}

/// <summary>op(a, b).</summary>
internal readonly struct BinaryExpression<TOp>(TOp op) : IRowExpression where TOp : struct, IBinaryOp
{
    public static int Operands => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T a, T b, T c) where T : struct, ILane<T> => op.Forward(a, b);
}

/// <summary>Where op(a, b) holds.</summary>
internal readonly struct ComparisonExpression<TOp>(TOp op) : IRowExpression where TOp : struct, IComparison
{
    public static int Operands => 2;

    public static bool IsMask => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T a, T b, T c) where T : struct, ILane<T> => op.Mask(a, b);
}

/// <summary>dy · ∂op/∂a or ∂op/∂b, or a quotient.</summary>
internal readonly struct BinaryGradientExpression<TOp>(TOp op, bool right) : IRowExpression
    where TOp : struct, IBinaryOp
{
    public static int Operands => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T dy, T a, T b) where T : struct, ILane<T> =>
        right ? dy * op.RightDerivative(a, b)
        : TOp.LeftDivides ? Lane.Quotient(dy, op.LeftDerivative(a, b))
        : dy * op.LeftDerivative(a, b);
}
