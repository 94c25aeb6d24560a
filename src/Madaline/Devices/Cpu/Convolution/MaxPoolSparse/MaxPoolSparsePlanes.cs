using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Madaline.Devices.Cpu.Reductions;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.MaxPoolSparse;

/// <summary>
/// The gradient behind a rectifier and a pooling over pairs: at most one pixel in four is not zero. For each plane the
/// values of its windows, a bit for every pixel that holds one, and the sum of the plane.
/// </summary>
[SkipLocalsInit]
internal unsafe struct MaxPoolSparsePlanes : IRangeBody
{
    /// <summary>Wider rows are more than a word of 64 bits that begins at any bit of a byte.</summary>
    public const int MaxColumns = 56;

    /// <summary>Most pixels of a plane: its windows' bits take 16 words.</summary>
    public const int MaxPixels = 4096;

    private const int Words = (MaxPixels / 4 / 64) + 1;

    /// <summary>Rows and columns before the pooling.</summary>
    public int Rows, Columns;

    /// <summary>Windows down the rows and along them.</summary>
    public int WindowRows, WindowColumns;

    public float* Dy, Y;
    public int* Indices;

    /// <summary>Where the windows begin in a plane.</summary>
    public int* Corners;

    public float* Values;

    /// <summary>Null where they are not wanted.</summary>
    public float* Sums;

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
        // A lane may be stored at the last pixel.
        float* pixels = stackalloc float[Pixels + 16];
        for (nint plane = start; plane < end; plane++)
        {
            Place(plane, pixels);
            if (Sums != null)
                Sums[plane] = CpuReduceLines<SumReduction, float, F32x8>.Chunk(default, pixels, Pixels);
        }
    }

    /// <summary>Some bits of a row of them, which may begin anywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Read(byte* bits, int at, int count) =>
        (Unsafe.ReadUnaligned<ulong>(bits + (at >> 3)) >> (at & 7)) & ((1UL << count) - 1);

    /// <summary>For each chunk of 64 bytes and each place in them, the bits of that place.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void DealLanes(byte* bytes, int chunks, ulong* bits)
    {
        for (; chunks > 0; chunks--, bytes += 64, bits += 8)
        {
            var low = Vector256.Load(bytes).AsUInt64();
            var high = Vector256.Load(bytes + 32).AsUInt64();
            for (int place = 7; place >= 0; place--)
            {
                bits[place] = low.AsByte().ExtractMostSignificantBits()
                    | ((ulong)high.AsByte().ExtractMostSignificantBits() << 32);
                (low, high) = (low << 1, high << 1);
            }
        }
    }

    /// <summary>The values and bits of a plane, and its pixels, zeros included.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Place(nint plane, float* pixels)
    {
        int count = Windows, width = Columns;
        float* dy = Dy + (plane * count), y = Y + (plane * count), values = Values + (plane * ValuePlane);
        float* indices = (float*)(Indices + (plane * count));
        int* corners = Corners;
        // Which windows hold a value, and whether in their lower row and in their right column.
        ulong* held = stackalloc ulong[3 * Words], low = held + Words, right = low + Words;
        Vector256<int> one = Vector256<int>.One, next = Vector256.Create(width + 1);
        F32x8 zero = F32x8.Broadcast(0), unit = F32x8.Broadcast(1), check = zero;
        ulong any = 0, below = 0, odd = 0;
        for (int i = 0; i < count; i += 8)
        {
            // As if 0 were added to what was there, and then ReLU's gradient taken: the same zeros, too.
            F32x8 d = zero + RowSums.Read(dy, i, count, zero);
            d = d * F32x8.Select(F32x8.LessOrEqual(RowSums.Read(y, i, count, zero), zero), zero, unit);
            F32x8.Store(d, values + i);
            check = F32x8.FusedMultiplyAdd(d, zero, check);
            var place = RowSums.Read(indices, i, count, zero).Value.AsInt32() - Vector256.Load(corners + i);
            int shift = i & 56;
            any |= (ulong)(F32x8.Equal(d, zero).Value.ExtractMostSignificantBits() ^ 0xFF) << shift;
            below |= (ulong)Vector256.GreaterThan(place, one).ExtractMostSignificantBits() << shift;
            odd |= (ulong)(Vector256.Equals(place, one) | Vector256.Equals(place, next))
                .ExtractMostSignificantBits() << shift;
            if (shift < 56 && i + 8 < count)
                continue;
            (held[i >> 6], low[i >> 6], right[i >> 6]) = (any, below, odd);
            any = below = odd = 0;
        }

        if (F32x8.Equal(check, zero).Value.ExtractMostSignificantBits() != 0xFF)
            *Unfit = 1;
        PlaceRows(held, values, Bits + (plane * BitPlane), Sums == null ? null : pixels);
    }

    /// <summary>Two rows of bits for each row of windows, one after the other, and as many of pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void PlaceRows(ulong* held, float* values, ulong* bits, float* pixels)
    {
        int rows = WindowRows, columns = WindowColumns, width = Columns, used = 0;
        ulong word = 0;
        ulong* end = bits + BitPlane;
        for (int i = 0, window = 0; i < rows; i++, window += columns, values += columns)
        {
            ulong any = Read(held, window, columns), odd = Read(held + (2 * Words), window, columns);
            ulong below = Read(held + Words, window, columns) & any;
            ulong top = Pairs(any & ~below, odd), bottom = Pairs(below, odd);
            Append(ref bits, ref word, ref used, top, width);
            Append(ref bits, ref word, ref used, bottom, width);
            if (pixels == null)
                continue;
            PlaceRow(values, top, pixels, width);
            PlaceRow(values, bottom, pixels + width, width);
            pixels += 2 * width;
        }

        for (*bits++ = word; bits < end; bits++)
            *bits = 0;
        if (pixels == null)
            return;
        for (int i = 2 * rows * width; i < Pixels; i++)
            *pixels++ = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Append(ref ulong* bits, ref ulong word, ref int used, ulong row, int width)
    {
        word |= row << used;
        used += width;
        if (used < 64)
            return;
        *bits++ = word;
        used -= 64;
        word = row >> (width - used);
    }

    /// <summary>A row of pixels; what its last lane writes too much, the next row writes again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PlaceRow(float* values, ulong row, float* pixels, int width)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var places = Vector512.Create(
                1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
            for (int i = 0; i < width; i += 16, row >>= 16)
            {
                var eight = Vector256.Load(values + (i / 2)).ToVector512Unsafe();
                var doubled = Vector512.Shuffle(
                    eight, Vector512.Create(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7));
                var held = Vector512.Equals(Vector512.Create((int)row) & places, places);
                (doubled & held.AsSingle()).Store(pixels + i);
            }

            return;
        }

        var place = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        for (int i = 0; i < width; i += 8, row >>= 8)
        {
            var four = Vector128.Load(values + (i / 2)).ToVector256Unsafe();
            var twice = Vector256.Shuffle(four, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3));
            var mask = Vector256.Equals(Vector256.Create((int)row) & place, place);
            (twice & mask.AsSingle()).Store(pixels + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read(ulong* words, int at, int count)
    {
        words += at >> 6;
        return ((words[0] >> (at & 63)) | (words[1] << 1 << (63 - (at & 63)))) & ((1UL << count) - 1);
    }

    /// <summary>A bit for each of two neighbours: the right one where it is odd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Pairs(ulong any, ulong odd) => ScatterLanes(any & ~odd) | (ScatterLanes(any & odd) << 1);

    /// <summary>The lower 32 bits, each at twice its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ScatterLanes(ulong bits)
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
