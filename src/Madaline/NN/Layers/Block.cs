namespace Madaline.NN;

/// <summary>What convolutional networks repeat: a convolution, batch norm, rectifier.</summary>
/// <remarks>
/// Shape: [n, inChannels, h, w] → [n, outChannels, h / stride, w / stride] for odd kernels, sizes rounded up. The
/// convolution has no bias where a batch norm follows, which adds its own. Parameter names are <c>conv.…</c> and
/// <c>norm.…</c>.
/// </remarks>
public sealed class Block : Module
{
    private readonly FusionPlan _plan;

    /// <summary>A convolution, batch norm, rectifier.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="outChannels">Channels of the output, at least 1.</param>
    /// <param name="kernelSize">Rows and columns of a kernel; 3 when omitted.</param>
    /// <param name="stride">Pixels from one place to the next; 1 when omitted.</param>
    /// <param name="padding">Zeros around the image; half the kernel, rounded down, when omitted.</param>
    /// <param name="norm">Whether there is a batch norm.</param>
    /// <param name="activate">Whether there is a rectifier.</param>
    /// <param name="rng">Draws the kernels; <see cref="Rng.Default"/> when omitted.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Block(
        int inChannels, int outChannels, Size2? kernelSize = null, Size2? stride = null, Padding? padding = null,
        bool norm = true, bool activate = true, Rng? rng = null, DType dtype = DType.Float32)
    {
        Size2 kernel = kernelSize ?? 3;
        Conv = RegisterModule("conv", new Conv2d(
            inChannels, outChannels, kernel, stride, padding ?? DefaultPadding(kernel), bias: !norm, rng: rng,
            dtype: dtype));
        if (norm)
            Norm = RegisterModule("norm", new BatchNorm2d(outChannels, dtype: dtype));
        Activate = activate;
        Layers = [Conv, .. Norm is null ? (Module[])[] : [Norm], .. activate ? (Module[])[new Relu()] : []];
        _plan = new FusionPlan(Layers);
    }

    /// <summary>The convolution.</summary>
    public Conv2d Conv { get; }

    /// <summary>The batch norm, or null.</summary>
    public BatchNorm2d? Norm { get; }

    /// <summary>Whether there is a rectifier.</summary>
    public bool Activate { get; }

    /// <summary>What there is of the three, in order.</summary>
    internal Module[] Layers { get; }

    internal override bool KeepsNothing => true;

    internal override bool IsListed => true;

    /// <summary>As many zeros as keep the size with an odd kernel at stride 1.</summary>
    internal static Padding DefaultPadding(Size2 kernel) => (kernel.Height / 2, kernel.Width / 2);

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of().With("activate", Activate, true);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => _plan.Forward(x);
}
