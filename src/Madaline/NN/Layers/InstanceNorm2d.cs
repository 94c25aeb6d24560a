namespace Madaline.NN;

/// <summary>
/// Normalises each channel of each sample: <c>y = (x − mean) / √(variance + eps) · weight + bias</c>.
/// </summary>
/// <remarks>
/// Shape: [n, features, height, width] or [features, height, width] → the same. Mean and variance (divided by n) are
/// the input's own, unless running values are kept: those serve in evaluation and move while training (the variance
/// divided by n − 1). Source: Ulyanov et al. 2016, arXiv:1607.08022.
/// </remarks>
public sealed class InstanceNorm2d : RunningNorm
{
    /// <summary>An instance norm with PyTorch's defaults.</summary>
    /// <param name="features">How many channels.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="momentum">
    /// How far the running values move toward those found, 0 to 1; null leaves them where they are, as PyTorch does.
    /// </param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="trackRunningStats">
    /// Whether running values are kept, for evaluation.
    /// </param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> is not positive.</exception>
    public InstanceNorm2d(
        int features, double eps = 1e-5, double? momentum = 0.1, bool affine = false, bool trackRunningStats = false,
        DType dtype = DType.Float32) : base(features, eps, momentum, affine, trackRunningStats, dtype)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        RequireInput(x);
        return OverInstances(x, 4);
    }

    internal override void RequireInput(Tensor x)
    {
        if (x.Rank is not (3 or 4) || x.Shape[x.Rank - 3] != Features)
            throw Misfit("instance_norm", x, $"[n, {Features}, height, width] or [{Features}, height, width]");
    }
}
