using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Normalization;

/// <summary>Expressions that every kernel of normalisation shares.</summary>
[SkipLocalsInit]
internal static unsafe class NormLanes<T, TLane, TTail>
    where T : unmanaged
    where TLane : struct, IVectorLane<TLane, T>
    where TTail : struct, INormTail
{
    /// <summary>How many first numbers of a part make its shift.</summary>
    public const int ShiftNumbers = 256;

    /// <summary>(x − mean) · scale + bias, and ReLU where it follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Value(TLane x, TLane mean, TLane scale, TLane bias)
    {
        TLane y = TLane.FusedMultiplyAdd(x - mean, scale, bias);
        return TTail.Rectifies ? TLane.Max(y, TLane.Broadcast(0)) : y;
    }

    /// <summary>The same, with what is added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Value(TLane x, TLane mean, TLane scale, TLane bias, TLane added) => TTail.Adds
        ? TLane.Max(TLane.FusedMultiplyAdd(x - mean, scale, bias) + added, TLane.Broadcast(0))
        : Value(x, mean, scale, bias);

    /// <summary>
    /// dy where ReLU let through what <see cref="Value(TLane, TLane, TLane, TLane)"/> gave it, else dy · 0. Where
    /// something was added, dy was masked before, and stays as it is.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Passed(TLane dy, TLane centred, TLane scale, TLane bias) =>
        TTail.Rectifies && !TTail.Adds ? Passed(dy, TLane.FusedMultiplyAdd(centred, scale, bias)) : dy;

    /// <summary>dy where ReLU let y through, else dy · 0: the bits of its own gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Passed(TLane dy, TLane y) =>
        dy * Rectifier.Slope(y);

    /// <summary>The four registers' total.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Total(TLane a, TLane b, TLane c, TLane d)
    {
        T total = TLane.First(RowSums.Sum<T, TLane>((a + b) + (c + d)));
        return Number<T>.Read(&total);
    }

    /// <summary>The mean of a part's first numbers, rounded.</summary>
    public static TLane Shift(T* x, int n)
    {
        TLane sum = TLane.Broadcast(0);
        n = Math.Min(n, ShiftNumbers);
        for (int i = 0; i < n; i += TLane.Width)
            sum = sum + RowSums.Read<T, TLane>(x, i, n, TLane.Broadcast(0));
        return RowSums.Sum<T, TLane>(sum) / TLane.Broadcast(n);
    }

    /// <summary>Σ(x − shift) and Σ(x − shift)² over runs, a step apart.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Moments(T* x, int runs, int length, int step, TLane shift, double* to)
    {
        int width = TLane.Width, whole = length & -(4 * width);
        TLane zero = TLane.Broadcast(0), a = zero, b = zero, c = zero, d = zero, p = zero, q = zero, r = zero, s = zero;
        for (int run = 0; run < runs; run++, x += step)
        {
            int i = 0;
            for (; i < whole; i += 4 * width)
            {
                TLane u = TLane.Load(x + i) - shift, v = TLane.Load(x + i + width) - shift;
                a = a + u;
                b = b + v;
                p = TLane.FusedMultiplyAdd(u, u, p);
                q = TLane.FusedMultiplyAdd(v, v, q);
                u = TLane.Load(x + i + (2 * width)) - shift;
                v = TLane.Load(x + i + (3 * width)) - shift;
                c = c + u;
                d = d + v;
                r = TLane.FusedMultiplyAdd(u, u, r);
                s = TLane.FusedMultiplyAdd(v, v, s);
            }

            for (; i < length; i += width)
            {
                TLane u = RowSums.Read<T, TLane>(x, i, length, shift) - shift;
                a = a + u;
                p = TLane.FusedMultiplyAdd(u, u, p);
            }
        }

        to[0] = Total(a, b, c, d);
        to[1] = Total(p, q, r, s);
    }

    /// <summary>Mean and variance of a part from the sums of its pieces, a step apart, in their order.</summary>
    public static void Conclude(in NormMemory<T> m, int part, TLane shift, double* sums, int pieces, nint step)
    {
        T origin = TLane.First(shift);
        double sum = 0, squares = 0, n = m.Layout.Count;
        for (int piece = 0; piece < pieces; piece++, sums += step)
            (sum, squares) = (sum + sums[0], squares + sums[1]);
        m.SetStatistics(part, Number<T>.Read(&origin) + (sum / n), Math.Max(0, (squares - (sum * sum / n)) / n));
    }
}
