using System.Numerics;
using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>y = op(x) on floating numbers; operands (x, y).</summary>
internal readonly unsafe struct UnaryKernel<TOp, TElement, TLane>(TOp op) : IRowKernel
    where TOp : struct, IUnaryOp
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private readonly TOp _op = op;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int count, in RowOperands row)
    {
        TElement* x = (TElement*)row.P0, y = (TElement*)row.P1;
        int sx = row.S0, sy = row.S1;
        for (int i = 0; i < count; i += TLane.Width)
        {
            TLane value = _op.Forward(LaneMemory.Read<TElement, TLane>(x, sx, i, count));
            LaneMemory.Write(value, y, sy, i, count);
        }
    }
}

/// <summary>dx = dy · op′(x, y); operands (dy, x, y, dx).</summary>
internal readonly unsafe struct UnaryGradientKernel<TOp, TElement, TLane>(TOp op) : IRowKernel
    where TOp : struct, IUnaryOp
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private readonly TOp _op = op;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int count, in RowOperands row)
    {
        TElement* dy = (TElement*)row.P0, x = (TElement*)row.P1, y = (TElement*)row.P2, dx = (TElement*)row.P3;
        int sdy = row.S0, sx = row.S1, sy = row.S2, sdx = row.S3;
        for (int i = 0; i < count; i += TLane.Width)
        {
            TLane derivative = _op.Derivative(
                LaneMemory.Read<TElement, TLane>(x, sx, i, count), LaneMemory.Read<TElement, TLane>(y, sy, i, count));
            LaneMemory.Write(LaneMemory.Read<TElement, TLane>(dy, sdy, i, count) * derivative, dx, sdx, i, count);
        }
    }
}

/// <summary>y = op(a, b) on floating numbers; operands (a, b, y).</summary>
internal readonly unsafe struct BinaryKernel<TOp, TElement, TLane>(TOp op) : IRowKernel
    where TOp : struct, IBinaryOp
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private readonly TOp _op = op;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int count, in RowOperands row)
    {
        TElement* a = (TElement*)row.P0, b = (TElement*)row.P1, y = (TElement*)row.P2;
        int sa = row.S0, sb = row.S1, sy = row.S2;
        for (int i = 0; i < count; i += TLane.Width)
        {
            TLane value = _op.Forward(
                LaneMemory.Read<TElement, TLane>(a, sa, i, count), LaneMemory.Read<TElement, TLane>(b, sb, i, count));
            LaneMemory.Write(value, y, sy, i, count);
        }
    }
}

/// <summary>d = dy · ∂op/∂a or ∂op/∂b; operands (dy, a, b, d).</summary>
internal readonly unsafe struct BinaryGradientKernel<TOp, TElement, TLane>(TOp op, bool right) : IRowKernel
    where TOp : struct, IBinaryOp
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private readonly TOp _op = op;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int count, in RowOperands row)
    {
        TElement* dy = (TElement*)row.P0, a = (TElement*)row.P1, b = (TElement*)row.P2, d = (TElement*)row.P3;
        int sdy = row.S0, sa = row.S1, sb = row.S2, sd = row.S3;
        for (int i = 0; i < count; i += TLane.Width)
        {
            TLane left = LaneMemory.Read<TElement, TLane>(a, sa, i, count);
            TLane other = LaneMemory.Read<TElement, TLane>(b, sb, i, count);
            TLane derivative = right ? _op.RightDerivative(left, other) : _op.LeftDerivative(left, other);
            LaneMemory.Write(LaneMemory.Read<TElement, TLane>(dy, sdy, i, count) * derivative, d, sd, i, count);
        }
    }
}

/// <summary>y = op(x) on whole numbers; operands (x, y).</summary>
internal readonly unsafe struct WholeUnaryKernel<TOp, TElement>(TOp op) : IRowKernel
    where TOp : struct, IUnaryOp
    where TElement : unmanaged, IBinaryInteger<TElement>
{
    private readonly TOp _op = op;

    public void Run(int count, in RowOperands row)
    {
        TElement* x = (TElement*)row.P0, y = (TElement*)row.P1;
        for (nint i = 0; i < count; i++)
            y[i * row.S1] = _op.Whole(x[i * row.S0]);
    }
}

/// <summary>y = op(a, b) on whole numbers, with truth values kept to 0 and 1; operands (a, b, y).</summary>
internal readonly unsafe struct WholeBinaryKernel<TOp, TElement>(TOp op, bool truth) : IRowKernel
    where TOp : struct, IBinaryOp
    where TElement : unmanaged, IBinaryInteger<TElement>
{
    private readonly TOp _op = op;

    public void Run(int count, in RowOperands row)
    {
        TElement* a = (TElement*)row.P0, b = (TElement*)row.P1, y = (TElement*)row.P2;
        for (nint i = 0; i < count; i++)
        {
            TElement value = _op.Whole(a[i * row.S0], b[i * row.S1]);
            y[i * row.S2] = truth && value != TElement.Zero ? TElement.One : value;
        }
    }
}

/// <summary>y = op(a, b) as a truth value; operands (a, b, y).</summary>
internal readonly unsafe struct CompareKernel<TOp, TElement>(TOp op) : IRowKernel
    where TOp : struct, IComparison
    where TElement : unmanaged, INumber<TElement>
{
    private readonly TOp _op = op;

    public void Run(int count, in RowOperands row)
    {
        TElement* a = (TElement*)row.P0, b = (TElement*)row.P1;
        byte* y = row.P2;
        for (nint i = 0; i < count; i++)
            y[i * row.S2] = _op.Holds(a[i * row.S0], b[i * row.S1]) ? (byte)1 : (byte)0;
    }
}

/// <summary>y = mask ? a : b; operands (mask, a, b, y).</summary>
internal readonly unsafe struct SelectKernel<TElement> : IRowKernel where TElement : unmanaged
{
    public void Run(int count, in RowOperands row)
    {
        byte* mask = row.P0;
        TElement* a = (TElement*)row.P1, b = (TElement*)row.P2, y = (TElement*)row.P3;
        for (nint i = 0; i < count; i++)
            y[i * row.S3] = mask[i * row.S0] != 0 ? a[i * row.S1] : b[i * row.S2];
    }
}

/// <summary>y = x with the same dtype; operands (x, y).</summary>
internal readonly unsafe struct CopyKernel<TElement> : IRowKernel where TElement : unmanaged
{
    public void Run(int count, in RowOperands row)
    {
        TElement* x = (TElement*)row.P0, y = (TElement*)row.P1;
        nint sx = row.S0, sy = row.S1;
        if (sx == 1 && sy == 1)
        {
            Unsafe.CopyBlockUnaligned(y, x, (uint)count * (uint)sizeof(TElement));
            return;
        }

        for (nint i = 0; i < count; i++)
            y[i * sy] = x[i * sx];
    }
}

/// <summary>
/// y = x converted toward zero: numbers too large for Int32 and Int64 become the largest, bytes wrap; operands (x, y).
/// </summary>
internal readonly unsafe struct CastKernel<TFrom, TTo>(bool truth) : IRowKernel
    where TFrom : unmanaged, INumber<TFrom>
    where TTo : unmanaged, INumber<TTo>
{
    public void Run(int count, in RowOperands row)
    {
        TFrom* x = (TFrom*)row.P0;
        TTo* y = (TTo*)row.P1;
        for (nint i = 0; i < count; i++)
        {
            TFrom value = x[i * row.S0];
            y[i * row.S1] = truth ? (value != TFrom.Zero ? TTo.One : TTo.Zero) : Convert(value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo Convert(TFrom value)
    {
        if (typeof(TTo) == typeof(byte) && (typeof(TFrom) == typeof(float) || typeof(TFrom) == typeof(double)))
            return TTo.CreateTruncating(long.CreateSaturating(value));
        return TTo.CreateTruncating(value);
    }
}
