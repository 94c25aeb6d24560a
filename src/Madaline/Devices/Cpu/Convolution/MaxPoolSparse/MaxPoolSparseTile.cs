using System.Numerics;
using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.MaxPoolSparse;

/// <summary>Where one byte of picked pixels begins.</summary>
/// <param name="Source">In the images, seen from their first tap.</param>
/// <param name="Value">In the values of a channel.</param>
internal readonly record struct MaxPoolSparsePosition(int Source, int Value);

/// <summary>What the sums of one place in a lane read and write.</summary>
internal unsafe struct MaxPoolSparseTileWork
{
    /// <summary>The images, pixel by pixel, at the lane's place.</summary>
    public float* X;

    /// <summary>The values of the picked pixels of one channel.</summary>
    public float* Values;

    /// <summary>For each chunk of 64 spots the bits of those that were picked, a chunk every 8.</summary>
    public ulong* Bits;

    public MaxPoolSparsePosition* Positions;

    public int Chunks;

    /// <summary>Elements from one row of the images to the next.</summary>
    public nint Pitch;

    /// <summary>Where the sums go, and how far it is to those of the kernel's next row.</summary>
    public float* Sums;

    public nint SumsRow;
}

/// <summary>Up to twenty registers of taps, neighbours in a row of the kernel, summed over picked pixels.</summary>
[SkipLocalsInit]
internal static unsafe class MaxPoolSparseTile<TShape>
    where TShape : struct, ITileShape
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run(in MaxPoolSparseTileWork work)
    {
        F32x8 c00 = F32x8.Broadcast(0), c01 = c00, c02 = c00, c03 = c00, c10 = c00, c11 = c00, c12 = c00, c13 = c00;
        F32x8 c20 = c00, c21 = c00, c22 = c00, c23 = c00, c30 = c00, c31 = c00, c32 = c00, c33 = c00;
        F32x8 c40 = c00, c41 = c00, c42 = c00, c43 = c00;
        float* x = work.X, values = work.Values;
        ulong* bits = work.Bits;
        MaxPoolSparsePosition* positions = work.Positions;
        nint pitch = work.Pitch;
        for (int chunk = work.Chunks; chunk > 0; chunk--, bits += 8, positions += 64)
        {
            for (ulong left = *bits; left != 0; left &= left - 1)
            {
                MaxPoolSparsePosition* position = positions + BitOperations.TrailingZeroCount(left);
                float* p = x + position->Source;
                F32x8 d = F32x8.Broadcast(values + position->Value);
                Add(0, d, p, ref c00, ref c01, ref c02, ref c03);
                Add(1, d, p + pitch, ref c10, ref c11, ref c12, ref c13);
                Add(2, d, p + (2 * pitch), ref c20, ref c21, ref c22, ref c23);
                Add(3, d, p + (3 * pitch), ref c30, ref c31, ref c32, ref c33);
                Add(4, d, p + (4 * pitch), ref c40, ref c41, ref c42, ref c43);
            }
        }

        Store(work, 0, c00, c01, c02, c03);
        Store(work, 1, c10, c11, c12, c13);
        Store(work, 2, c20, c21, c22, c23);
        Store(work, 3, c30, c31, c32, c33);
        Store(work, 4, c40, c41, c42, c43);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        int row, F32x8 d, float* p, ref F32x8 c0, ref F32x8 c1, ref F32x8 c2, ref F32x8 c3)
    {
        if (row >= TShape.Rows)
            return;
        c0 = F32x8.FusedMultiplyAdd(d, F32x8.Load(p), c0);
        if (TShape.Lanes > 1)
            c1 = F32x8.FusedMultiplyAdd(d, F32x8.Load(p + 8), c1);
        if (TShape.Lanes > 2)
            c2 = F32x8.FusedMultiplyAdd(d, F32x8.Load(p + 16), c2);
        if (TShape.Lanes > 3)
            c3 = F32x8.FusedMultiplyAdd(d, F32x8.Load(p + 24), c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in MaxPoolSparseTileWork work, int row, F32x8 c0, F32x8 c1, F32x8 c2, F32x8 c3)
    {
        if (row >= TShape.Rows)
            return;
        float* sums = work.Sums + (row * work.SumsRow);
        F32x8.Store(c0, sums);
        if (TShape.Lanes > 1)
            F32x8.Store(c1, sums + 8);
        if (TShape.Lanes > 2)
            F32x8.Store(c2, sums + 16);
        if (TShape.Lanes > 3)
            F32x8.Store(c3, sums + 24);
    }
}
