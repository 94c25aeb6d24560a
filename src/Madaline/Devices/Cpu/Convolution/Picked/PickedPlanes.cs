using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Madaline;

/// <summary>
/// The gradient behind a rectifier and a pooling over pairs: at most one pixel in four is not zero. For each plane the
/// values of its windows, a bit for every pixel that holds one, and the sum of the plane.
/// </summary>
internal unsafe struct PickedPlanes : IRangeBody
{
    /// <summary>Wider rows are more than a word of 64 bits that begins at any bit of a byte.</summary>
    public const int MostColumns = 56;

    /// <summary>Rows and columns before the pooling.</summary>
    public int Rows, Columns;

    /// <summary>Windows down the rows and along them.</summary>
    public int WindowRows, WindowColumns;

    public float* Dy, Y;
    public int* Indices;

    /// <summary>Where the windows begin in a plane.</summary>
    public int* Corners;

    public float* Values, Sums;
    public ulong* Bits;

    /// <summary>Set to 1 where a value is infinite or NaN: then zeros count, too.</summary>
    public int* Unfit;

    public readonly int Windows => WindowRows * WindowColumns;

    public readonly int Pixels => Rows * Columns;

    /// <summary>Elements from one plane's values to the next, whole lanes.</summary>
    public readonly int ValuePlane => (Windows + 7) & ~7;

    /// <summary>Words from one plane's bits to the next; the last is there to be read beyond the end.</summary>
    public readonly int BitPlane => ((Pixels + 63) / 64) + 1;

    public readonly void WriteCorners()
    {
        int* corner = Corners;
        for (int i = 0; i < WindowRows; i++)
        {
            for (int j = 0; j < WindowColumns; j++)
                *corner++ = (2 * i * Columns) + (2 * j);
        }

        for (; corner < Corners + ValuePlane; corner++)
            *corner = 0;
    }

    public readonly void Run(int start, int end)
    {
        using var scratch = Tensor.Empty([Pixels], DType.Float32, Device.Cpu);
        fixed (byte* p = &CpuDevice.Start(scratch))
        {
            for (nint plane = start; plane < end; plane++)
            {
                float* values = Values + (plane * ValuePlane);
                int* indices = Indices + (plane * Windows);
                Place(plane, values, indices);
                Sums[plane] = Sum(values, indices, (float*)p);
            }
        }
    }

    /// <summary>Some bits of a row of them, which may begin anywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Read(byte* bits, int at, int count) =>
        (Unsafe.ReadUnaligned<ulong>(bits + (at >> 3)) >> (at & 7)) & ((1UL << count) - 1);

    /// <summary>In the order of the sum over the whole plane, zeros included.</summary>
    private readonly float Sum(float* values, int* indices, float* plane)
    {
        new Span<float>(plane, Pixels).Clear();
        for (int i = 0; i < Windows; i++)
            plane[indices[i]] = values[i];
        return CpuReduceLines<SumReduction, float, F32x8>.Chunk(default, plane, Pixels);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Place(nint plane, float* values, int* indices)
    {
        int windows = Windows, width = Columns, groups = ValuePlane / 8;
        float* dy = Dy + (plane * windows), y = Y + (plane * windows);
        // Which windows hold a value, and whether in their lower row and in their right column.
        byte* held = stackalloc byte[3 * 136], low = held + 136, right = low + 136;
        Vector256<int> one = Vector256<int>.One, next = Vector256.Create(width + 1);
        F32x8 zero = F32x8.Of(0), check = zero;
        for (int i = 0, group = 0; group < groups; i += 8, group++)
        {
            // As if 0 were added to what was there, and then ReLU's gradient taken: the same zeros, too.
            F32x8 d = zero + RowSums.Read(dy, i, windows, zero);
            F32x8 v = RowSums.Read(y, i, windows, zero);
            d = d * F32x8.Select(F32x8.LessOrEqual(v, zero), zero, F32x8.Of(1));
            F32x8.Store(d, values + i);
            check = F32x8.FusedMultiplyAdd(d, zero, check);
            F32x8 at = RowSums.Read((float*)indices, i, windows, zero);
            var place = at.Value.AsInt32() - Vector256.Load(Corners + i);
            held[group] = (byte)~F32x8.Equal(d, zero).Value.ExtractMostSignificantBits();
            low[group] = (byte)Vector256.GreaterThan(place, one).ExtractMostSignificantBits();
            right[group] = (byte)(Vector256.Equals(place, one) | Vector256.Equals(place, next))
                .ExtractMostSignificantBits();
        }

        if (F32x8.Equal(check, zero).Value.ExtractMostSignificantBits() != 0xFF)
            *Unfit = 1;
        ulong* bits = Bits + (plane * BitPlane);
        for (int i = 0; i < BitPlane; i++)
            bits[i] = 0;
        int rows = WindowRows, columns = WindowColumns, bit = 0;
        for (int i = 0, window = 0; i < rows; i++, window += columns, bit += 2 * width)
        {
            ulong any = Read(held, window, columns), below = Read(low, window, columns) & any;
            ulong odd = Read(right, window, columns);
            Or(bits, bit, Pairs(any & ~below, odd));
            Or(bits, bit + width, Pairs(below, odd));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Or(ulong* bits, int at, ulong row)
    {
        bits += at >> 6;
        bits[0] |= row << (at & 63);
        bits[1] |= row >> 1 >> (63 - (at & 63));
    }

    /// <summary>A bit for each of two neighbours: the right one where it is odd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Pairs(ulong any, ulong odd) => Spread(any & ~odd) | (Spread(any & odd) << 1);

    /// <summary>The lower 32 bits, each at twice its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Spread(ulong bits)
    {
        if (Bmi2.X64.IsSupported)
            return Bmi2.X64.ParallelBitDeposit(bits, 0x5555_5555_5555_5555);
        bits = (bits | (bits << 16)) & 0x0000_FFFF_0000_FFFF;
        bits = (bits | (bits << 8)) & 0x00FF_00FF_00FF_00FF;
        bits = (bits | (bits << 4)) & 0x0F0F_0F0F_0F0F_0F0F;
        bits = (bits | (bits << 2)) & 0x3333_3333_3333_3333;
        return (bits | (bits << 1)) & 0x5555_5555_5555_5555;
    }
}
