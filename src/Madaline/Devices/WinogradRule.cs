namespace Madaline.Devices;

/// <summary>Which convolutions of 3×3 are summed by Winograd's tiles of 2×2, on every device (decision 9).</summary>
/// <remarks>
/// Only shape and dtype decide, and never how many images there are: an image's output has the same bits on every
/// machine and in every batch.
/// </remarks>
internal static class WinogradRule
{
    /// <summary>Channels, at least, that are read and made: below, transforms take what multiplications save.</summary>
    private const int MinChannels = 16;

    /// <summary>Channels, at most: what one chain goes over.</summary>
    private const int MaxChannels = 512;

    /// <summary>Rows and columns, at least, that are made.</summary>
    private const int MinSide = 4;

    /// <summary>Input channels times output channels times pixels, at least.</summary>
    private const long MinWork = 1 << 15;

    /// <summary>Whether a convolution, or the transposed one, is summed this way.</summary>
    public static bool Holds(bool isTransposed, Tensor weight, Size2 target, ConvolutionParameters parameters)
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

    /// <summary>Zeros above and left of what is read.</summary>
    public static Size2 Before(bool isTransposed, ConvolutionParameters parameters) => isTransposed
        ? (2 - parameters.Before.Height, 2 - parameters.Before.Width)
        : parameters.Before;
}
