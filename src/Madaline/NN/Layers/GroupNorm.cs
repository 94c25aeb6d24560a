namespace Madaline.NN;

/// <summary>
/// Normalises groups of each sample's channels: <c>y = (x − mean) / √(variance + eps) · weight + bias</c>.
/// </summary>
/// <remarks>
/// Shape: [n, channels, …] → the same. Weight starts as ones, bias as zeros; the variance divides by n. The same in
/// training and evaluation. Source: Wu and He 2018, arXiv:1803.08494.
/// </remarks>
public sealed class GroupNorm : Module
{
    /// <summary>A group norm with PyTorch's defaults.</summary>
    /// <param name="groups">How many groups; divides the channels.</param>
    /// <param name="channels">The second size of the input.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public GroupNorm(
        int groups, int channels, double eps = 1e-5, bool affine = true, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (channels % groups != 0)
            throw new ArgumentException($"GroupNorm needs groups that divide the channels. groups is {groups}, "
                + $"channels is {channels}; expected a divisor of {channels}.", nameof(groups));
        (Groups, Channels, Eps) = (groups, channels, eps);
        if (!affine)
            return;
        Weight = RegisterParameter("weight", Tensor.Ones([channels], dtype));
        Bias = RegisterParameter("bias", Tensor.Zeros([channels], dtype));
    }

    /// <summary>How many groups.</summary>
    public int Groups { get; }

    /// <summary>The second size of the input.</summary>
    public int Channels { get; }

    /// <summary>Added to the variance.</summary>
    public double Eps { get; }

    /// <summary>The factor of each channel, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>What is added to each channel, or null.</summary>
    public Tensor? Bias { get; }

    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of(Groups, Channels).With("eps", Eps, 1e-5).With("affine", Weight is not null, true);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        if (x.Rank < 2 || x.Shape[1] != Channels)
            throw new TensorException("group_norm", $"the input does not fit. input is {x.Shape}; expected [n, "
                + $"{Channels}, …]. Check the size of the layer before.");
        return x.GroupNorm(Groups, Weight, Bias, Eps);
    }
}
