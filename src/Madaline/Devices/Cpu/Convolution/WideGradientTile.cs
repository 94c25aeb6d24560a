using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>
/// 48 sums of a kernel gradient in registers of 512 bits: eight rows of dy, two to a register, by six taps of the
/// images. The sums of <see cref="GradientTile{TElement, TLane, TShape}"/>, number by number: each half of a register
/// is one of its lanes.
/// </summary>
[SkipLocalsInit]
internal static unsafe class WideGradientTile
{
    public const int Rows = 8, Taps = 6, Sums = Rows * Taps;

    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    /// <summary>Elements of the sums of a number of rows, tile after tile.</summary>
    public static int SumsOf(int rows, int terms) => rows / Rows * ((terms + Taps - 1) / Taps) * Sums;

    /// <summary>Puts the sums of all tiles where the gradient has them.</summary>
    public static void Write(float* sums, int rows, int terms, float* target)
    {
        for (int row = 0; row < rows; row += Rows, target += Rows * (nint)terms)
        {
            for (int k = 0; k < terms; k += Taps, sums += Sums)
            {
                for (int i = 0; i < Rows; i++)
                {
                    for (int tap = Math.Min(Taps, terms - k) - 1; tap >= 0; tap--)
                        target[(i * (nint)terms) + k + tap] = sums[Place(i, tap)];
                }
            }
        }
    }

    /// <summary>Sums a shard's whole lanes, then across each lane by halves, and adds it to the sums so far.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Add(in GradientTileWork<float> work, float* sums)
    {
        Vector512<float> a0 = Vector512<float>.Zero, a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
        Vector512<float> b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0, b5 = a0;
        Vector512<float> c0 = a0, c1 = a0, c2 = a0, c3 = a0, c4 = a0, c5 = a0;
        Vector512<float> d0 = a0, d1 = a0, d2 = a0, d3 = a0, d4 = a0, d5 = a0;
        float* x0 = work.X0, x1 = work.X1, x2 = work.X2, x3 = work.X3, x4 = work.X4, x5 = work.X5, dy = work.Dy;
        nint shift = 0;
        for (int image = work.Images; image > 0; image--, shift += work.ImageSize)
        {
            VectorPosition* end = work.Lanes + work.Full;
            for (VectorPosition* lane = work.Lanes; lane < end; lane++, dy += Rows * 8)
            {
                nint at = lane->Source + shift;
                Vector512<float> u0 = Twice(x0 + at), u1 = Twice(x1 + at), u2 = Twice(x2 + at), u3 = Twice(x3 + at);
                Vector512<float> u4 = Twice(x4 + at), u5 = Twice(x5 + at), g = Vector512.Load(dy);
                a0 = Avx512F.FusedMultiplyAdd(g, u0, a0);
                a1 = Avx512F.FusedMultiplyAdd(g, u1, a1);
                a2 = Avx512F.FusedMultiplyAdd(g, u2, a2);
                a3 = Avx512F.FusedMultiplyAdd(g, u3, a3);
                a4 = Avx512F.FusedMultiplyAdd(g, u4, a4);
                a5 = Avx512F.FusedMultiplyAdd(g, u5, a5);
                g = Vector512.Load(dy + 16);
                b0 = Avx512F.FusedMultiplyAdd(g, u0, b0);
                b1 = Avx512F.FusedMultiplyAdd(g, u1, b1);
                b2 = Avx512F.FusedMultiplyAdd(g, u2, b2);
                b3 = Avx512F.FusedMultiplyAdd(g, u3, b3);
                b4 = Avx512F.FusedMultiplyAdd(g, u4, b4);
                b5 = Avx512F.FusedMultiplyAdd(g, u5, b5);
                g = Vector512.Load(dy + 32);
                c0 = Avx512F.FusedMultiplyAdd(g, u0, c0);
                c1 = Avx512F.FusedMultiplyAdd(g, u1, c1);
                c2 = Avx512F.FusedMultiplyAdd(g, u2, c2);
                c3 = Avx512F.FusedMultiplyAdd(g, u3, c3);
                c4 = Avx512F.FusedMultiplyAdd(g, u4, c4);
                c5 = Avx512F.FusedMultiplyAdd(g, u5, c5);
                g = Vector512.Load(dy + 48);
                d0 = Avx512F.FusedMultiplyAdd(g, u0, d0);
                d1 = Avx512F.FusedMultiplyAdd(g, u1, d1);
                d2 = Avx512F.FusedMultiplyAdd(g, u2, d2);
                d3 = Avx512F.FusedMultiplyAdd(g, u3, d3);
                d4 = Avx512F.FusedMultiplyAdd(g, u4, d4);
                d5 = Avx512F.FusedMultiplyAdd(g, u5, d5);
            }
        }

        Vector512.Store(Across(a0, b0, c0, d0, a1, b1, c1, d1) + Vector512.Load(sums), sums);
        Vector512.Store(Across(a2, b2, c2, d2, a3, b3, c3, d3) + Vector512.Load(sums + 16), sums + 16);
        Vector512.Store(Across(a4, b4, c4, d4, a5, b5, c5, d5) + Vector512.Load(sums + 32), sums + 32);
    }

    /// <summary>Where a tile's sums hold that of a row and a tap.</summary>
    private static int Place(int row, int tap) => (tap / 2 * 16) + ((tap & 1) * 8) + ((row & 1) * 4) + (row / 2);

    /// <summary>Eight numbers in both halves of a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Twice(float* source) =>
        Avx512F.BroadcastVector256ToVector512((double*)source).AsSingle();

    /// <summary>The sums of sixteen lanes: of two taps s and t, each with four pairs of rows.</summary>
    /// <remarks>
    /// Lower half and upper half, then places two apart, then neighbours: what a lane's sum by halves is. In quarters
    /// of a register: the pairs' first rows for s, their second rows for s, the same for t.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Across(
        Vector512<float> s0, Vector512<float> s1, Vector512<float> s2, Vector512<float> s3,
        Vector512<float> t0, Vector512<float> t1, Vector512<float> t2, Vector512<float> t3)
    {
        Vector512<float> low = InPairs(Halved(s0, t0), Halved(s1, t1)), high = InPairs(Halved(s2, t2), Halved(s3, t3));
        return Avx512F.Shuffle(low, high, 0x88) + Avx512F.Shuffle(low, high, 0xDD);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Halved(Vector512<float> s, Vector512<float> t) =>
        Avx512F.Shuffle4x128(s, t, 0x88) + Avx512F.Shuffle4x128(s, t, 0xDD);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> InPairs(Vector512<float> x, Vector512<float> y) =>
        Avx512F.Shuffle(x, y, 0x44) + Avx512F.Shuffle(x, y, 0xEE);
}
