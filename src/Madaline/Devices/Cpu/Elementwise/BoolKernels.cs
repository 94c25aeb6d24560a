using System.Numerics;
using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Elementwise;

/// <summary>y = op(a, b) of integers as a truth value; operands (a, b, y).</summary>
internal readonly unsafe struct CompareKernel<TOp, TElement>(TOp op) : IRowKernel
    where TOp : struct, IComparison
    where TElement : unmanaged, IBinaryInteger<TElement>, IMinMaxValue<TElement>
{
    private readonly TOp _op = op;

    public void Run(int count, in RowOperands row)
    {
        TElement* a = (TElement*)row.P0, b = (TElement*)row.P1;
        byte* y = row.P2;
        nint sa = row.S0, sb = row.S1, sy = row.S2;
        for (nint i = 0; i < count; i++)
        {
            IntegerLane<TElement> left = new(a[i * sa]), right = new(b[i * sb]);
            y[i * sy] = IntegerLane<TElement>.IsSet(_op.Mask(left, right)) ? (byte)1 : (byte)0;
        }
    }
}

/// <summary>y = op(a, b) of floating numbers as a truth value; operands (a, b, y).</summary>
[SkipLocalsInit]
internal readonly unsafe struct CompareKernel<TOp, TElement, TLane>(TOp op) : IRowKernel
    where TOp : struct, IComparison
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
{
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
        TElement* numbers = stackalloc TElement[2 * TLane.Width];
        byte* y = row.P2;
        var a = new LaneSource<TElement, TLane>((TElement*)row.P0, row.S0, numbers);
        var b = new LaneSource<TElement, TLane>((TElement*)row.P1, row.S1, numbers + TLane.Width);
        nint last = count - TLane.Width;
        for (nint i = 0; i < last; i += TLane.Width)
            TLane.StoreBool(op.Mask(a.Lane(i), b.Lane(i)), y + i);
        TLane.StoreBool(op.Mask(a.Lane(last), b.Lane(last)), y + last);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Strided(int count, in RowOperands row)
    {
        TElement* a = (TElement*)row.P0, b = (TElement*)row.P1;
        byte* y = row.P2, found = stackalloc byte[TLane.Width];
        for (int i = 0; i < count; i += TLane.Width)
        {
            TLane left = LaneMemory.Read<TElement, TLane>(a, row.S0, i, count);
            TLane.StoreBool(op.Mask(left, LaneMemory.Read<TElement, TLane>(b, row.S1, i, count)), found);
            for (int j = 0; j < TLane.Width && i + j < count; j++)
                y[(nint)(i + j) * row.S2] = found[j];
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
