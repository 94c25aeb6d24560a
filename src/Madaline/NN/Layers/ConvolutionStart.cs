namespace Madaline.NN;

/// <summary>Arguments and initial values that all convolutions share.</summary>
internal static class ConvolutionStart
{
    public static void Check(int inChannels, int outChannels, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        if (inChannels % groups != 0 || outChannels % groups != 0)
            throw new ArgumentOutOfRangeException(nameof(groups), "convolution: the groups do not divide the "
                + $"channels. groups is {groups}; expected a divisor of {inChannels} and {outChannels}.");
    }

    /// <summary>Kernels, then bias, uniform in ±1/√(channels of a group · taps), as PyTorch draws them.</summary>
    public static (Tensor Weight, Tensor? Bias) Draw(int[] shape, int outChannels, bool bias, Rng? rng, DType dtype)
    {
        double inputs = 1;
        foreach (int size in shape.AsSpan(1))
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
            inputs *= size;
        }

        double bound = 1 / Math.Sqrt(inputs);
        Tensor weight = Tensor.Uniform(shape, -bound, bound, dtype, rng);
        return (weight, bias ? Tensor.Uniform([outChannels], -bound, bound, dtype, rng) : null);
    }
}
