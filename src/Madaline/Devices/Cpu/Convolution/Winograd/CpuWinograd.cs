using System.Runtime.Intrinsics;
using Madaline.Devices.Cpu.Products;
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

    /// <summary>The convolution, or the transposed one; its end pools pairs or not at all.</summary>
    public static void Run(
        bool isTransposed, in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias,
        ConvolutionParameters parameters, Size2 sums, Tensor y, Tensor? indices)
    {
        if (Vector512.IsHardwareAccelerated)
            Run<F32x16>(isTransposed, end, x, weight, bias, parameters, sums, y, indices);
        else
            Run<F32x8>(isTransposed, end, x, weight, bias, parameters, sums, y, indices);
    }

    private static Size2 Before(bool isTransposed, ConvolutionParameters parameters) => isTransposed
        ? (2 - parameters.Before.Height, 2 - parameters.Before.Width)
        : parameters.Before;

    private static void Run<TLane>(
        bool isTransposed, in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias,
        ConvolutionParameters parameters, Size2 sums, Tensor y, Tensor? indices)
        where TLane : struct, IProductLane<TLane, float>
    {
        int inputs = x.Shape[1], outputs = y.Shape[1];
        var shape = new WinogradShape(
            x.Shape[0], inputs, outputs, (x.Shape[2], x.Shape[3]), sums, Before(isTransposed, parameters));
        using var factors = Tensor.Empty(
            [(int)WinogradKernels.Size(inputs, outputs)], DType.Float32, Device.Cpu, "conv2d");
        fixed (byte* px = &CpuDevice.Start(x), pw = &CpuDevice.Start(weight), pb = &CpuDevice.Start(bias ?? y),
            py = &CpuDevice.Start(y), pf = &CpuDevice.Start(factors), pi = &CpuDevice.Start(indices ?? y))
        {
            Pack((float*)pw, isTransposed, inputs, outputs, (float*)pf);
            var body = new WinogradBlock<TLane>
            {
                Shape = shape,
                Images = (float*)px,
                Factors = (float*)pf,
                Output = new WinogradOutput
                {
                    Height = sums.Height,
                    Width = sums.Width,
                    PoolRows = end.Rows.Outputs,
                    PoolColumns = end.Columns.Outputs,
                    Relu = end.Relu,
                    Pools = end.Pools,
                    Y = (float*)py,
                    Indices = indices is null ? null : (float*)pi,
                    Bias = bias is null ? null : (float*)pb,
                },
            };
            int blocks = (int)((shape.Tiles + WinogradBlock.Columns - 1) / WinogradBlock.Columns);
            Device.Cpu.Team.For(blocks, Math.Max(1, blocks / (Device.Cpu.Threads * 8)),
                shape.Tiles * inputs * outputs * 16, CpuConvolution.ParallelWork / 4, body);
        }
    }

    private static void Pack(float* weight, bool isTransposed, int inputs, int outputs, float* target)
    {
        using var scratch = Tensor.Empty(
            [(int)WinogradKernels.ScratchSize(inputs)], DType.Float32, Device.Cpu, "conv2d");
        fixed (byte* ps = &CpuDevice.Start(scratch))
        {
            for (int first = 0; first < outputs; first += WinogradKernels.Rows)
            {
                WinogradKernels.Pack(weight, isTransposed, inputs, outputs, first, (float*)ps,
                    target + ((nint)first * WinogradBlock.Places * inputs));
            }
        }
    }
}
