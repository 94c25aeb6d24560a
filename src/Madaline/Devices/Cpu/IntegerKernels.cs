using System.Numerics;
using Madaline.Devices.Cpu.Convolution.Channels;

namespace Madaline.Devices.Cpu;

/// <summary>y = op(x) on whole numbers; operands (x, y).</summary>
internal readonly unsafe struct IntegerUnaryKernel<TOp, TElement>(TOp op) : IRowKernel
    where TOp : struct, IUnaryOp
    where TElement : unmanaged, IBinaryInteger<TElement>
{
    private readonly TOp _op = op;

    public void Run(int count, in RowOperands row)
    {
        TElement* x = (TElement*)row.P0, y = (TElement*)row.P1;
        for (nint i = 0; i < count; i++)
            y[i * row.S1] = _op.Integer(x[i * row.S0]);
    }
}

/// <summary>y = op(a, b) on whole numbers, with truth values kept to 0 and 1; operands (a, b, y).</summary>
internal readonly unsafe struct IntegerBinaryKernel<TOp, TElement>(TOp op, bool truth) : IRowKernel
    where TOp : struct, IBinaryOp
    where TElement : unmanaged, IBinaryInteger<TElement>
{
    private readonly TOp _op = op;

    public void Run(int count, in RowOperands row)
    {
        TElement* a = (TElement*)row.P0, b = (TElement*)row.P1, y = (TElement*)row.P2;
        for (nint i = 0; i < count; i++)
        {
            TElement value = _op.Integer(a[i * row.S0], b[i * row.S1]);
            y[i * row.S2] = truth && value != TElement.Zero ? TElement.One : value;
        }
    }
}
