using Madaline.Devices.Cpu.Convolution.Channels;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>The ways to do a convolution forward; the transposed one has the first and the last.</summary>
internal enum ConvolutionAlgorithm
{
    /// <summary>
    /// Winograd's tiles of 2×2: fewer multiplications, and other sums (decision 9). Only shape and dtype decide, on
    /// every machine, since it changes the result.
    /// </summary>
    Winograd,

    /// <summary>Output channels in lanes: where rows of pixels are so short that lanes of them stay empty.</summary>
    Channels,

    /// <summary>Pixels of a row in lanes, read where they lie: any kernel, stride, dilation and groups.</summary>
    Direct,
}

/// <summary>Which way a convolution takes: the first of the list that can run and is faster there.</summary>
/// <remarks>
/// <see cref="ConvolutionAlgorithm.Channels"/> and <see cref="ConvolutionAlgorithm.Direct"/> have the same sums, so
/// between them only speed decides; <c>ConvolutionOrderTests</c> holds both to the same bits. <c>ConvolutionChoices</c>
/// of bench/Madaline.Micro runs every way on the layers of the reference networks; bench/README.md has what it
/// measured: channels are 1.2 to 1.9 times as fast as pixels where rows are short. Of gradients, that by the kernels is
/// <c>CpuKernelGradient</c>, or <c>MaxPoolSparseGradient</c> where a max-pooling leaves most pixels without one.
/// </remarks>
internal static class ConvolutionChoice
{
    /// <summary>The way a convolution takes.</summary>
    /// <param name="weight">The kernels.</param>
    /// <param name="parameters">Stride, padding, dilation, groups.</param>
    /// <param name="sums">Rows and columns that are made, before a pooling.</param>
    public static ConvolutionAlgorithm Forward(Tensor weight, ConvolutionParameters parameters, Size2 sums)
    {
        if (WinogradRule.Holds(false, weight, sums, parameters))
            return ConvolutionAlgorithm.Winograd;
        return ChannelConvolution.IsFaster(weight, parameters, sums)
            ? ConvolutionAlgorithm.Channels
            : ConvolutionAlgorithm.Direct;
    }

    /// <summary>The way a transposed convolution takes.</summary>
    public static ConvolutionAlgorithm Transposed(Tensor weight, ConvolutionParameters parameters, Size2 sums) =>
        WinogradRule.Holds(true, weight, sums, parameters)
            ? ConvolutionAlgorithm.Winograd
            : ConvolutionAlgorithm.Direct;
}
