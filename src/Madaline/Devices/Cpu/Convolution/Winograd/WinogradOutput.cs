using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Pooling;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.Winograd;

/// <summary>Y = Aᵀ M A: a tile's 2×2 outputs from its sixteen products, then bias, ReLU and pooling of 2×2.</summary>
/// <remarks>First down the columns, then along the rows: ((m0 + m1) + m2, (m1 − m2) − m3).</remarks>
internal unsafe struct WinogradOutput
{
    public int Height, Width, PoolRows, PoolColumns;
    public bool Relu, Pools;
    public float* Y, Indices, Bias;

    /// <summary>Some tiles of one output channel.</summary>
    /// <param name="m">The first place's products of the channel.</param>
    /// <param name="segments">The tiles.</param>
    /// <param name="count">How many segments.</param>
    /// <param name="outputs">Output channels of an image.</param>
    /// <param name="output">Which of them.</param>
    public readonly void Run(float* m, WinogradSegment* segments, int count, int outputs, int output)
    {
        float* bias = Bias == null ? null : Bias + output;
        nint plane = (nint)outputs * (Pools ? PoolRows * PoolColumns : Height * Width);
        nint start = plane / outputs * output;
        if (Pools)
            RunPooled(m, segments, count, start, plane, bias);
        else
            RunPlain(m, segments, count, start, plane, bias);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void RunPlain(
        float* m, WinogradSegment* segments, int count, nint start, nint image, float* bias)
    {
        float* target = Y + start;
        int height = Height, width = Width;
        bool rectifies = Relu;
        for (; count > 0; count--, segments++)
        {
            int row = 2 * segments->Row, pixels = Math.Min(2 * segments->Count, width - (2 * segments->First));
            bool hasSecond = row + 1 < height;
            float* y = target + (segments->Image * image) + ((nint)row * width) + (2 * segments->First);
            float* from = m + segments->Column;
            for (; pixels > 0; pixels -= 2 * F32x8.Width, from += F32x8.Width, y += 2 * F32x8.Width)
            {
                Transform(from, rectifies, bias, out F32x8 y00, out F32x8 y01, out F32x8 y10, out F32x8 y11);
                F32x8 low = F32x8.Interleave(y00, y01, out F32x8 high);
                Put(low, high, y, pixels);
                if (!hasSecond)
                    continue;
                low = F32x8.Interleave(y10, y11, out high);
                Put(low, high, y + width, pixels);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void RunPooled(
        float* m, WinogradSegment* segments, int count, nint start, nint image, float* bias)
    {
        int width = Width;
        bool rectifies = Relu;
        F32x8 one = F32x8.IntegerSequence(1, 0), two = F32x8.IntegerSequence(width, 0),
            three = F32x8.IntegerSequence(width + 1, 0);
        F32x8 steps = F32x8.IntegerSequence(0, 2);
        for (; count > 0; count--, segments++)
        {
            int left = Math.Min(segments->Count, PoolColumns - segments->First);
            if (segments->Row >= PoolRows)
                continue;
            nint at = start + (segments->Image * image) + ((nint)segments->Row * PoolColumns) + segments->First;
            int corner = (2 * segments->Row * width) + (2 * segments->First);
            float* from = m + segments->Column;
            for (; left > 0; left -= F32x8.Width, from += F32x8.Width, at += F32x8.Width, corner += 2 * F32x8.Width)
            {
                Transform(from, rectifies, bias, out F32x8 best, out F32x8 y01, out F32x8 y10, out F32x8 y11);
                F32x8 code = F32x8.Broadcast(0);
                PoolExtreme<PickLargest, float, F32x8>.Take(y01, one, ref best, ref code);
                PoolExtreme<PickLargest, float, F32x8>.Take(y10, two, ref best, ref code);
                PoolExtreme<PickLargest, float, F32x8>.Take(y11, three, ref best, ref code);
                LaneMemory.Write(best, Y + at, 1, 0, left);
                if (Indices == null)
                    continue;
                F32x8 place = F32x8.AddInteger(F32x8.AddInteger(F32x8.IntegerSequence(corner, 0), steps), code);
                LaneMemory.Write(place, Indices + at, 1, 0, left);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform(
        float* m, bool rectifies, float* bias, out F32x8 y00, out F32x8 y01, out F32x8 y10, out F32x8 y11)
    {
        Down(m, out F32x8 a0, out F32x8 b0);
        Down(m + WinogradBlock.ProductPlace, out F32x8 a1, out F32x8 b1);
        Down(m + (2 * WinogradBlock.ProductPlace), out F32x8 a2, out F32x8 b2);
        Down(m + (3 * WinogradBlock.ProductPlace), out F32x8 a3, out F32x8 b3);
        (y00, y01) = (a0 + a1 + a2, a1 - a2 - a3);
        (y10, y11) = (b0 + b1 + b2, b1 - b2 - b3);
        if (bias != null)
        {
            F32x8 summand = F32x8.Broadcast(bias);
            (y00, y01, y10, y11) = (y00 + summand, y01 + summand, y10 + summand, y11 + summand);
        }

        if (!rectifies)
            return;
        F32x8 zero = F32x8.Broadcast(0);
        (y00, y01) = (F32x8.Max(y00, zero), F32x8.Max(y01, zero));
        (y10, y11) = (F32x8.Max(y10, zero), F32x8.Max(y11, zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Down(float* m, out F32x8 a, out F32x8 b)
    {
        F32x8 m1 = F32x8.Load(m + (4 * WinogradBlock.ProductPlace));
        F32x8 m2 = F32x8.Load(m + (8 * WinogradBlock.ProductPlace));
        a = F32x8.Load(m) + m1 + m2;
        b = m1 - m2 - F32x8.Load(m + (12 * WinogradBlock.ProductPlace));
    }

    /// <summary>Two lanes of pixels, or as many as the row has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(F32x8 low, F32x8 high, float* y, int pixels)
    {
        LaneMemory.Write(low, y, 1, 0, pixels);
        if (pixels > F32x8.Width)
            LaneMemory.Write(high, y + F32x8.Width, 1, 0, pixels - F32x8.Width);
    }
}
