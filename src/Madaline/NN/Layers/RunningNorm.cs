using Madaline.Ops;

namespace Madaline.NN;

/// <summary>What batch and instance norm keep for each feature: weight, bias, and running mean and variance.</summary>
/// <remarks>
/// Weight starts as ones, bias as zeros, the running mean as zeros and the running variance as ones. Names are
/// PyTorch's: <c>weight</c>, <c>bias</c>, <c>running_mean</c>, <c>running_var</c>, <c>num_batches_tracked</c>.
/// </remarks>
public abstract class RunningNorm : Module
{
    private readonly HostCount? _batches;

    private protected RunningNorm(
        int features, double eps, double? momentum, bool affine, bool trackRunningStats, DType dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        (Features, Eps, Momentum) = (features, eps, momentum);
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
        _batches = new HostCount(BatchesTracked);
    }

    /// <summary>How many features (channels) the input has.</summary>
    public int Features { get; }

    /// <summary>Added to the variance.</summary>
    public double Eps { get; }

    /// <summary>How far the running values move toward those found, 0 to 1, or null.</summary>
    public double? Momentum { get; }

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
    protected internal override string Arguments => ArgumentText.Of(Features).With("eps", Eps, 1e-5)
        .With("momentum", Momentum, 0.1).With("affine", Weight is not null, IsAffineByDefault)
        .With("trackRunningStats", RunningMean is not null, IsAffineByDefault);

    /// <summary>Batch norms are affine and keep running values unless asked otherwise; instance norms do not.</summary>
    private bool IsAffineByDefault => this is BatchNorm1d or BatchNorm2d;

    private protected bool UsesInput => IsTraining || RunningMean is null;

    /// <summary>Refuses an input whose shape is not the layer's.</summary>
    internal abstract void RequireInput(Tensor x);

    /// <summary>
    /// Batch norm as PyTorch's modules do it, if asked for with a sum and a rectifier in the same pass.
    /// </summary>
    internal Tensor OverBatch(Tensor x, bool relu = false, Tensor? added = null)
    {
        bool tracks = IsTraining && RunningMean is not null;
        // A mean of all batches needs to know how many there are; a moving one is counted where it moves.
        double momentum = !tracks ? 0 : Momentum ?? 1.0 / _batches!.CountOne();
        var by = new ChannelTensors(
            tracks || !UsesInput ? RunningMean : null, tracks || !UsesInput ? RunningVar : null, Weight, Bias,
            tracks && Momentum is not null ? BatchesTracked : null);
        return x.BatchNorm(by, UsesInput, momentum, Eps, relu, added);
    }

    /// <summary>Instance norm as PyTorch's modules do it: batches are not counted.</summary>
    private protected Tensor OverInstances(Tensor x, int rank)
    {
        if (x.Rank == rank - 1)
            return OverInstances(x.Unsqueeze(0), rank).Squeeze(0);
        bool keeps = RunningMean is not null;
        return x.InstanceNorm(keeps ? RunningMean : null, keeps ? RunningVar : null, Weight, Bias, UsesInput,
            Momentum ?? 0, Eps);
    }

    /// <summary>The error of an input that has another rank, or other channels.</summary>
    private protected TensorException Misfit(string op, Tensor x, string expected) => new(op,
        $"the input does not fit. input is {x.Shape}; expected {expected}. {Remedy(x)}");

    private string Remedy(Tensor x)
    {
        bool isOfImages = Kind.EndsWith("2d", StringComparison.Ordinal);
        if (x.Rank < 2 || (isOfImages && x.Rank == 3 && x.Shape[0] == Features))
        {
            Shape batch = (int[])[1, .. x.Shape];
            return $"A single sample needs a batch dimension: Unsqueeze(0) makes it {batch}.";
        }

        if (isOfImages ? x.Rank == 4 : x.Rank is 2 or 3)
            return $"Check the size of the layer before: the norm has {Features} channels, the input {x.Shape[1]}.";
        return x.Rank == 4 ? $"For images [n, channels, height, width] use {Kind[..^2]}2d."
            : $"For what is no image use {Kind[..^2]}1d; what was flattened is normalised before.";
    }
}
