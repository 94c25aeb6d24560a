using System.Runtime.CompilerServices;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.Winograd;

/// <summary>V = Bᵀ d B: the 4×4 pixels that a tile of 2×2 outputs sees, as what is multiplied by the factors.</summary>
/// <remarks>First down the columns, then along the rows: (d0 − d2, d1 + d2, d2 − d1, d1 − d3).</remarks>
internal static unsafe class WinogradInput
{
    /// <summary>From the even columns of a laid-out row to its odd ones.</summary>
    public static int Pitch(in WinogradShape shape) =>
        (Math.Max(shape.TileColumns, shape.Source.Width / 2) + (2 * F32x8.Width) - 1) / F32x8.Width * F32x8.Width;

    /// <summary>Lays out the rows of one channel.</summary>
    /// <param name="channel">The channel in the first image.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="lines">The rows.</param>
    /// <param name="count">How many.</param>
    /// <param name="target">Where they go: of each the even columns, then the odd ones.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void LayOut(float* channel, in WinogradShape shape, WinogradLine* lines, int count, float* target)
    {
        nint pitch = Pitch(shape);
        int width = shape.Source.Width, left = shape.Before.Width;
        float* even = target + ((left & 1) * pitch) + (left / 2);
        float* odd = target + ((1 - (left & 1)) * pitch) + ((left + 1) / 2);
        for (; count > 0; count--, lines++)
        {
            nint at = lines->Line * 2 * pitch;
            Deal(channel + lines->Source, width, even + at, odd + at);
        }
    }

    /// <summary>Transforms the tiles of one channel.</summary>
    /// <param name="rows">The laid-out rows.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="segments">The tiles.</param>
    /// <param name="count">How many segments.</param>
    /// <param name="target">The first place of the block, for this channel.</param>
    /// <param name="place">From one place to the next.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Transform(
        float* rows, in WinogradShape shape, WinogradSegment* segments, int count, float* target, nint place)
    {
        nint pitch = Pitch(shape);
        for (; count > 0; count--, segments++)
        {
            float* from = rows + (segments->Line * 2 * pitch) + segments->First, v = target + segments->Column;
            for (int j = segments->Count; j > 0; j -= F32x8.Width, from += F32x8.Width, v += F32x8.Width)
                Transform(from, pitch, v, place);
        }
    }

    /// <summary>A row's columns in turn to two places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Deal(float* source, int width, float* even, float* odd)
    {
        for (; width >= 2 * F32x8.Width; width -= 2 * F32x8.Width)
        {
            F32x8 low = F32x8.Deinterleave(F32x8.Load(source), F32x8.Load(source + F32x8.Width), out F32x8 high);
            F32x8.Store(low, even);
            F32x8.Store(high, odd);
            source += 2 * F32x8.Width;
            even += F32x8.Width;
            odd += F32x8.Width;
        }

        if (width >= F32x8.Width)
        {
            F32x8 low = F32x8.Deinterleave(F32x8.Load(source), F32x8.Broadcast(0), out F32x8 high);
            F32x8.Store(low, even);
            F32x8.Store(high, odd);
            source += F32x8.Width;
            even += F32x8.Width / 2;
            odd += F32x8.Width / 2;
            width -= F32x8.Width;
        }

        for (; width > 1; width -= 2)
        {
            *even++ = *source++;
            *odd++ = *source++;
        }

        if (width > 0)
            *even = *source;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform(float* d, nint pitch, float* v, nint place)
    {
        float* next = d + (2 * pitch);
        F32x8 a0 = F32x8.Load(next), a1 = F32x8.Load(next + pitch);
        F32x8 a2 = F32x8.Load(next + 1), a3 = F32x8.Load(next + pitch + 1);
        next += 2 * pitch;
        F32x8 b0 = F32x8.Load(next), b1 = F32x8.Load(next + pitch);
        F32x8 b2 = F32x8.Load(next + 1), b3 = F32x8.Load(next + pitch + 1);
        next += 2 * pitch;
        Along(F32x8.Load(d) - b0, F32x8.Load(d + pitch) - b1, F32x8.Load(d + 1) - b2, F32x8.Load(d + pitch + 1) - b3,
            v, place);
        v += 4 * place;
        Along(a0 + b0, a1 + b1, a2 + b2, a3 + b3, v, place);
        v += 4 * place;
        Along(b0 - a0, b1 - a1, b2 - a2, b3 - a3, v, place);
        v += 4 * place;
        Along(a0 - F32x8.Load(next), a1 - F32x8.Load(next + pitch), a2 - F32x8.Load(next + 1),
            a3 - F32x8.Load(next + pitch + 1), v, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Along(F32x8 t0, F32x8 t1, F32x8 t2, F32x8 t3, float* v, nint place)
    {
        F32x8.Store(t0 - t2, v);
        F32x8.Store(t1 + t2, v + place);
        v += 2 * place;
        F32x8.Store(t2 - t1, v);
        F32x8.Store(t1 - t3, v + place);
    }
}
