using System.Numerics;
using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Convolution.Channels;

namespace Madaline.Devices.Cpu.Elementwise;

/// <summary>y = x with the same dtype; operands (x, y).</summary>
internal readonly unsafe struct CopyKernel<TElement> : IRowKernel where TElement : unmanaged
{
    public void Run(int count, in RowOperands row)
    {
        TElement* x = (TElement*)row.P0, y = (TElement*)row.P1;
        nint sx = row.S0, sy = row.S1;
        if (sx == 1 && sy == 1)
        {
            long bytes = (long)count * sizeof(TElement);
            Buffer.MemoryCopy(x, y, bytes, bytes);
            return;
        }

        for (nint i = 0; i < count; i++)
            y[i * sy] = x[i * sx];
    }
}

/// <summary>
/// y = x converted. Floating to whole numbers: toward zero, beyond the range to its end, NaN to 0. Whole numbers to
/// fewer bits wrap around. Operands (x, y).
/// </summary>
internal readonly unsafe struct CastKernel<TFrom, TTo>(bool truth) : IRowKernel
    where TFrom : unmanaged, INumber<TFrom>
    where TTo : unmanaged, INumber<TTo>
{
    public void Run(int count, in RowOperands row)
    {
        TFrom* x = (TFrom*)row.P0;
        TTo* y = (TTo*)row.P1;
        nint sx = row.S0, sy = row.S1, done = sx == 1 && sy == 1 ? VectorCast.Run(x, y, count, truth) : 0;
        for (nint i = done; i < count; i++)
        {
            TFrom value = x[i * sx];
            y[i * sy] = truth ? (value != TFrom.Zero ? TTo.One : TTo.Zero) : Convert(value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo Convert(TFrom value)
    {
        bool floating = typeof(TFrom) == typeof(float) || typeof(TFrom) == typeof(double);
        bool toFloating = typeof(TTo) == typeof(float) || typeof(TTo) == typeof(double);
        return floating && !toFloating ? TTo.CreateSaturating(value) : TTo.CreateTruncating(value);
    }
}
