using System.Numerics;
using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Elementwise;

// Every kernel in lanes has two loops. The flat one, for operands without gaps or of a single number, is what nearly
// all work goes through; it takes the last lane first, reaching back over its neighbour, so that no lane is partly
// filled. That is right in place, too: what the last lane reads is read before anything is written. The strided one
// does the rest. None is inlined: below a method that is not marked for inlining, the compiler counts what it inlines
// against a budget, and past it the smallest operations of a lane become calls.

/// <summary>An expression on floating numbers; its operands, then the result.</summary>
[SkipLocalsInit]
internal readonly unsafe struct LaneKernel<TExpression, TElement, TLane>(TExpression expression) : IRowKernel
    where TExpression : struct, IRowExpression
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    public void Run(int count, in RowOperands row)
    {
        bool isFlat = count >= TLane.Width && row.Stride(TExpression.Operands) == 1 && (uint)row.S0 <= 1
            && (TExpression.Operands < 2 || (uint)row.S1 <= 1) && (TExpression.Operands < 3 || (uint)row.S2 <= 1);
        if (isFlat)
            Flat(count, row);
        else
            Strided(count, row);
    }

    // The expression as a local: a store through a pointer could change a field.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Flat(int count, in RowOperands row)
    {
        TExpression f = expression;
        TElement* numbers = stackalloc TElement[3 * TLane.Width], y = (TElement*)row.Place(TExpression.Operands);
        LaneSource<TElement, TLane> a = new((TElement*)row.P0, row.S0, numbers), b = a, c = a;
        if (TExpression.Operands > 1)
            b = new((TElement*)row.P1, row.S1, numbers + TLane.Width);
        if (TExpression.Operands > 2)
            c = new((TElement*)row.P2, row.S2, numbers + (2 * TLane.Width));
        nint last = count - TLane.Width;
        TLane end = At(f, a, b, c, last);
        for (nint i = 0; i < last; i += TLane.Width)
            Store(At(f, a, b, c, i), y, i);
        Store(end, y, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLane value, TElement* y, nint i)
    {
        if (TExpression.IsMask)
            TLane.StoreBool(value, (byte*)y + i);
        else
            TLane.Store(value, y + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane At(TExpression f, in LaneSource<TElement, TLane> a, in LaneSource<TElement, TLane> b,
        in LaneSource<TElement, TLane> c, nint i)
    {
        TLane x = a.Lane(i);
        return f.Of(x, TExpression.Operands > 1 ? b.Lane(i) : x, TExpression.Operands > 2 ? c.Lane(i) : x);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Strided(int count, in RowOperands row)
    {
        for (int i = 0; i < count; i += TLane.Width)
        {
            TLane a = LaneMemory.Read<TElement, TLane>((TElement*)row.P0, row.S0, i, count), b = a, c = a;
            if (TExpression.Operands > 1)
                b = LaneMemory.Read<TElement, TLane>((TElement*)row.P1, row.S1, i, count);
            if (TExpression.Operands > 2)
                c = LaneMemory.Read<TElement, TLane>((TElement*)row.P2, row.S2, i, count);
            TLane value = expression.Of(a, b, c);
            if (TExpression.IsMask)
                WriteBools(value, row, i, count);
            else
                LaneMemory.Write(value, (TElement*)row.Place(TExpression.Operands), row.Stride(TExpression.Operands), i,
                    count);
        }
    }

    private static void WriteBools(TLane mask, in RowOperands row, int i, int count)
    {
        byte* found = stackalloc byte[TLane.Width], y = row.Place(TExpression.Operands);
        TLane.StoreBool(mask, found);
        for (nint j = 0; j < TLane.Width && i + j < count; j++)
            y[(i + j) * row.Stride(TExpression.Operands)] = found[j];
    }
}

/// <summary>An expression on integers, or truth values kept to 0 and 1; up to two operands, then the result.</summary>
internal readonly unsafe struct IntegerKernel<TExpression, TElement>(TExpression expression, bool isBool) : IRowKernel
    where TExpression : struct, IRowExpression
    where TElement : unmanaged, IBinaryInteger<TElement>, IMinMaxValue<TElement>
{
    public void Run(int count, in RowOperands row)
    {
        TElement* a = (TElement*)row.P0, b = (TElement*)row.P1, y = (TElement*)row.Place(TExpression.Operands);
        nint sa = row.S0, sb = TExpression.Operands > 1 ? row.S1 : 0, sy = row.Stride(TExpression.Operands);
        for (nint i = 0; i < count; i++)
        {
            IntegerLane<TElement> x = new(a[i * sa]), z = TExpression.Operands > 1 ? new(b[i * sb]) : x;
            TElement value = expression.Of(x, z, x).Value;
            if (TExpression.IsMask)
                ((byte*)y)[i * sy] = value != TElement.Zero ? (byte)1 : (byte)0;
            else
                y[i * sy] = isBool && value != TElement.Zero ? TElement.One : value;
        }
    }
}

/// <summary>y = mask ? a : b; operands (mask, a, b, y).</summary>
internal readonly unsafe struct SelectKernel<TElement> : IRowKernel where TElement : unmanaged
{
    public void Run(int count, in RowOperands row)
    {
        byte* mask = row.P0;
        TElement* a = (TElement*)row.P1, b = (TElement*)row.P2, y = (TElement*)row.P3;
        nint sm = row.S0, sa = row.S1, sb = row.S2, sy = row.S3;
        for (nint i = 0; i < count; i++)
            y[i * sy] = mask[i * sm] != 0 ? a[i * sa] : b[i * sb];
    }
}

/// <summary>The same for elements of a lane's size, whatever they are; operands (mask, a, b, y).</summary>
[SkipLocalsInit]
internal readonly unsafe struct SelectKernel<TElement, TLane> : IRowKernel
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    public void Run(int count, in RowOperands row)
    {
        if (row.S0 == 1 && row.S3 == 1 && (uint)row.S1 <= 1 && (uint)row.S2 <= 1 && count >= TLane.Width)
            Flat(count, row);
        else
            default(SelectKernel<TElement>).Run(count, row);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Flat(int count, in RowOperands row)
    {
        TElement* numbers = stackalloc TElement[2 * TLane.Width], y = (TElement*)row.P3;
        byte* mask = row.P0;
        var a = new LaneSource<TElement, TLane>((TElement*)row.P1, row.S1, numbers);
        var b = new LaneSource<TElement, TLane>((TElement*)row.P2, row.S2, numbers + TLane.Width);
        nint last = count - TLane.Width;
        TLane end = TLane.Select(TLane.LoadBool(mask + last), a.Lane(last), b.Lane(last));
        for (nint i = 0; i < last; i += TLane.Width)
            TLane.Store(TLane.Select(TLane.LoadBool(mask + i), a.Lane(i), b.Lane(i)), y + i);
        TLane.Store(end, y + last);
    }
}

/// <summary>Lanes of an operand that has no gaps, or is a single number, which is spread over a lane once.</summary>
internal readonly unsafe struct LaneSource<TElement, TLane>
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
    private readonly TElement* _from;
    private readonly nint _mask;

    /// <summary>An operand with stride 1, or 0; <paramref name="lane"/> has room for a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneSource(TElement* from, int stride, TElement* lane)
    {
        _from = from;
        _mask = -1;
        if (stride != 0)
            return;
        TLane.Store(TLane.Broadcast(from), lane);
        _from = lane;
        _mask = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Lane(nint i) => TLane.Load(_from + (i & _mask));
}
