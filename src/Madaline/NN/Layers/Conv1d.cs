namespace Madaline.NN;

/// <summary>Convolution along one direction with learned kernels: see <see cref="Tensor.Conv1d"/>.</summary>
/// <remarks>
/// Shape: [n, inChannels, length] → [n, outChannels, l] with l = ⌊(length + 2p − d · (kernel − 1) − 1) / s⌋ + 1;
/// weight [outChannels, inChannels / groups, kernel], bias [outChannels].
/// Initialised as PyTorch does: weight, then bias, uniform in ±1/√(inChannels / groups · kernel).
/// </remarks>
public sealed class Conv1d : Module
{
    /// <summary>Kernels for sequences.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="outChannels">Channels of the output, at least 1: one kernel each.</param>
    /// <param name="kernelSize">Taps of a kernel.</param>
    /// <param name="stride">Elements from one place to the next.</param>
    /// <param name="padding">Zeros at both ends; none when omitted.</param>
    /// <param name="dilation">Elements between two taps of a kernel.</param>
    /// <param name="groups">Equal parts of the channels with kernels of their own.</param>
    /// <param name="bias">Whether to add b.</param>
    /// <param name="rng">Draws the initial values; <see cref="Rng.Default"/> when omitted.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the groups do not divide the
    /// channels.</exception>
    public Conv1d(
        int inChannels, int outChannels, int kernelSize, int stride = 1, Padding? padding = null, int dilation = 1,
        int groups = 1, bool bias = true, Rng? rng = null, DType dtype = DType.Float32)
    {
        ConvolutionStart.Check(inChannels, outChannels, groups);
        (Stride, Padding, Dilation, Groups) = (stride, padding ?? 0, dilation, groups);
        int[] shape = [outChannels, inChannels / groups, kernelSize];
        var (weight, start) = ConvolutionStart.Draw(shape, outChannels, bias, rng, dtype);
        Weight = RegisterParameter("weight", weight);
        if (start is not null)
            Bias = RegisterParameter("bias", start);
    }

    /// <summary>The kernels, [outChannels, inChannels / groups, kernel].</summary>
    public Tensor Weight { get; }

    /// <summary>b, [outChannels], or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>Elements from one place to the next.</summary>
    public int Stride { get; }

    /// <summary>Zeros at both ends.</summary>
    public Padding Padding { get; }

    /// <summary>Elements between two taps of a kernel.</summary>
    public int Dilation { get; }

    /// <summary>Equal parts of the channels.</summary>
    public int Groups { get; }

    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of(Weight.Shape[1] * Groups, Weight.Shape[0], Weight.Shape[2]).With("stride", Stride, 1)
            .With("padding", Padding, 0).With("dilation", Dilation, 1).With("groups", Groups, 1)
            .With("bias", Bias is not null, true);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Conv1d(Weight, Bias, Stride, Padding, Dilation, Groups);
}
