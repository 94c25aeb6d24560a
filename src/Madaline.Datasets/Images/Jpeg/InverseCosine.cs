using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Madaline.Datasets.Images.Jpeg;

/// <summary>Pixels of a block of 8 × 8 from its cosine coefficients, in integers.</summary>
/// <remarks>
/// Numerics: factors have 13 bits behind the point and columns keep two, as in libjpeg's accurate transform, so that
/// pixels are the same as Pillow's and torchvision's. Source: Loeffler, Ligtenberg and Moschytz 1989, figure 1.
/// </remarks>
internal static class InverseCosine
{
    private const int FactorBits = 13, KeptBits = 2;

    // Products of cosines and square roots, times 2¹³.
    private const int F0298 = 2446, F0390 = 3196, F0541 = 4433, F0765 = 6270, F0899 = 7373, F1175 = 9633,
        F1501 = 12299, F1847 = 15137, F1961 = 16069, F2053 = 16819, F2562 = 20995, F3072 = 25172;

    /// <summary>Transforms a block.</summary>
    /// <param name="coefficients">64 coefficients, row by row.</param>
    /// <param name="factors">What each was divided by, row by row.</param>
    /// <param name="pixels">Where the first pixel goes.</param>
    /// <param name="stride">Pixels from row to row.</param>
    public static void Run(ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> factors, Span<byte> pixels,
        int stride)
    {
        Span<int> numbers = stackalloc int[64];
        for (int i = 0; i < 64; i++) numbers[i] = coefficients[i] * factors[i];
        Pass(numbers, FactorBits - KeptBits);
        Transpose(numbers);
        Pass(numbers, FactorBits + KeptBits + 3);
        for (int y = 0; y < 8; y++)
        {
            var row = pixels.Slice(y * stride, 8);
            for (int x = 0; x < 8; x++) row[x] = Pixel(numbers[8 * x + y]);
        }
    }

    /// <summary>The pixel of a block whose other coefficients are all zero.</summary>
    public static byte Mean(int coefficient) => Pixel(coefficient + 4 >> 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Pixel(int value) => (byte)Math.Clamp(value + 128, 0, 255);

    private static void Transpose(Span<int> numbers)
    {
        for (int y = 1; y < 8; y++)
        {
            for (int x = 0; x < y; x++)
                (numbers[8 * y + x], numbers[8 * x + y]) = (numbers[8 * x + y], numbers[8 * y + x]);
        }
    }

    /// <summary>The transform along the first dimension, for eight columns at once.</summary>
    private static void Pass(Span<int> numbers, int shift)
    {
        Vector256<int> s0 = Row(numbers, 0), s1 = Row(numbers, 1), s2 = Row(numbers, 2), s3 = Row(numbers, 3),
            s4 = Row(numbers, 4), s5 = Row(numbers, 5), s6 = Row(numbers, 6), s7 = Row(numbers, 7);
        var half = Vector256.Create(1 << shift - 1);
        var z = (s2 + s6) * F0541;
        Vector256<int> t2 = z - s6 * F1847, t3 = z + s2 * F0765;
        Vector256<int> t0 = (s0 + s4 << FactorBits) + half, t1 = (s0 - s4 << FactorBits) + half;
        Vector256<int> e0 = t0 + t3, e3 = t0 - t3, e1 = t1 + t2, e2 = t1 - t2;

        Vector256<int> z1 = (s7 + s1) * -F0899, z2 = (s5 + s3) * -F2562, z5 = (s7 + s3 + s5 + s1) * F1175;
        Vector256<int> z3 = (s7 + s3) * -F1961 + z5, z4 = (s5 + s1) * -F0390 + z5;
        Vector256<int> o3 = s7 * F0298 + z1 + z3, o2 = s5 * F2053 + z2 + z4;
        Vector256<int> o1 = s3 * F3072 + z2 + z3, o0 = s1 * F1501 + z1 + z4;

        Store(numbers, 0, 7, e0, o0, shift);
        Store(numbers, 1, 6, e1, o1, shift);
        Store(numbers, 2, 5, e2, o2, shift);
        Store(numbers, 3, 4, e3, o3, shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Row(Span<int> numbers, int row) => Vector256.Create<int>(numbers.Slice(8 * row, 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Span<int> numbers, int first, int second, Vector256<int> even, Vector256<int> odd,
        int shift)
    {
        (even + odd >> shift).CopyTo(numbers.Slice(8 * first, 8));
        (even - odd >> shift).CopyTo(numbers.Slice(8 * second, 8));
    }
}
