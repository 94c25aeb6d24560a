using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Madaline;

/// <summary>Reads and writes whole lanes at any stride, and the last, partly filled lane of a row.</summary>
[SkipLocalsInit]
internal static unsafe class LaneMemory
{
    /// <summary>
    /// The lane that starts at element i of a row of n: contiguous, repeated (stride 0), gathered, or padded at the
    /// end.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Read<TElement, TLane>(TElement* row, int stride, int i, int n)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        if (stride != 1)
            return ReadSlowly<TElement, TLane>(row, stride, i, n);
        return n - i >= TLane.Width ? TLane.Load(row + i) : ReadFirst<TElement, TLane>(row + i, n - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<TElement, TLane>(TLane value, TElement* row, int stride, int i, int n)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        if (stride != 1)
            WriteSlowly(value, row, stride, i, n);
        else if (n - i >= TLane.Width)
            TLane.Store(value, row + i);
        else
            WriteFirst(value, row + i, n - i);
    }

    /// <summary>
    /// The first so many elements, fewer than a lane, then the first one again: no number that is not there anyway.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane ReadFirst<TElement, TLane>(TElement* source, int count)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        if (!IsMasked<TElement, TLane>())
            return ReadSlowly<TElement, TLane>(source, 1, 0, count);
        var first = Unsafe.BitCast<TLane, Vector256<int>>(TLane.Splat(source));
        return Unsafe.BitCast<Vector256<int>, TLane>(Vector256.ConditionalSelect(
            Mask<TElement>(count), MaskedLoad(source, Mask<TElement>(count)), first));
    }

    /// <summary>The first so many elements, fewer than a lane, then what <paramref name="rest"/> holds there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane ReadFirst<TElement, TLane>(TElement* source, int count, TLane rest)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        if (!IsMasked<TElement, TLane>())
            return KeepFirst<TElement, TLane>(ReadSlowly<TElement, TLane>(source, 1, 0, count), count, rest);
        return Unsafe.BitCast<Vector256<int>, TLane>(Vector256.ConditionalSelect(
            Mask<TElement>(count), MaskedLoad(source, Mask<TElement>(count)),
            Unsafe.BitCast<TLane, Vector256<int>>(rest)));
    }

    /// <summary>The first so many places of a lane, fewer than all, then those of <paramref name="rest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane KeepFirst<TElement, TLane>(TLane value, int count, TLane rest)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        if (!IsMasked<TElement, TLane>())
            return KeepSlowly<TElement, TLane>(value, count, rest);
        return Unsafe.BitCast<Vector256<int>, TLane>(Vector256.ConditionalSelect(
            Mask<TElement>(count), Unsafe.BitCast<TLane, Vector256<int>>(value),
            Unsafe.BitCast<TLane, Vector256<int>>(rest)));
    }

    /// <summary>Writes the first so many places of a lane, fewer than all: halves, which a later read can meet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteFirst<TElement, TLane>(TLane value, TElement* target, int count)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        if (!IsMasked<TElement, TLane>())
        {
            WriteSlowly(value, target, 1, 0, count);
            return;
        }

        var bits = Unsafe.BitCast<TLane, Vector256<long>>(value);
        int bytes = count * sizeof(TElement);
        byte* to = (byte*)target;
        Vector128<long> half = bits.GetLower();
        if ((bytes & 16) != 0)
        {
            half.Store((long*)to);
            to += 16;
            half = bits.GetUpper();
        }

        long quarter = half.ToScalar();
        if ((bytes & 8) != 0)
        {
            *(long*)to = quarter;
            to += 8;
            quarter = half.GetElement(1);
        }

        if ((bytes & 4) != 0)
            *(int*)to = (int)quarter;
    }

    /// <summary>Lanes of one 256-bit register, on processors that read a part of one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsMasked<TElement, TLane>()
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement> =>
        Avx2.IsSupported && sizeof(TElement) * TLane.Width == 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Mask<TElement>(int count) where TElement : unmanaged =>
        Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count * (sizeof(TElement) / sizeof(int))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> MaskedLoad(void* source, Vector256<int> mask) =>
        Avx2.MaskLoad((int*)source, mask);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLane KeepSlowly<TElement, TLane>(TLane value, int count, TLane rest)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        TElement* buffer = stackalloc TElement[TLane.Width], other = stackalloc TElement[TLane.Width];
        TLane.Store(value, buffer);
        TLane.Store(rest, other);
        for (int j = count; j < TLane.Width; j++)
            buffer[j] = other[j];
        return TLane.Load(buffer);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLane ReadSlowly<TElement, TLane>(TElement* row, int stride, int i, int n)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        TElement* buffer = stackalloc TElement[TLane.Width];
        int valid = Math.Min(TLane.Width, n - i);
        nint step = stride;
        for (int j = 0; j < valid; j++)
            buffer[j] = row[(i + j) * step];
        for (int j = valid; j < TLane.Width; j++)
            buffer[j] = buffer[0];
        return TLane.Load(buffer);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteSlowly<TElement, TLane>(TLane value, TElement* row, int stride, int i, int n)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        TElement* buffer = stackalloc TElement[TLane.Width];
        TLane.Store(value, buffer);
        int valid = Math.Min(TLane.Width, n - i);
        nint step = stride;
        for (int j = 0; j < valid; j++)
            row[(i + j) * step] = buffer[j];
    }
}
