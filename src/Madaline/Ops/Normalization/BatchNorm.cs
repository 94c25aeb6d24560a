using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>
    /// Normalises each channel over the batch: <c>y = (x − mean) / √(variance + eps) · weight + bias</c>.
    /// </summary>
    /// <remarks>
    /// Shape: [n, channels, …] → the same; all else [channels]. DType: floating. While training, mean and variance
    /// (divided by n) are the batch's, and the running ones move toward them in place (the variance divided by n − 1);
    /// otherwise the running ones serve. Gradient: dx = (g − mean of g − z · mean of g·z) / √(variance + eps) with
    /// z = (x − mean) / √(variance + eps) and g = dy · weight; with running values g / √(variance + eps).
    /// A batch of nothing gives nothing and moves nothing. Numerics: one pass over values shifted close to their mean.
    /// Source: Ioffe and Szegedy 2015, arXiv:1502.03167.
    /// </remarks>
    /// <param name="runningMean">The running means, or null to keep none.</param>
    /// <param name="runningVar">The running variances, or null to keep none.</param>
    /// <param name="weight">A factor for each channel, or null.</param>
    /// <param name="bias">A summand for each channel, or null.</param>
    /// <param name="training">Whether to use the batch's mean and variance.</param>
    /// <param name="momentum">How far the running values move, 0 to 1.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="TensorException">
    /// Shapes or dtypes do not fit, running values are missing outside training, or each channel has one value while
    /// training.
    /// </exception>
    public Tensor BatchNorm(Tensor? runningMean, Tensor? runningVar, Tensor? weight = null, Tensor? bias = null,
        bool training = false, double momentum = 0.1, double eps = 1e-5) =>
        BatchNorm(new(runningMean, runningVar, weight, bias), training, momentum, eps, relu: false);

    /// <summary>
    /// Batch norm, followed in the same pass by a sum with another tensor of its shape, where the numbers of a channel
    /// lie side by side, and by ReLU.
    /// </summary>
    internal Tensor BatchNorm(
        in ChannelTensors by, bool training, double momentum, double eps, bool relu, Tensor? added = null)
    {
        const string Op = "batch_norm";
        Normalization.Require(Op, this);
        int channels = ChannelTensors.RequireChannels(Op, this);
        by.Require(Op, this, channels);
        var layout = NormLayout.OverSamples(Shape);
        if (!training)
        {
            var (mean, variance) = by.Running(Op, this);
            Tensor y = Normalization.By(Op, layout, this, mean, variance, by.Weight, by.Bias, eps, relu, added);
            if (Tracing.IsOpen)
                TraceBatchNorm([this, mean, variance, by.Weight, by.Bias], [y], false, eps, relu, added);
            return y;
        }

        if (Elements > 0 && layout.Count == 1)
        {
            throw new TensorException(Op, $"a single value for each channel has no variance. input is {Shape}; "
                + "expected more than one while training. Use larger batches, drop the last small one "
                + "(LoaderOptions.DropLast), or call Eval() before predicting one sample.");
        }

        RunningStatistics? running = Elements > 0 ? by.Moving(Op, momentum) : null;
        var found = Normalization.Run(Op, layout, this, by.Weight, by.Bias, eps, relu, added, running);
        if (Tracing.IsOpen)
        {
            TraceBatchNorm([this, null, null, by.Weight, by.Bias], [found.Y, found.Mean, found.Variance], true, eps,
                relu, added);
        }

        if (Elements == 0)
            by.Batches?.AddInPlace(1);
        else if (running is null)
            by.Move(found.Mean, found.Variance, momentum, layout.Count);
        return found.Y;
    }

    /// <summary>With the batch's own mean and variance as further outputs while training.</summary>
    private static void TraceBatchNorm(
        Tensor?[] inputs, Tensor[] outputs, bool training, double eps, bool relu, Tensor? added)
    {
        (string, AttributeValue)[] attributes = [("training", training), ("eps", eps)];
        Tracing.Add("batch_norm", added is null ? inputs : [.. inputs, added], outputs,
            relu ? [.. attributes, ("relu", true)] : attributes);
    }
}
