using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Products;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.Winograd;

/// <summary>U = G g Gᵀ: kernels of 3×3 as the 4×4 factors that tiles are multiplied by.</summary>
/// <remarks>
/// For eight output channels at a time: sixteen places, in each all input channels, in each the eight. First down the
/// columns, then along the rows: (g0, ½ ((g0 + g2) + g1), ½ ((g0 + g2) − g1), g2).
/// </remarks>
internal static unsafe class WinogradKernels
{
    /// <summary>Output channels side by side.</summary>
    public const int Rows = 8;

    private const int Taps = 9;

    /// <summary>Elements of all factors; output channels are filled up to whole eights.</summary>
    public static long Size(int inputs, int outputs) => (outputs + Rows - 1L) / Rows * Rows * 16 * inputs;

    /// <summary>Elements of scratch memory.</summary>
    public static long ScratchSize(int inputs) => (long)inputs * Taps * Rows;

    /// <summary>The factors of eight output channels.</summary>
    /// <param name="weight">[outputs, inputs, 3, 3]; transposed [inputs, outputs, 3, 3], and turned around.</param>
    /// <param name="isTransposed">Which of them.</param>
    /// <param name="inputs">Channels that are read.</param>
    /// <param name="outputs">Channels that are made.</param>
    /// <param name="first">The first of the eight.</param>
    /// <param name="scratch"><see cref="ScratchSize"/> elements.</param>
    /// <param name="target">Their factors.</param>
    public static void Pack(
        float* weight, bool isTransposed, int inputs, int outputs, int first, float* scratch, float* target)
    {
        int rows = Math.Min(Rows, outputs - first);
        if (!isTransposed)
        {
            nint row = (nint)inputs * Taps;
            Transposition<float, F32x8>.Copy(weight + (first * row), row, rows, inputs * Taps, scratch, Rows);
        }
        else
        {
            for (int input = 0; input < inputs; input++)
            {
                Transposition<float, F32x8>.Copy(weight + ((((nint)input * outputs) + first) * Taps), Taps, rows, Taps,
                    scratch + (input * Taps * Rows), Rows);
            }
        }

        Transform(scratch, isTransposed, inputs, target);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Transform(float* kernels, bool isTransposed, int inputs, float* target)
    {
        nint place = (nint)inputs * Rows, step = isTransposed ? -Rows : Rows;
        float* g = isTransposed ? kernels + ((Taps - 1) * Rows) : kernels;
        for (int input = 0; input < inputs; input++, g += Taps * Rows, target += Rows)
        {
            Down(g, step, out F32x8 a0, out F32x8 b0, out F32x8 c0, out F32x8 d0);
            Down(g + step, step, out F32x8 a1, out F32x8 b1, out F32x8 c1, out F32x8 d1);
            Down(g + (2 * step), step, out F32x8 a2, out F32x8 b2, out F32x8 c2, out F32x8 d2);
            Along(a0, a1, a2, target, place);
            Along(b0, b1, b2, target + (4 * place), place);
            Along(c0, c1, c2, target + (8 * place), place);
            Along(d0, d1, d2, target + (12 * place), place);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Down(float* g, nint step, out F32x8 a, out F32x8 b, out F32x8 c, out F32x8 d)
    {
        a = F32x8.Load(g);
        d = F32x8.Load(g + (6 * step));
        Middle(a, F32x8.Load(g + (3 * step)), d, out b, out c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Along(F32x8 g0, F32x8 g1, F32x8 g2, float* target, nint place)
    {
        Middle(g0, g1, g2, out F32x8 b, out F32x8 c);
        F32x8.Store(g0, target);
        F32x8.Store(b, target + place);
        F32x8.Store(c, target + (2 * place));
        F32x8.Store(g2, target + (3 * place));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Middle(F32x8 g0, F32x8 g1, F32x8 g2, out F32x8 b, out F32x8 c)
    {
        F32x8 half = F32x8.Broadcast(0.5), ends = g0 + g2;
        b = (ends + g1) * half;
        c = (ends - g1) * half;
    }
}
