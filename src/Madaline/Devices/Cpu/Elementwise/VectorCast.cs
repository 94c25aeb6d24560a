using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Elementwise;

/// <summary>Conversions of contiguous elements that vectors have, with the bits of the conversion one by one.</summary>
internal static unsafe class VectorCast
{
    /// <summary>Converts whole vectors from the start; how many elements that were.</summary>
    public static nint Run<TFrom, TTo>(TFrom* x, TTo* y, int count, bool toBool)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        bool single = typeof(TFrom) == typeof(float), toSingle = typeof(TTo) == typeof(float);
        bool toDouble = typeof(TTo) == typeof(double);
        if (toBool)
        {
            return single ? ToBool<float, F32x8>((float*)x, (byte*)y, count)
                : typeof(TFrom) == typeof(double) ? ToBool<double, F64x4>((double*)x, (byte*)y, count)
                : 0;
        }

        if (typeof(TFrom) == typeof(byte) && toSingle)
            return FromBytes((byte*)x, (float*)y, count);
        if (typeof(TFrom) == typeof(int) && toSingle)
            return FromInteger((int*)x, (float*)y, count);
        if (typeof(TFrom) == typeof(byte) && toDouble)
            return FromBytes((byte*)x, (double*)y, count);
        if (typeof(TFrom) == typeof(int) && toDouble)
            return FromInteger((int*)x, (double*)y, count);
        if (single && toDouble)
            return Widened((float*)x, (double*)y, count);
        return typeof(TFrom) == typeof(double) && toSingle ? Narrowed((double*)x, (float*)y, count) : 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static nint ToBool<TElement, TLane>(TElement* x, byte* y, int count)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        nint i = 0;
        for (; i + TLane.Width <= count; i += TLane.Width)
            TLane.StoreBool(Lane.Not(TLane.Equal(TLane.Load(x + i), TLane.Broadcast(0))), y + i);
        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static nint FromBytes(byte* x, float* y, int count)
    {
        nint i = 0;
        for (; i + 16 <= count; i += 16)
        {
            var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.Load(x + i).ToVector256Unsafe()));
            Vector256.ConvertToSingle(low.AsInt32()).Store(y + i);
            Vector256.ConvertToSingle(high.AsInt32()).Store(y + i + 8);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static nint FromInteger(int* x, float* y, int count)
    {
        nint i = 0;
        for (; i + 8 <= count; i += 8)
            Vector256.ConvertToSingle(Vector256.Load(x + i)).Store(y + i);
        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static nint FromBytes(byte* x, double* y, int count)
    {
        nint i = 0;
        for (; i + 16 <= count; i += 16)
        {
            var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.Load(x + i).ToVector256Unsafe()));
            Store(Vector256.ConvertToSingle(low.AsInt32()), y + i);
            Store(Vector256.ConvertToSingle(high.AsInt32()), y + i + 8);
        }

        return i;

        static void Store(Vector256<float> bytes, double* y)
        {
            var (low, high) = Vector256.Widen(bytes);
            low.Store(y);
            high.Store(y + 4);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static nint FromInteger(int* x, double* y, int count)
    {
        nint i = 0;
        for (; i + 8 <= count; i += 8)
        {
            var (low, high) = Vector256.Widen(Vector256.Load(x + i));
            Vector256.ConvertToDouble(low).Store(y + i);
            Vector256.ConvertToDouble(high).Store(y + i + 4);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static nint Widened(float* x, double* y, int count)
    {
        nint i = 0;
        for (; i + 8 <= count; i += 8)
        {
            var (low, high) = Vector256.Widen(Vector256.Load(x + i));
            low.Store(y + i);
            high.Store(y + i + 4);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static nint Narrowed(double* x, float* y, int count)
    {
        nint i = 0;
        for (; i + 8 <= count; i += 8)
            Vector256.Narrow(Vector256.Load(x + i), Vector256.Load(x + i + 4)).Store(y + i);
        return i;
    }
}
