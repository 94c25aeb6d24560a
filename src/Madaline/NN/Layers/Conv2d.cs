namespace Madaline.NN;

/// <summary>Convolution of images with learned kernels: see <see cref="Tensor.Conv2d"/>.</summary>
/// <remarks>
/// Shape: [n, inChannels, height, width] → [n, outChannels, h, w] with h = ⌊(height + 2p − d · (kernel − 1) − 1) / s⌋ +
/// 1; weight [outChannels, inChannels / groups, kernel, kernel], bias [outChannels]. Initialised as PyTorch does:
/// weight, then bias, uniform in ±1/√(inChannels / groups · kernel²).
/// Source: LeCun et al. 1989, Neural Computation 1.
/// </remarks>
public sealed class Conv2d : Module
{
    /// <summary>Kernels for images.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="outChannels">Channels of the output, at least 1: one kernel each.</param>
    /// <param name="kernelSize">Rows and columns of a kernel.</param>
    /// <param name="stride">Pixels from one place to the next; 1 when omitted.</param>
    /// <param name="padding">Zeros around the image; none when omitted.</param>
    /// <param name="dilation">Pixels between two taps of a kernel; 1 when omitted.</param>
    /// <param name="groups">Equal parts of the channels with kernels of their own.</param>
    /// <param name="bias">Whether to add b.</param>
    /// <param name="rng">Draws the initial values; <see cref="Rng.Default"/> when omitted.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the groups do not divide the
    /// channels.</exception>
    public Conv2d(
        int inChannels, int outChannels, Size2 kernelSize, Size2? stride = null, Padding? padding = null,
        Size2? dilation = null, int groups = 1, bool bias = true, Rng? rng = null, DType dtype = DType.Float32)
    {
        ConvolutionStart.Check(inChannels, outChannels, groups);
        (Stride, Padding, Dilation, Groups) = (stride ?? 1, padding ?? 0, dilation ?? 1, groups);
        int[] shape = [outChannels, inChannels / groups, kernelSize.Height, kernelSize.Width];
        var (weight, start) = ConvolutionStart.Draw(shape, outChannels, bias, rng, dtype);
        Weight = RegisterParameter("weight", weight);
        if (start is not null)
            Bias = RegisterParameter("bias", start);
    }

    /// <summary>The kernels, [outChannels, inChannels / groups, kernel, kernel].</summary>
    public Tensor Weight { get; }

    /// <summary>b, [outChannels], or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>Pixels from one place to the next.</summary>
    public Size2 Stride { get; }

    /// <summary>Zeros around the image.</summary>
    public Padding Padding { get; }

    /// <summary>Pixels between two taps of a kernel.</summary>
    public Size2 Dilation { get; }

    /// <summary>Equal parts of the channels.</summary>
    public int Groups { get; }

    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of(Weight.Shape[1] * Groups, Weight.Shape[0], new Size2(Weight.Shape[2], Weight.Shape[3]))
            .With("stride", Stride, 1).With("padding", Padding, 0).With("dilation", Dilation, 1)
            .With("groups", Groups, 1).With("bias", Bias is not null, true);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Conv2d(Weight, Bias, Stride, Padding, Dilation, Groups);
}
