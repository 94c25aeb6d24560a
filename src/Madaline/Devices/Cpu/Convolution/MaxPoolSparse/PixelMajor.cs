using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.MaxPoolSparse;

/// <summary>An image with its channels side by side at each pixel, zeros around it.</summary>
/// <param name="Channels">Channels of the image.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns, at least 8.</param>
/// <param name="Before">Zeros above and left.</param>
/// <param name="Rows">Rows in all.</param>
/// <param name="Columns">Columns in all.</param>
internal readonly unsafe record struct PixelMajor(
    int Channels, int Height, int Width, Size2 Before, int Rows, int Columns)
{
    /// <summary>Elements that may be read or written behind the last pixel.</summary>
    private const int Slack = 64;

    public int Pitch => Columns * Channels;

    /// <summary>Elements of one image.</summary>
    public long Size => (long)Rows * Pitch;

    /// <summary>Elements of a number of images.</summary>
    public long ScratchSize(int images) => (images * Size) + Slack;

    /// <summary>Turns an image around.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Fill(float* source, float* target)
    {
        int plane = Height * Width, pitch = Pitch, step = Channels, left = Before.Width * Channels;
        int count = Math.Min(Width, Columns - Before.Width), rows = Math.Min(Height, Rows - Before.Height);
        float* row = target + ((nint)Before.Height * pitch);
        new Span<float>(target, Before.Height * pitch).Clear();
        for (int i = 0; i < rows; i++, row += pitch, source += Width)
        {
            if (left > 0)
                new Span<float>(row, left).Clear();
            for (int j = 0; j < count; j += 8)
            {
                // The last eight end with the row; what a store writes behind its pixel, the next one overwrites.
                int at = Math.Min(j, Width - 8);
                for (int channel = (step - 1) & ~7; channel >= 0; channel -= 8)
                {
                    float* from = source + ((nint)channel * plane) + at, to = row + left + (at * step) + channel;
                    if (step <= 4)
                        F32x8.TransposeFour(from, plane, step - 1, to, step);
                    else
                        F32x8.Transpose(from, plane, Math.Min(7, step - 1 - channel), to, step);
                }
            }

            int end = left + (count * step);
            if (end < pitch)
                new Span<float>(row + end, pitch - end).Clear();
        }

        new Span<float>(row, ((Rows - Before.Height - rows) * pitch) + Slack).Clear();
    }

    /// <summary>Whether no number is infinite or NaN.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static bool IsFinite(float* x, nint count)
    {
        F32x8 zero = F32x8.Broadcast(0), a = zero, b = zero;
        nint i = 0;
        for (; i + 16 <= count; i += 16)
        {
            a = F32x8.FusedMultiplyAdd(F32x8.Load(x + i), zero, a);
            b = F32x8.FusedMultiplyAdd(F32x8.Load(x + i + 8), zero, b);
        }

        float rest = 0;
        for (; i < count; i++)
            rest += x[i] * 0;
        return rest == 0 && F32x8.Equal(a + b, zero).Value.ExtractMostSignificantBits() == 0xFF;
    }
}
