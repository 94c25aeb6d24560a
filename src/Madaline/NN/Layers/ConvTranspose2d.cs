namespace Madaline.NN;

/// <summary>Transposed convolution of images with learned kernels: see <see cref="Tensor.ConvTranspose2d"/>.</summary>
/// <remarks>
/// Shape: [n, inChannels, height, width] → [n, outChannels, h, w] with h = (height − 1) · s − 2p + d · (kernel − 1) + 1
/// + output padding; weight [inChannels, outChannels / groups, kernel, kernel], bias [outChannels].
/// Initialised as PyTorch does: weight, then bias, uniform in ±1/√(outChannels / groups · kernel²).
/// </remarks>
public sealed class ConvTranspose2d : Module
{
    /// <summary>Kernels for images.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="outChannels">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Rows and columns of a kernel.</param>
    /// <param name="stride">Pixels between the kernels of two neighbouring pixels; 1 when omitted.</param>
    /// <param name="padding">Pixels left out on every side of the result; 0 when omitted.</param>
    /// <param name="outputPadding">Pixels more on the right and below; 0 when omitted.</param>
    /// <param name="groups">Equal parts of the channels with kernels of their own.</param>
    /// <param name="bias">Whether to add b.</param>
    /// <param name="dilation">Pixels between two taps of a kernel; 1 when omitted.</param>
    /// <param name="rng">Draws the initial values; <see cref="Rng.Default"/> when omitted.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the groups do not divide the
    /// channels.</exception>
    public ConvTranspose2d(
        int inChannels, int outChannels, Size2 kernelSize, Size2? stride = null, Size2? padding = null,
        Size2? outputPadding = null, int groups = 1, bool bias = true, Size2? dilation = null, Rng? rng = null,
        DType dtype = DType.Float32)
    {
        ConvolutionStart.Check(inChannels, outChannels, groups);
        (Stride, Padding, OutputPadding) = (stride ?? 1, padding ?? 0, outputPadding ?? 0);
        (Dilation, Groups) = (dilation ?? 1, groups);
        int[] shape = [inChannels, outChannels / groups, kernelSize.Height, kernelSize.Width];
        var (weight, start) = ConvolutionStart.Draw(shape, outChannels, bias, rng, dtype);
        Weight = RegisterParameter("weight", weight);
        if (start is not null)
            Bias = RegisterParameter("bias", start);
    }

    /// <summary>The kernels, [inChannels, outChannels / groups, kernel, kernel].</summary>
    public Tensor Weight { get; }

    /// <summary>b, [outChannels], or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>Pixels between the kernels of two neighbouring pixels.</summary>
    public Size2 Stride { get; }

    /// <summary>Pixels left out on every side.</summary>
    public Size2 Padding { get; }

    /// <summary>Pixels more on the right and below.</summary>
    public Size2 OutputPadding { get; }

    /// <summary>Pixels between two taps of a kernel.</summary>
    public Size2 Dilation { get; }

    /// <summary>Equal parts of the channels.</summary>
    public int Groups { get; }

    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of(Weight.Shape[0], Weight.Shape[1] * Groups, new Size2(Weight.Shape[2], Weight.Shape[3]))
            .With("stride", Stride, 1).With("padding", Padding, 0).With("outputPadding", OutputPadding, 0)
            .With("groups", Groups, 1).With("bias", Bias is not null, true).With("dilation", Dilation, 1);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) =>
        x.ConvTranspose2d(Weight, Bias, Stride, Padding, OutputPadding, Groups, Dilation);
}
