using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Elementwise;

// Every kernel has two loops. The flat one, for operands without gaps or of a single number, is what nearly all work
// goes through; it takes the last lane first, reaching back over its neighbour, so that no lane is partly filled. That
// is right in place, too: what the last lane reads is read before anything is written. The strided one does the rest.
// None is inlined: below a method that is not marked for inlining, the compiler counts what it inlines against a
// budget, and past it the smallest operations of a lane become calls.

/// <summary>y = op(x) on floating numbers; operands (x, y).</summary>
internal readonly unsafe struct UnaryKernel<TOp, TElement, TLane>(TOp op) : IRowKernel
    where TOp : struct, IUnaryOp
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private readonly TOp _op = op;

    public void Run(int count, in RowOperands row)
    {
        if (row.S0 == 1 && row.S1 == 1 && count >= TLane.Width)
            Flat(count, row);
        else
            Strided(count, row);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Flat(int count, in RowOperands row)
    {
        TOp op = _op;
        TElement* x = (TElement*)row.P0, y = (TElement*)row.P1;
        nint last = count - TLane.Width;
        TLane end = op.Forward(TLane.Load(x + last));
        for (nint i = 0; i < last; i += TLane.Width)
            TLane.Store(op.Forward(TLane.Load(x + i)), y + i);
        TLane.Store(end, y + last);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Strided(int count, in RowOperands row)
    {
        TElement* x = (TElement*)row.P0, y = (TElement*)row.P1;
        for (int i = 0; i < count; i += TLane.Width)
        {
            TLane value = _op.Forward(LaneMemory.Read<TElement, TLane>(x, row.S0, i, count));
            LaneMemory.Write(value, y, row.S1, i, count);
        }
    }
}

/// <summary>dx = dy · op′(x, y), or a quotient; operands (dy, x, y, dx).</summary>
internal readonly unsafe struct UnaryGradientKernel<TOp, TElement, TLane>(TOp op) : IRowKernel
    where TOp : struct, IUnaryOp
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private readonly TOp _op = op;

    public void Run(int count, in RowOperands row)
    {
        if (row.S0 == 1 && row.S1 == 1 && row.S2 == 1 && row.S3 == 1 && count >= TLane.Width)
            Flat(count, row);
        else
            Strided(count, row);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Flat(int count, in RowOperands row)
    {
        TOp op = _op;
        TElement* dy = (TElement*)row.P0, x = (TElement*)row.P1, y = (TElement*)row.P2, dx = (TElement*)row.P3;
        nint last = count - TLane.Width;
        TLane end = Slope(op, TLane.Load(dy + last), TLane.Load(x + last), TLane.Load(y + last));
        for (nint i = 0; i < last; i += TLane.Width)
            TLane.Store(Slope(op, TLane.Load(dy + i), TLane.Load(x + i), TLane.Load(y + i)), dx + i);
        TLane.Store(end, dx + last);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Strided(int count, in RowOperands row)
    {
        TElement* dy = (TElement*)row.P0, x = (TElement*)row.P1, y = (TElement*)row.P2, dx = (TElement*)row.P3;
        for (int i = 0; i < count; i += TLane.Width)
        {
            TLane slope = Slope(_op, LaneMemory.Read<TElement, TLane>(dy, row.S0, i, count),
                LaneMemory.Read<TElement, TLane>(x, row.S1, i, count),
                LaneMemory.Read<TElement, TLane>(y, row.S2, i, count));
            LaneMemory.Write(slope, dx, row.S3, i, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Slope(TOp op, TLane dy, TLane x, TLane y) =>
        TOp.Divides ? Lane.Quotient(dy, op.Derivative(x, y)) : dy * op.Derivative(x, y);
}

/// <summary>y = op(a, b) on floating numbers; operands (a, b, y).</summary>
[SkipLocalsInit]
internal readonly unsafe struct BinaryKernel<TOp, TElement, TLane>(TOp op) : IRowKernel
    where TOp : struct, IBinaryOp
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private readonly TOp _op = op;

    public void Run(int count, in RowOperands row)
    {
        if (row.S2 == 1 && (uint)row.S0 <= 1 && (uint)row.S1 <= 1 && count >= TLane.Width)
            Flat(count, row);
        else
            Strided(count, row);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Flat(int count, in RowOperands row)
    {
        TOp op = _op;
        TElement* numbers = stackalloc TElement[2 * TLane.Width], y = (TElement*)row.P2;
        var a = new LaneSource<TElement, TLane>((TElement*)row.P0, row.S0, numbers);
        var b = new LaneSource<TElement, TLane>((TElement*)row.P1, row.S1, numbers + TLane.Width);
        nint last = count - TLane.Width;
        TLane end = op.Forward(a.Lane(last), b.Lane(last));
        for (nint i = 0; i < last; i += TLane.Width)
            TLane.Store(op.Forward(a.Lane(i), b.Lane(i)), y + i);
        TLane.Store(end, y + last);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Strided(int count, in RowOperands row)
    {
        TElement* a = (TElement*)row.P0, b = (TElement*)row.P1, y = (TElement*)row.P2;
        for (int i = 0; i < count; i += TLane.Width)
        {
            TLane value = _op.Forward(LaneMemory.Read<TElement, TLane>(a, row.S0, i, count),
                LaneMemory.Read<TElement, TLane>(b, row.S1, i, count));
            LaneMemory.Write(value, y, row.S2, i, count);
        }
    }
}

/// <summary>d = dy · ∂op/∂a or ∂op/∂b, or a quotient; operands (dy, a, b, d).</summary>
[SkipLocalsInit]
internal readonly unsafe struct BinaryGradientKernel<TOp, TElement, TLane>(TOp op, bool right) : IRowKernel
    where TOp : struct, IBinaryOp
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private readonly TOp _op = op;

    public void Run(int count, in RowOperands row)
    {
        if (row.S3 == 1 && (uint)row.S0 <= 1 && (uint)row.S1 <= 1 && (uint)row.S2 <= 1 && count >= TLane.Width)
            Flat(count, row);
        else
            Strided(count, row);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Flat(int count, in RowOperands row)
    {
        TOp op = _op;
        bool byRight = right;
        TElement* numbers = stackalloc TElement[3 * TLane.Width], d = (TElement*)row.P3;
        var dy = new LaneSource<TElement, TLane>((TElement*)row.P0, row.S0, numbers);
        var a = new LaneSource<TElement, TLane>((TElement*)row.P1, row.S1, numbers + TLane.Width);
        var b = new LaneSource<TElement, TLane>((TElement*)row.P2, row.S2, numbers + (2 * TLane.Width));
        nint last = count - TLane.Width;
        TLane end = Slope(op, byRight, dy.Lane(last), a.Lane(last), b.Lane(last));
        for (nint i = 0; i < last; i += TLane.Width)
            TLane.Store(Slope(op, byRight, dy.Lane(i), a.Lane(i), b.Lane(i)), d + i);
        TLane.Store(end, d + last);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Strided(int count, in RowOperands row)
    {
        TElement* dy = (TElement*)row.P0, a = (TElement*)row.P1, b = (TElement*)row.P2, d = (TElement*)row.P3;
        for (int i = 0; i < count; i += TLane.Width)
        {
            TLane slope = Slope(_op, right, LaneMemory.Read<TElement, TLane>(dy, row.S0, i, count),
                LaneMemory.Read<TElement, TLane>(a, row.S1, i, count),
                LaneMemory.Read<TElement, TLane>(b, row.S2, i, count));
            LaneMemory.Write(slope, d, row.S3, i, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Slope(TOp op, bool right, TLane dy, TLane a, TLane b) =>
        right ? dy * op.RightDerivative(a, b)
        : TOp.LeftDivides ? Lane.Quotient(dy, op.LeftDerivative(a, b))
        : dy * op.LeftDerivative(a, b);
}

/// <summary>Lanes of an operand that has no gaps, or is a single number, which is spread over a lane once.</summary>
internal readonly unsafe struct LaneSource<TElement, TLane>
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private readonly TElement* _from;
    private readonly nint _stride;

    /// <summary>An operand with stride 1, or 0; <paramref name="spread"/> has room for a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneSource(TElement* from, int stride, TElement* spread)
    {
        _from = from;
        _stride = stride;
        if (stride != 0)
            return;
        TLane.Store(TLane.Broadcast(from), spread);
        _from = spread;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Lane(nint i) => TLane.Load(_from + (i * _stride));
}
