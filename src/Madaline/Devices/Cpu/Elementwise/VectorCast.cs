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
        bool isSingle = typeof(TFrom) == typeof(float), isDouble = typeof(TFrom) == typeof(double);
        bool toSingle = typeof(TTo) == typeof(float), toDouble = typeof(TTo) == typeof(double);
        if (toBool)
        {
            return isSingle ? ToBool<float, F32x8>((float*)x, (byte*)y, count)
                : isDouble ? ToBool<double, F64x4>((double*)x, (byte*)y, count)
                : 0;
        }

        if (typeof(TFrom) == typeof(byte) && (toSingle || toDouble))
            return FromBytes((byte*)x, y, count);
        bool hasVectors = typeof(TFrom) == typeof(int) ? toSingle || toDouble
            : (isSingle && toDouble) || (isDouble && toSingle);
        return hasVectors ? ByEights(x, y, count) : 0;
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
    private static nint FromBytes<TTo>(byte* x, TTo* y, int count) where TTo : unmanaged
    {
        nint i = 0;
        for (; i + 16 <= count; i += 16)
        {
            var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.Load(x + i).ToVector256Unsafe()));
            Store(Vector256.ConvertToSingle(low.AsInt32()), y + i);
            Store(Vector256.ConvertToSingle(high.AsInt32()), y + i + 8);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static nint ByEights<TFrom, TTo>(TFrom* x, TTo* y, int count)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        nint i = 0;
        for (; i + 8 <= count; i += 8)
        {
            if (typeof(TFrom) == typeof(double))
            {
                double* from = (double*)x + i;
                Vector256.Narrow(Vector256.Load(from), Vector256.Load(from + 4)).Store((float*)y + i);
            }
            else if (typeof(TFrom) == typeof(int) && typeof(TTo) == typeof(double))
            {
                var (low, high) = Vector256.Widen(Vector256.Load((int*)x + i));
                Vector256.ConvertToDouble(low).Store((double*)y + i);
                Vector256.ConvertToDouble(high).Store((double*)y + i + 4);
            }
            else
            {
                Store(typeof(TFrom) == typeof(int) ? Vector256.ConvertToSingle(Vector256.Load((int*)x + i))
                    : Vector256.Load((float*)x + i), y + i);
            }
        }

        return i;
    }

    /// <summary>Eight numbers, in double precision where y is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TTo>(Vector256<float> numbers, TTo* y) where TTo : unmanaged
    {
        if (typeof(TTo) == typeof(float))
        {
            numbers.Store((float*)y);
            return;
        }

        var (low, high) = Vector256.Widen(numbers);
        low.Store((double*)y);
        high.Store((double*)y + 4);
    }
}
