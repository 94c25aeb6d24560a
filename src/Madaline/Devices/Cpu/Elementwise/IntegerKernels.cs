using System.Numerics;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Elementwise;

/// <summary>y = op(x) on integers; operands (x, y).</summary>
internal readonly unsafe struct IntegerUnaryKernel<TOp, TElement>(TOp op) : IRowKernel
    where TOp : struct, IUnaryOp
    where TElement : unmanaged, IBinaryInteger<TElement>, IMinMaxValue<TElement>
{
    private readonly TOp _op = op;

    public void Run(int count, in RowOperands row)
    {
        try
        {
            Forward(count, row);
        }
        catch (DivideByZeroException)
        {
            throw DivisionByZero.In(TOp.Name);
        }
    }

    private void Forward(int count, in RowOperands row)
    {
        TElement* x = (TElement*)row.P0, y = (TElement*)row.P1;
        for (nint i = 0; i < count; i++)
            y[i * row.S1] = _op.Forward(new IntegerLane<TElement>(x[i * row.S0])).Value;
    }
}

/// <summary>y = op(a, b) on integers, with truth values kept to 0 and 1; operands (a, b, y).</summary>
internal readonly unsafe struct IntegerBinaryKernel<TOp, TElement>(TOp op, bool truth) : IRowKernel
    where TOp : struct, IBinaryOp
    where TElement : unmanaged, IBinaryInteger<TElement>, IMinMaxValue<TElement>
{
    private readonly TOp _op = op;

    public void Run(int count, in RowOperands row)
    {
        try
        {
            Forward(count, row);
        }
        catch (DivideByZeroException)
        {
            throw DivisionByZero.In(TOp.Name);
        }
    }

    private void Forward(int count, in RowOperands row)
    {
        TElement* a = (TElement*)row.P0, b = (TElement*)row.P1, y = (TElement*)row.P2;
        for (nint i = 0; i < count; i++)
        {
            IntegerLane<TElement> left = new(a[i * row.S0]), right = new(b[i * row.S1]);
            TElement value = _op.Forward(left, right).Value;
            y[i * row.S2] = truth && value != TElement.Zero ? TElement.One : value;
        }
    }
}
