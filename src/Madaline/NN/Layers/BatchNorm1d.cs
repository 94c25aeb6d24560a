namespace Madaline.NN;

/// <summary>
/// Normalises each feature over the batch: <c>y = (x − mean) / √(variance + eps) · weight + bias</c>.
/// </summary>
/// <remarks>
/// Shape: [n, features] or [n, features, length] → the same. While training, mean and variance (divided by n) are the
/// batch's, and the running ones move toward them (the variance divided by n − 1); in evaluation the running ones
/// serve.
/// Weight starts as ones, bias as zeros. Source: Ioffe and Szegedy 2015, arXiv:1502.03167.
/// </remarks>
public sealed class BatchNorm1d : Module
{
    private readonly double? _momentum;

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
        DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        (Features, Eps, _momentum) = (features, eps, momentum);
        if (affine)
        {
            Weight = RegisterParameter("weight", Tensor.Ones([features], dtype));
            Bias = RegisterParameter("bias", Tensor.Zeros([features], dtype));
        }

        if (!trackRunningStats)
            return;
        RunningMean = RegisterBuffer("running_mean", Tensor.Zeros([features], dtype));
        RunningVar = RegisterBuffer("running_var", Tensor.Ones([features], dtype));
        BatchesTracked = RegisterBuffer("num_batches_tracked", Tensor.Zeros(Shape.Scalar, DType.Int64));
    }

    /// <summary>The second size of the input.</summary>
    public int Features { get; }

    /// <summary>Added to the variance.</summary>
    public double Eps { get; }

    /// <summary>The factor of each feature, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>What is added to each feature, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>The running mean of each feature, or null.</summary>
    public Tensor? RunningMean { get; }

    /// <summary>The running variance of each feature, or null.</summary>
    public Tensor? RunningVar { get; }

    /// <summary>How many batches were seen while training, or null.</summary>
    public Tensor? BatchesTracked { get; }

    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        if (x.Rank is not (2 or 3) || x.Shape[1] != Features)
        {
            throw new TensorException("batch_norm", $"the input does not fit. input is {x.Shape}; expected [n, "
                + $"{Features}] or [n, {Features}, length]. "
                + "Check the size of the layer before.");
        }

        int[] along = x.Rank == 2 ? [1, Features] : [1, Features, 1];
        Tensor y = IsTraining || RunningMean is null ? OverBatch(x, along) : OverRunning(x, along);
        if (Weight is null)
            return y;
        y = Transient.After(y, y * Weight.Reshape(along));
        return Transient.After(y, y + Bias!.Reshape(along));
    }

    private Tensor OverRunning(Tensor x, int[] along) =>
        Normalization.Scaled(x - RunningMean!.Reshape(along), RunningVar!.Reshape(along), Eps);

    private Tensor OverBatch(Tensor x, int[] along)
    {
        int[] dimensions = x.Rank == 2 ? [0] : [0, 2];
        int count = x.Elements / Features;
        if (count <= 1)
        {
            throw new TensorException("batch_norm", $"a single value for each feature has no variance. input is "
                + $"{x.Shape}; "
                + "expected more than one while training. Use larger batches (drop the last small one), or Eval() "
                + "first.");
        }

        Tensor mean = x.Mean(dimensions, keepDims: true);
        Tensor y = Normalization.Of(x, mean, dimensions, Eps, out Tensor variance);
        if (IsTraining && RunningMean is not null)
            Track(mean.Detach().Reshape(Features), variance.Detach().Reshape(Features), (double)count / (count - 1));
        return y;
    }

    /// <summary>running = (1 − m) · running + m · batch, with the unbiased variance.</summary>
    private void Track(Tensor mean, Tensor variance, double unbiased)
    {
        using var scope = new NoGrad();
        BatchesTracked!.AddInPlace(1);
        double momentum = _momentum ?? 1.0 / BatchesTracked.Item<long>();
        RunningMean!.MulInPlace(1 - momentum).AddInPlace(mean, momentum);
        RunningVar!.MulInPlace(1 - momentum).AddInPlace(variance, momentum * unbiased);
    }
}
