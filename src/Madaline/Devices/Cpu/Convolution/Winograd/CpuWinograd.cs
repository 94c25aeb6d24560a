using System.Runtime.Intrinsics;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution.Winograd;

/// <summary>
/// Convolutions of 3×3 by Winograd's F(2×2, 3×3): four outputs take sixteen multiplications, not thirty-six.
/// </summary>
/// <remarks>Decision 9 has the order of every sum, and what the error is bounded by.</remarks>
internal static unsafe class CpuWinograd
{
    /// <summary>Channels, at least, that are read and made: below, transforms take what multiplications save.</summary>
    private const int MinChannels = 16;

    /// <summary>Channels, at most: what one chain goes over.</summary>
    private const int MaxChannels = 512;

    /// <summary>Rows and columns, at least, that are made.</summary>
    private const int MinSide = 4;

    /// <summary>Input channels times output channels times pixels, at least.</summary>
    private const long MinWork = 1 << 15;

    /// <summary>
    /// Whether a convolution, or the transposed one, is done this way. Only shape and dtype decide, and never how many
    /// images there are: an image's output has the same bits on every machine and in every batch.
    /// </summary>
    public static bool CanRun(bool isTransposed, Tensor weight, Size2 target, ConvolutionParameters parameters)
    {
        ReadOnlySpan<int> w = weight.Shape.AsSpan();
        if (weight.DType != DType.Float32 || w[2] != 3 || w[3] != 3 || parameters.Groups != 1 || parameters.Stride != 1
            || parameters.Dilation != 1)
            return false;
        Size2 before = Before(isTransposed, parameters);
        return before.Height is >= 0 and <= 2 && before.Width is >= 0 and <= 2
            && w[0] is >= MinChannels and <= MaxChannels && w[1] is >= MinChannels and <= MaxChannels
            && target.Height >= MinSide && target.Width >= MinSide
            && (long)w[0] * w[1] * target.Height * target.Width >= MinWork;
    }

    /// <summary>The convolution, or the transposed one; its epilogue pools pairs or not at all.</summary>
    public static void Run(bool isTransposed, in ConvolutionWork work)
    {
        if (Vector512.IsHardwareAccelerated)
            Run<F32x16>(isTransposed, work);
        else
            Run<F32x8>(isTransposed, work);
    }

    private static Size2 Before(bool isTransposed, ConvolutionParameters parameters) => isTransposed
        ? (2 - parameters.Before.Height, 2 - parameters.Before.Width)
        : parameters.Before;

    private static void Run<TLane>(bool isTransposed, in ConvolutionWork work)
        where TLane : struct, IProductLane<TLane, float>
    {
        Tensor x = work.X;
        int inputs = x.Shape[1], outputs = work.Y.Shape[1];
        var shape = new WinogradShape(
            x.Shape[0], inputs, outputs, (x.Shape[2], x.Shape[3]), work.Sums, Before(isTransposed, work.Parameters));
        using var factors = new Scratch("conv2d", WinogradKernels.Size(inputs, outputs) * sizeof(float));
        fixed (float* px = x.Pin<float>(), weight = work.Weight.Pin<float>(), bias = work.Bias.Pin<float>(),
            y = work.Y.Pin<float>(), indices = work.Indices.Pin<float>())
        {
            Pack(weight, isTransposed, inputs, outputs, (float*)factors.Start);
            var body = new WinogradBlock<TLane>
            {
                Shape = shape,
                Images = px,
                Factors = (float*)factors.Start,
                Output = new WinogradOutput
                {
                    Height = work.Sums.Height,
                    Width = work.Sums.Width,
                    PoolRows = work.Epilogue.Rows.Outputs,
                    PoolColumns = work.Epilogue.Columns.Outputs,
                    Relu = work.Epilogue.Relu,
                    Pools = work.Epilogue.Pools,
                    Y = y,
                    Indices = indices,
                    Bias = bias,
                },
            };
            int blocks = (int)((shape.Tiles + WinogradBlock.Columns - 1) / WinogradBlock.Columns);
            Device.Cpu.Team.For(blocks, Math.Max(1, blocks / (Device.Cpu.Threads * 8)),
                shape.Tiles * inputs * outputs * 16, CpuConvolution.ParallelWork / 4, body);
        }
    }

    private static void Pack(float* weight, bool isTransposed, int inputs, int outputs, float* target)
    {
        using var scratch = new Scratch("conv2d", WinogradKernels.ScratchSize(inputs) * sizeof(float));
        for (int first = 0; first < outputs; first += WinogradKernels.Rows)
        {
            WinogradKernels.Pack(weight, isTransposed, inputs, outputs, first, (float*)scratch.Start,
                target + ((nint)first * WinogradBlock.Places * inputs));
        }
    }
}
