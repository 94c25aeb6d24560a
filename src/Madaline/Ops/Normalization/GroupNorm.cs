using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>
    /// Normalises groups of each sample's channels: <c>y = (x − mean) / √(variance + eps) · weight + bias</c>.
    /// </summary>
    /// <remarks>
    /// Shape: [n, channels, …] → the same; weight and bias [channels]. DType: floating. The variance divides by n.
    /// Gradient: as <see cref="BatchNorm(Tensor?, Tensor?, Tensor?, Tensor?, bool, double, double)"/>'s while training,
    /// with means over the group. Source: Wu and He 2018, arXiv:1803.08494.
    /// </remarks>
    /// <param name="groups">How many groups; divides the channels.</param>
    /// <param name="weight">A factor for each channel, or null.</param>
    /// <param name="bias">A summand for each channel, or null.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="TensorException">
    /// The groups do not divide the channels, shapes or dtypes do not fit, or there is a single value for each group.
    /// </exception>
    public Tensor GroupNorm(int groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        const string Op = "group_norm";
        Normalization.Require(Op, this);
        int channels = ChannelTensors.RequireChannels(Op, this);
        if (groups < 1 || channels % groups != 0)
        {
            throw new TensorException(Op, $"the groups do not divide the channels. input is {Shape}, groups are "
                + $"{groups}; expected a divisor of {channels}. Change one of them.");
        }

        new ChannelTensors(null, null, weight, bias).Require(Op, this, channels);
        var layout = NormLayout.OverGroups(Shape, groups);
        if (Elements > 0 && layout.Count == 1 && Shape[0] == 1)
        {
            throw new TensorException(Op, $"a single value for each group has no variance. input is {Shape} in "
                + $"{groups} groups; expected more than one. Use fewer groups.");
        }

        var found = Normalization.Run(Op, layout, this, weight, bias, eps);
        if (Tracing.IsOpen)
            Tracing.Add(Op, [this, weight, bias], [found.Y], ("num_groups", groups), ("eps", eps));
        found.Variance.Release();
        return found.Y;
    }

    /// <summary>
    /// Normalises each channel of each sample: <c>y = (x − mean) / √(variance + eps) · weight + bias</c>.
    /// </summary>
    /// <remarks>
    /// Shape: [n, channels, …] → the same; all else [channels]. DType: floating. With running values and without
    /// <paramref name="useInputStats"/>, those serve; with it they move toward the mean over the samples of the means
    /// and variances (divided by n − 1) found. Source: Ulyanov et al. 2016, arXiv:1607.08022.
    /// </remarks>
    /// <param name="runningMean">The running means, or null to keep none.</param>
    /// <param name="runningVar">The running variances, or null to keep none.</param>
    /// <param name="weight">A factor for each channel, or null.</param>
    /// <param name="bias">A summand for each channel, or null.</param>
    /// <param name="useInputStats">Whether to use the input's own mean and variance.</param>
    /// <param name="momentum">How far the running values move, 0 to 1.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="TensorException">
    /// Shapes or dtypes do not fit, running values are missing where they should serve, or a channel has one value.
    /// </exception>
    public Tensor InstanceNorm(Tensor? runningMean = null, Tensor? runningVar = null, Tensor? weight = null,
        Tensor? bias = null, bool useInputStats = true, double momentum = 0.1, double eps = 1e-5)
    {
        const string Op = "instance_norm";
        Normalization.Require(Op, this);
        int channels = ChannelTensors.RequireChannels(Op, this);
        var by = new ChannelTensors(runningMean, runningVar, weight, bias);
        by.Require(Op, this, channels);
        if (!useInputStats)
        {
            var (mean, variance) = by.Running(Op, this);
            Tensor y = Normalization.By(Op, NormLayout.OverSamples(Shape), this, mean, variance, weight, bias, eps);
            if (Tracing.IsOpen)
            {
                Tracing.Add(Op, [this, mean, variance, weight, bias], [y], ("use_input_stats", false), ("eps", eps));
            }

            return y;
        }

        var layout = NormLayout.OverGroups(Shape, channels);
        if (layout.Inner == 1)
        {
            throw new TensorException(Op, $"a single value in each channel has no variance. input is {Shape}; "
                + "expected more than one. Use batch or layer norm there.");
        }

        var found = Normalization.Run(Op, layout, this, weight, bias, eps);
        if (Tracing.IsOpen)
        {
            Tracing.Add(Op, [this, null, null, weight, bias], [found.Y, found.Mean, found.Variance],
                ("use_input_stats", true), ("eps", eps));
        }

        if (runningMean is not null && Elements > 0)
            by.Move(OverSamples(found.Mean, channels), OverSamples(found.Variance, channels), momentum, layout.Count);
        found.Variance.Release();
        return found.Y;
    }

    /// <summary>The mean over the samples of what was found for each channel of each.</summary>
    private static Tensor OverSamples(Tensor found, int channels)
    {
        Shape shape = [found.Elements / channels, channels];
        return found.Alias(Layout.RowMajor(shape, found.Offset)).Mean(0);
    }
}
