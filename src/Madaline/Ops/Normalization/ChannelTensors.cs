using Madaline.Autograd;
using Madaline.Devices;

namespace Madaline.Ops;

/// <summary>What a normalisation keeps for each channel, and how many batches it saw; any may be null.</summary>
internal readonly record struct ChannelTensors(
    Tensor? RunningMean, Tensor? RunningVar, Tensor? Weight, Tensor? Bias, Tensor? Batches = null)
{
    /// <summary>The second size of an input that has one, and not of nothing.</summary>
    public static int RequireChannels(string op, Tensor x)
    {
        if (x.Rank < 2 || x.Shape[1] == 0)
        {
            throw new TensorException(op, $"the input has no channels. input is {x.Shape}; expected [n, channels, …]. "
                + "Unsqueeze a single sample at 0.");
        }

        return x.Shape[1];
    }

    public void Require(string op, Tensor x, int channels)
    {
        Normalization.Require(op, x, "weight", Weight, [channels]);
        Normalization.Require(op, x, "bias", Bias, [channels]);
        Normalization.Require(op, x, "running mean", RunningMean, [channels]);
        Normalization.Require(op, x, "running variance", RunningVar, [channels]);
    }

    /// <summary>The running values, which evaluation needs.</summary>
    public (Tensor Mean, Tensor Variance) Running(string op, Tensor x)
    {
        if (RunningMean is null || RunningVar is null)
        {
            throw new TensorException(op, $"there are no running values to use. input is {x.Shape}; expected a running "
                + "mean and variance outside training. Pass them, or training: true.");
        }

        return (RunningMean, RunningVar);
    }

    /// <summary>The running values, for the device to move as it finds the batch's; null where it cannot.</summary>
    public RunningStatistics? Moving(string op, double momentum)
    {
        if (Tracing.IsOpen || RunningMean is not { IsContiguous: true } || RunningVar is not { IsContiguous: true })
            return null;
        RunningMean.BeginInPlace(op);
        RunningVar.BeginInPlace(op);
        Batches?.BeginInPlace(op);
        return new RunningStatistics(RunningMean, RunningVar, Batches, momentum);
    }

    /// <summary>
    /// running = (1 − momentum) · running + momentum · found, with the variance divided by n − 1, and a batch more.
    /// </summary>
    public void Move(Tensor mean, Tensor variance, double momentum, int count)
    {
        double unbiased = (double)count / (count - 1);
        RunningMean?.MulInPlace(1 - momentum).AddInPlace(mean, momentum);
        RunningVar?.MulInPlace(1 - momentum).AddInPlace(variance, momentum * unbiased);
        Batches?.AddInPlace(1);
    }
}
