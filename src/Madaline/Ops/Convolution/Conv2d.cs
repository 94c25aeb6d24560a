namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>
    /// Convolution of images, as networks use the word: <c>y[n, o, i, j] = b[o] + Σ x[n, c, i·s − p + kh·d, j·s − p +
    /// kw·d] · w[o, c, kh, kw]</c>, the kernel not turned around.
    /// </summary>
    /// <remarks>
    /// Shape: [n, channels, height, width] or [channels, height, width], weight [outputs, channels / groups, kh, kw],
    /// bias [outputs] → [n, outputs, h, w] with h = ⌊(height + 2p − d · (kh − 1) − 1) / s⌋ + 1: a 3×3 kernel without
    /// padding makes an image 2 smaller. Gradient: dx is the transposed convolution of dy, dw[o, c, kh, kw] = Σ x · dy
    /// over all places, db = Σ dy. Numerics: each output is one chain of fused multiply-adds over channels, rows and
    /// columns of the kernel; the same bits for any number of threads.
    /// </remarks>
    /// <param name="weight">The kernels.</param>
    /// <param name="bias">Added to each output channel, or null.</param>
    /// <param name="stride">Pixels from one place to the next; 1 when omitted.</param>
    /// <param name="padding">Zeros around the image; none when omitted.</param>
    /// <param name="dilation">Pixels between two taps of the kernel; 1 when omitted.</param>
    /// <param name="groups">Equal parts of the channels with kernels of their own; as many as channels:
    /// depthwise.</param>
    /// <exception cref="TensorException">Shapes, dtypes or devices do not fit; the kernel is larger than the
    /// image.</exception>
    public Tensor Conv2d(
        Tensor weight, Tensor? bias = null, Size2? stride = null, Padding? padding = null, Size2? dilation = null,
        int groups = 1)
    {
        const string Op = "conv2d";
        ConvolutionRules.Check(Op, 2, false, this, weight, bias, groups);
        if (Rank == 3)
            return Unsqueeze(0).Conv2d(weight, bias, stride, padding, dilation, groups).Squeeze(0);
        Size2 s = stride ?? 1, d = dilation ?? 1;
        ConvolutionRules.CheckSteps(Op, s, d);
        int height = ConvolutionRules.OutputSize(Op, true, Shape[2], weight.Shape[2], s.Height, padding ?? 0, d.Height,
            out int top);
        int width = ConvolutionRules.OutputSize(Op, false, Shape[3], weight.Shape[3], s.Width, padding ?? 0, d.Width,
            out int left);
        var sliding = new Sliding(s, (top, left), d, groups);
        var y = Empty([Shape[0], weight.Shape[0], height, width], DType, Device);
        Tensor x = ConvolutionRules.Dense(this), kernels = ConvolutionRules.Dense(weight);
        Device.Convolve(x, kernels, bias is null ? null : ConvolutionRules.Dense(bias), sliding, y);
        return Tape.Records(this, weight) || (bias is not null && Tape.Records(bias))
            ? Tape.Attach(y, new ConvolutionNode(this, weight, bias, sliding))
            : y;
    }

    /// <summary>
    /// Convolution along one direction: <c>y[n, o, i] = b[o] + Σ x[n, c, i·s − p + k·d] · w[o, c, k]</c>.
    /// </summary>
    /// <remarks>
    /// Shape: [n, channels, length] or [channels, length], weight [outputs, channels / groups, kernel], bias [outputs]
    /// → [n, outputs, l] with l = ⌊(length + 2p − d · (kernel − 1) − 1) / s⌋ + 1. Gradient: as <see cref="Conv2d"/>.
    /// </remarks>
    /// <param name="weight">The kernels.</param>
    /// <param name="bias">Added to each output channel, or null.</param>
    /// <param name="stride">Elements from one place to the next.</param>
    /// <param name="padding">Zeros at both ends; none when omitted.</param>
    /// <param name="dilation">Elements between two taps of the kernel.</param>
    /// <param name="groups">Equal parts of the channels with kernels of their own.</param>
    /// <exception cref="TensorException">Shapes, dtypes or devices do not fit; the kernel is longer than the
    /// input.</exception>
    public Tensor Conv1d(
        Tensor weight, Tensor? bias = null, int stride = 1, Padding? padding = null, int dilation = 1, int groups = 1)
    {
        const string Op = "conv1d";
        ConvolutionRules.Check(Op, 1, false, this, weight, bias, groups);
        ConvolutionRules.CheckSteps(Op, stride, dilation);
        ConvolutionRules.OutputSize(Op, false, Shape[-1], weight.Shape[2], stride, padding ?? 0, dilation,
            out int before);
        Padding along = padding is { IsSame: true } ? Padding.Same : (0, before);
        return Unsqueeze(-2).Conv2d(weight.Unsqueeze(-2), bias, (1, stride), along, (1, dilation), groups).Squeeze(-2);
    }
}

/// <summary>Backward of a convolution.</summary>
internal sealed class ConvolutionNode(Tensor x, Tensor weight, Tensor? bias, Sliding sliding)
    : SlidingNode(x, weight, bias)
{
    public override string Name => "conv2d";

    protected override void KernelGradient(Tensor x, Tensor dy, Tensor dw) =>
        dy.Device.KernelGradient(x, dy, sliding, dw);

    protected override void InputGradient(Tensor dy, Tensor weight, Tensor dx) =>
        dy.Device.ConvolveTransposed(dy, weight, null, sliding, dx);
}
