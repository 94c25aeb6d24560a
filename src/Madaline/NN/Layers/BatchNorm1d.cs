namespace Madaline.NN;

/// <summary>
/// Normalises each feature over the batch: <c>y = (x − mean) / √(variance + eps) · weight + bias</c>.
/// </summary>
/// <remarks>
/// Shape: [n, features] or [n, features, length] → the same. While training, mean and variance (divided by n) are the
/// batch's, and the running ones move toward them (the variance divided by n − 1); in evaluation the running ones
/// serve. Weight starts as ones, bias as zeros. Source: Ioffe and Szegedy 2015, arXiv:1502.03167.
/// </remarks>
public sealed class BatchNorm1d : RunningNorm
{
    /// <summary>A batch norm with PyTorch's defaults.</summary>
    /// <param name="features">The second size of the input.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="momentum">
    /// How far the running values move toward the batch's, 0 to 1; null averages over all batches seen.
    /// </param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="trackRunningStats">
    /// Whether running values are kept; without them evaluation uses the batch's, too.
    /// </param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> is not positive.</exception>
    public BatchNorm1d(
        int features, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true,
        DType dtype = DType.Float32) : base(features, eps, momentum, affine, trackRunningStats, dtype)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        RequireInput(x);
        return OverBatch(x);
    }

    internal override void RequireInput(Tensor x)
    {
        if (x.Rank is not (2 or 3) || x.Shape[1] != Features)
            throw Misfit("batch_norm", x, $"[n, {Features}] or [n, {Features}, length]");
    }
}
