using System.Numerics;

namespace Madaline.Devices.Cpu.Elementwise;

/// <summary>Filling, strided copying and casting.</summary>
internal static class CpuCopy
{
    public static unsafe void Fill(Tensor y, Scalar value)
    {
        ulong bits = 0;
        byte* one = (byte*)&bits;
        switch (y.DType)
        {
            case DType.Float32: *(float*)one = (float)value.Double; break;
            case DType.Float64: *(double*)one = value.Double; break;
            case DType.Int64: *(long*)one = value.Long; break;
            case DType.Int32: *(int*)one = unchecked((int)value.Long); break;
            case DType.UInt8: *one = unchecked((byte)value.Long); break;
            default: *one = value.Double != 0 ? (byte)1 : (byte)0; break;
        }

        switch (y.DType.Size())
        {
            case 8: StridedLoop.Run(new FillKernel<ulong>(bits), y, y); break;
            case 4: StridedLoop.Run(new FillKernel<uint>((uint)bits), y, y); break;
            default: StridedLoop.Run(new FillKernel<byte>((byte)bits), y, y); break;
        }
    }

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
