using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>
    /// Transposed convolution: every pixel lays down its kernel, weighted, <c>y[n, o, i·s − p + kh·d, j·s − p + kw·d]
    /// += x[n, c, i, j] · w[c, o, kh, kw]</c>; the gradient of a convolution by its input, used to make images larger.
    /// </summary>
    /// <remarks>
    /// Shape: [n, channels, height, width] or [channels, height, width], weight [channels, outputs / groups, kh, kw],
    /// bias [outputs] → [n, outputs, h, w] with h = (height − 1) · s − 2p + d · (kh − 1) + 1 + output padding.
    /// Gradient: dx is the convolution of dy, dw[c, o, kh, kw] = Σ x · dy over all places, db = Σ dy. Source: Dumoulin
    /// and Visin 2016, arXiv:1603.07285.
    /// </remarks>
    /// <param name="weight">The kernels.</param>
    /// <param name="bias">Added to each output channel, or null.</param>
    /// <param name="stride">Pixels between the kernels of two neighbouring pixels; 1 when omitted.</param>
    /// <param name="padding">Pixels left out on every side of the result; 0 when omitted.</param>
    /// <param name="outputPadding">Pixels more on the right and below; 0 when omitted.</param>
    /// <param name="groups">Equal parts of the channels with kernels of their own.</param>
    /// <param name="dilation">Pixels between two taps of the kernel; 1 when omitted.</param>
    /// <exception cref="TensorException">Shapes, dtypes or devices do not fit; nothing would be left.</exception>
    public Tensor ConvTranspose2d(
        Tensor weight, Tensor? bias = null, Size2? stride = null, Size2? padding = null, Size2? outputPadding = null,
        int groups = 1, Size2? dilation = null)
    {
        const string Op = "conv_transpose2d";
        ConvolutionRules.Check(Op, 2, true, this, weight, bias, groups);
        if (Rank == 3)
        {
            return Unsqueeze(0).ConvTranspose2d(weight, bias, stride, padding, outputPadding, groups, dilation)
                .Squeeze(0);
        }

        Size2 s = stride ?? 1, p = padding ?? 0, more = outputPadding ?? 0, d = dilation ?? 1;
        ConvolutionRules.CheckSteps(Op, s, d);
        int height = ConvolutionRules.TransposedSize(Op, true, Shape[2], weight.Shape[2], s.Height, p.Height,
            more.Height, d.Height);
        int width = ConvolutionRules.TransposedSize(Op, false, Shape[3], weight.Shape[3], s.Width, p.Width, more.Width,
            d.Width);
        int outputs = Sizes.Product(Op, weight.Shape[1], groups);
        var parameters = ConvolutionRules.Countable(Op, outputs, (Shape[2], Shape[3]),
            (weight.Shape[2], weight.Shape[3]),
            new ConvolutionParameters(s, p, d, groups));
        var y = Empty(Shape.Of(Op, [Shape[0], outputs, height, width]), DType, Device, Op);
        Tensor x = ConvolutionRules.Dense(this), kernels = ConvolutionRules.Dense(weight);
        Device.ConvolveTransposed(x, kernels, bias is null ? null : ConvolutionRules.Dense(bias), parameters, y);
        if (Tracing.IsOpen)
        {
            Tracing.Add(Op, [this, weight, bias], [y], ("stride", s), ("padding", p), ("output_padding", more),
                ("groups", groups), ("dilation", d));
        }

        return Tape.Records(this, weight) || (bias is not null && Tape.Records(bias))
            ? Tape.Attach(y, new TransposedConvolutionNode(this, weight, bias, parameters))
            : y;
    }
}

/// <summary>Backward of a transposed convolution: image and output change places.</summary>
internal sealed class TransposedConvolutionNode(Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters)
    : ConvolutionNodeBase(x, weight, bias)
{
    public override string Name => "conv_transpose2d";

    protected override void Gradients(Tensor dy, Tensor x, Tensor weight, Tensor? dx, Tensor? dw, Tensor? db)
    {
        if (db is not null)
            ConvolutionForms.SumOfChannels(dy, db);
        if (dw is not null)
            dy.Device.KernelGradient(dy, x, parameters, dw);
        if (dx is not null)
            dy.Device.Convolve(new(dy, weight, null, parameters, dx));
    }
}
