using System.Numerics;
using System.Runtime.CompilerServices;

namespace Madaline.Devices.Cpu.Elementwise;

/// <summary>Filling, strided copying and casting.</summary>
internal static class CpuCopy
{
    public static void Fill(Tensor y, Scalar value)
    {
        switch (y.DType)
        {
            case DType.Float32: Fill(y, (float)value.Double); break;
            case DType.Float64: Fill(y, value.Double); break;
            case DType.Int64: Fill(y, value.Long); break;
            case DType.Int32: Fill(y, unchecked((int)value.Long)); break;
            case DType.UInt8: Fill(y, unchecked((byte)value.Long)); break;
            default: Fill(y, value.Double != 0 ? (byte)1 : (byte)0); break;
        }
    }

    private static void Fill<TElement>(Tensor y, TElement value) where TElement : unmanaged =>
        StridedLoop.Run(new FillKernel<TElement>(value), y, y);

    public static void Copy(Tensor x, Tensor y)
    {
        if (x.DType != y.DType)
        {
            CastFrom(x, y);
            return;
        }

        switch (x.DType.Size())
        {
            case 8: StridedLoop.Run(default(CopyKernel<ulong>), x, y); break;
            case 4: StridedLoop.Run(default(CopyKernel<uint>), x, y); break;
            default: StridedLoop.Run(default(CopyKernel<byte>), x, y); break;
        }
    }

    private static void CastFrom(Tensor x, Tensor y)
    {
        switch (x.DType)
        {
            case DType.Float32: CastTo<float>(x, y); break;
            case DType.Float64: CastTo<double>(x, y); break;
            case DType.Int64: CastTo<long>(x, y); break;
            case DType.Int32: CastTo<int>(x, y); break;
            default: CastTo<byte>(x, y); break;
        }
    }

    private static void CastTo<TFrom>(Tensor x, Tensor y) where TFrom : unmanaged, INumber<TFrom>
    {
        switch (y.DType)
        {
            case DType.Float32: StridedLoop.Run(new CastKernel<TFrom, float>(false), x, y); break;
            case DType.Float64: StridedLoop.Run(new CastKernel<TFrom, double>(false), x, y); break;
            case DType.Int64: StridedLoop.Run(new CastKernel<TFrom, long>(false), x, y); break;
            case DType.Int32: StridedLoop.Run(new CastKernel<TFrom, int>(false), x, y); break;
            default: StridedLoop.Run(new CastKernel<TFrom, byte>(y.DType == DType.Bool), x, y); break;
        }
    }

    private readonly unsafe struct FillKernel<TElement>(TElement value) : IRowKernel where TElement : unmanaged
    {
        public void Run(int count, in RowOperands row)
        {
            TElement* y = (TElement*)row.P0;
            if (row.S0 == 1)
            {
                new Span<TElement>(y, count).Fill(value);
                return;
            }

            for (nint i = 0; i < count; i++)
                y[i * row.S0] = value;
        }
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
internal readonly unsafe struct CastKernel<TFrom, TTo>(bool toBool) : IRowKernel
    where TFrom : unmanaged, INumber<TFrom>
    where TTo : unmanaged, INumber<TTo>
{
    public void Run(int count, in RowOperands row)
    {
        TFrom* x = (TFrom*)row.P0;
        TTo* y = (TTo*)row.P1;
        nint sx = row.S0, sy = row.S1, done = sx == 1 && sy == 1 ? VectorCast.Run(x, y, count, toBool) : 0;
        for (nint i = done; i < count; i++)
        {
            TFrom value = x[i * sx];
            y[i * sy] = toBool ? (value != TFrom.Zero ? TTo.One : TTo.Zero) : Convert(value);
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
