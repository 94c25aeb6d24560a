using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.MaxPoolSparse;

/// <summary>
/// The input gradient of a convolution from the pixels that a pooling picked only: up to 8 channels in a register,
/// each picked pixel times its kernel added to the pixels that it saw.
/// </summary>
/// <remarks>
/// The bits of the transposed convolution: output channels one after the other, pixels backwards, so that what comes
/// to a pixel comes in the order of the kernel's taps. The terms that are left out are zero. They would change a sum
/// only from −0, which only a product too small for a number leaves, to 0: where a result is −0, nothing of this
/// counts. Neither does it where a weight is infinite or NaN.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct MaxPoolSparseInputBody : IRangeBody
{
    public const int MaxChannels = 8;

    public MaxPoolSparsePlanes Planes;
    public PixelMajor Layout;
    public int Kernels, KernelRows, KernelColumns;
    public float* Packed, Dx;

    /// <summary>For each pixel before the pooling, its first tap in the sums and its window's value.</summary>
    public MaxPoolSparsePosition* Positions;

    private readonly int Taps => KernelRows * KernelColumns;

    public static bool HasKernel(int columns) => columns is 3 or 5;

    public readonly void WritePositions()
    {
        for (int row = 0, at = 0; row < Planes.Rows; row++)
        {
            for (int column = 0; column < Planes.Columns; column++, at++)
            {
                Positions[at] = new MaxPoolSparsePosition(
                    ((row * Layout.Columns) + column) * 8, (row / 2 * Planes.WindowColumns) + (column / 2));
            }
        }
    }

    /// <summary>
    /// Kernel after kernel, its channels side by side at each tap; what is behind them meets no channel of the result.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void Pack(float* weight)
    {
        int taps = Taps, channels = Layout.Channels, square = taps >= 8 ? taps & ~7 : 0;
        float* target = Packed;
        for (int kernel = Kernels; kernel > 0; kernel--, weight += taps * channels, target += taps * 8)
        {
            for (int tap = 0; tap < square; tap += 8)
                F32x8.Transpose(weight + tap, taps, channels - 1, target + (tap * 8), 8);
            for (int tap = square; tap < taps; tap++)
            {
                for (int channel = 0; channel < channels; channel++)
                    target[(tap * 8) + channel] = weight[(channel * taps) + tap];
                for (int channel = channels; channel < 8; channel++)
                    target[(tap * 8) + channel] = 0;
            }
        }

        if (!PixelMajor.IsFinite(Packed, (nint)(target - Packed)))
            *Planes.Unfit = 1;
    }

    public readonly void Run(int start, int end)
    {
        int size = (Layout.Rows * Layout.Columns * 8) + 64;
        long bytes = size * (long)sizeof(float);
        using var scratch = new Scratch("conv2d", bytes, stackalloc byte[Scratch.OnStack(bytes)]);
        float* sums = (float*)scratch.Start;
        for (int image = start; image < end && *Planes.Unfit == 0; image++)
        {
            new Span<float>(sums, size).Clear();
            for (int kernel = 0; kernel < Kernels; kernel++)
            {
                nint plane = ((nint)image * Kernels) + kernel;
                ulong* bits = Planes.Bits + (plane * Planes.BitPlane);
                float* values = Planes.Values + (plane * Planes.ValuePlane), w = Packed + (kernel * Taps * 8);
                if (KernelColumns == 5)
                    Add<Tile<One, Five>>(bits, values, w, sums);
                else
                    Add<Tile<One, Three>>(bits, values, w, sums);
            }

            PutImage(sums, Dx + ((nint)image * Layout.Channels * Layout.Height * Layout.Width), sums + size - 64);
        }
    }

    /// <summary>All pixels of one channel, the last one first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Add<TShape>(ulong* bits, float* values, float* weights, float* sums)
        where TShape : struct, ITileShape
    {
        int rows = KernelRows;
        nint pitch = Layout.Columns * 8;
        for (int word = (Planes.Pixels + 63) / 64 - 1; word >= 0; word--)
        {
            MaxPoolSparsePosition* positions = Positions + (64 * word);
            for (ulong left = bits[word]; left != 0;)
            {
                int bit = 63 - BitOperations.LeadingZeroCount(left);
                left ^= 1UL << bit;
                F32x8 d = F32x8.Broadcast(values + positions[bit].Value);
                float* target = sums + positions[bit].Source, w = weights;
                for (int row = rows; row > 0; row--, target += pitch, w += TShape.Lanes * 8)
                {
                    F32x8.Store(Sum(d, w, target), target);
                    F32x8.Store(Sum(d, w + 8, target + 8), target + 8);
                    F32x8.Store(Sum(d, w + 16, target + 16), target + 16);
                    if (TShape.Lanes > 3)
                        F32x8.Store(Sum(d, w + 24, target + 24), target + 24);
                    if (TShape.Lanes > 4)
                        F32x8.Store(Sum(d, w + 32, target + 32), target + 32);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static F32x8 Sum(F32x8 d, float* weight, float* sum) =>
        F32x8.FusedMultiplyAdd(d, F32x8.Load(weight), F32x8.Load(sum));

    /// <summary>From pixels of channels to channels of pixels.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void PutImage(float* sums, float* dx, float* square)
    {
        int plane = Layout.Height * Layout.Width;
        var minus = Vector256<int>.Zero;
        for (int row = 0; row < Layout.Height; row++)
        {
            float* source = sums + (((((nint)row + Layout.Before.Height) * Layout.Columns) + Layout.Before.Width) * 8);
            for (int column = 0; column < Layout.Width; column += 8)
            {
                int at = Math.Min(column, Layout.Width - 8);
                F32x8.Transpose(source + (at * 8), 8, 7, square, 8);
                float* target = dx + (row * Layout.Width) + at;
                for (int channel = 0; channel < Layout.Channels; channel++, target += plane)
                {
                    var value = Vector256.Load(square + (8 * channel));
                    minus |= Vector256.Equals(value.AsInt32(), Vector256.Create(int.MinValue));
                    value.Store(target);
                }
            }
        }

        if (minus != Vector256<int>.Zero)
            *Planes.Unfit = 1;
    }
}
