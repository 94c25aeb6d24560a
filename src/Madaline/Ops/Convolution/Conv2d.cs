using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Ops;
using Madaline.Tensors;

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
    /// columns of the kernel; the same bits for any number of threads. Float32 kernels of 3×3 without stride, dilation
    /// and groups, with 16 to 512 channels and outputs that are not very small, go by Winograd's tiles of 2×2: more
    /// exact for ordinary data, bounded by the whole tile's pixels; an infinity may become NaN (docs/decisions/0009).
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
        int groups = 1) =>
        Convolve(weight, bias, stride, padding, dilation, groups, relu: false, pool: null, out _);

    /// <summary>
    /// A convolution, followed in the same pass by ReLU if wanted, and by a pooling that keeps the largest if its
    /// windows fit.
    /// </summary>
    internal Tensor Convolve(
        Tensor weight, Tensor? bias, Size2? stride, Padding? padding, Size2? dilation, int groups, bool relu,
        PoolSizes? pool, out bool isPooled)
    {
        const string Op = "conv2d";
        ConvolutionRules.Check(Op, 2, false, this, weight, bias, groups);
        if (Rank == 3)
            return Unsqueeze(0).Convolve(weight, bias, stride, padding, dilation, groups, relu, pool, out isPooled)
                .Squeeze(0);
        Size2 s = stride ?? 1, d = dilation ?? 1;
        ConvolutionRules.CheckSteps(Op, s, d);
        int height = ConvolutionRules.OutputSize(Op, true, Shape[2], weight.Shape[2], s.Height, padding ?? 0, d.Height,
            out int top);
        int width = ConvolutionRules.OutputSize(Op, false, Shape[3], weight.Shape[3], s.Width, padding ?? 0, d.Width,
            out int left);
        var parameters = ConvolutionRules.Countable(Op, Shape[1], (height, width), (weight.Shape[2], weight.Shape[3]),
            new ConvolutionParameters(s, (top, left), d, groups));
        ConvolutionEpilogue epilogue = relu ? ConvolutionEpilogue.Rectified : ConvolutionEpilogue.None;
        isPooled = false;
        if (pool is not null && !Tracing.IsOpen && pool.TryFind(height, width, out Windows rows, out Windows columns))
            (epilogue, isPooled) = (new ConvolutionEpilogue(true, true, rows, columns), true);
        Tensor y = Convolve(weight, bias, parameters, epilogue, height, width);
        if (Tracing.IsOpen)
            TraceConvolution(weight, bias, y, s, padding ?? 0, d, groups, relu);
        return y;
    }

    private void TraceConvolution(
        Tensor weight, Tensor? bias, Tensor y, Size2 stride, Padding padding, Size2 dilation, int groups, bool relu)
    {
        var (top, bottom) = padding.Along(true, weight.Shape[2], dilation.Height);
        var (left, right) = padding.Along(false, weight.Shape[3], dilation.Width);
        int[] sides = [(int)top, (int)left, (int)bottom, (int)right];
        (string, AttributeValue)[] attributes =
            [("stride", stride), ("padding", sides), ("dilation", dilation), ("groups", groups)];
        Tracing.Add("conv2d", [this, weight, bias], [y], relu ? [.. attributes, ("relu", true)] : attributes);
    }

    private Tensor Convolve(
        Tensor weight, Tensor? bias, ConvolutionParameters parameters, in ConvolutionEpilogue epilogue, int height,
        int width)
    {
        Shape shape = Shape.Of("conv2d", epilogue.Pools
            ? [Shape[0], weight.Shape[0], epilogue.Rows.Outputs, epilogue.Columns.Outputs]
            : [Shape[0], weight.Shape[0], height, width]);
        bool records = Tape.Records(this, weight) || (bias is not null && Tape.Records(bias));
        var y = Empty(shape, DType, Device, "conv2d");
        Tensor? indices = epilogue.Pools && records
            ? Empty(shape, DType == DType.Float32 ? DType.Int32 : DType.Int64, Device)
            : null;
        ConvolutionForms.Forward(epilogue, ConvolutionRules.Dense(this), ConvolutionRules.Dense(weight),
            bias is null ? null : ConvolutionRules.Dense(bias), parameters, y, indices);
        return records ? Tape.Attach(y, new ConvolutionNode(this, weight, bias, parameters, epilogue, y, indices)) : y;
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
        int length = ConvolutionRules.OutputSize(Op, false, Shape[-1], weight.Shape[2], stride, padding ?? 0, dilation,
            out int before);
        ConvolutionRules.Countable(Op, Shape[-2], (1, length), (1, weight.Shape[2]),
            new ConvolutionParameters((1, stride), (0, before), (1, dilation), groups));
        Sizes.RequireRoom(Op, Sizes.Shape(Op, Rank == 3 ? Shape[0] : 1, weight.Shape[0], length), DType);
        Padding along = padding is { IsSame: true } ? Padding.Same : (0, before);
        return Unsqueeze(-2).Conv2d(weight.Unsqueeze(-2), bias, (1, stride), along, (1, dilation), groups).Squeeze(-2);
    }
}

/// <summary>Backward of a convolution, and of what it ends in.</summary>
internal sealed class ConvolutionNode : ConvolutionNodeBase
{
    private readonly ConvolutionParameters _parameters;
    private readonly ConvolutionEpilogue _epilogue;
    private SavedTensor? _y, _bias;
    private Tensor? _indices;

    public ConvolutionNode(
        Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, in ConvolutionEpilogue epilogue,
        Tensor y, Tensor? indices)
        : base(x, weight, bias)
    {
        (_parameters, _epilogue, _indices) = (parameters, epilogue, indices);
        _y = epilogue.Relu ? new SavedTensor(y) : null;
        _bias = epilogue.Relu && epilogue.Pools && bias is not null ? new SavedTensor(bias) : null;
    }

    public override string Name => "conv2d";

    public override bool IsRectified => _epilogue is { Relu: true, Pools: false };

    protected override void DropSaved()
    {
        base.DropSaved();
        _y = _bias = null;
        _indices?.Release();
        _indices = null;
    }

    protected override void Gradients(Tensor dy, Tensor x, Tensor weight, Tensor? dx, Tensor? dw, Tensor? db) =>
        ConvolutionForms.Gradient(new ConvolutionGradient(
            _epilogue, _parameters, dy, Rectified(x, weight), _indices, x, weight, dx, dw, db));

    /// <summary>
    /// What was rectified. Pooling by itself saves no output, so a pooled one may have been changed in place: then it
    /// is made once more.
    /// </summary>
    private Tensor? Rectified(Tensor x, Tensor weight)
    {
        if (_y is not { } saved || !_epilogue.Pools || saved.IsIntact)
            return _y?.Get(Name);
        RequireIntact();
        var y = Tensor.Empty(_indices!.Shape, x.DType, x.Device, Name);
        Tensor? bias = _bias is { } summand ? ConvolutionRules.Dense(summand.Get(Name)) : null;
        ConvolutionForms.Forward(_epilogue, x, weight, bias, _parameters, y, null);
        return y;
    }
}
