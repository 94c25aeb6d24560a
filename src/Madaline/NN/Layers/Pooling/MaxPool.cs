using Madaline.Ops;

namespace Madaline.NN;

/// <summary>The largest element of each window of a line.</summary>
/// <remarks>
/// Shape: [c, l] or [n, c, l] → the same with the number of windows; see <see cref="Tensor.MaxPool1d"/>.
/// </remarks>
/// <param name="kernelSize">Places in a window, at least 1.</param>
/// <param name="stride">From one window to the next, at least 1; the kernel's size when omitted.</param>
/// <param name="padding">Places before and behind that never count, at most half the kernel.</param>
/// <param name="dilation">From one place in a window to the next, at least 1.</param>
/// <param name="ceilMode">Whether a last window may reach beyond the end.</param>
public sealed class MaxPool1d(
    int kernelSize, int? stride = null, int padding = 0, int dilation = 1, bool ceilMode = false) : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of(kernelSize).With("stride", stride ?? kernelSize, kernelSize).With("padding", padding, 0)
            .With("dilation", dilation, 1).With("ceilMode", ceilMode, false);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.MaxPool1d(kernelSize, stride, padding, dilation, ceilMode);
}

/// <summary>The largest element of each window of an image.</summary>
/// <remarks>
/// Shape: [c, h, w] or [n, c, h, w] → the same with the numbers of windows; see <see cref="Tensor.MaxPool2d"/>.
/// </remarks>
/// <param name="kernelSize">Places in a window, at least 1.</param>
/// <param name="stride">From one window to the next, at least 1; the kernel's size when omitted.</param>
/// <param name="padding">Places on each side that never count, at most half the kernel; 0 when omitted.</param>
/// <param name="dilation">From one place in a window to the next, at least 1; 1 when omitted.</param>
/// <param name="ceilMode">Whether a last window may reach beyond the end.</param>
public sealed class MaxPool2d(
    Size2 kernelSize, Size2? stride = null, Size2? padding = null, Size2? dilation = null, bool ceilMode = false)
    : Module
{
    internal override bool KeepsNothing => true;

    internal PoolSizes Sizes { get; } =
        new(kernelSize, stride ?? kernelSize, padding ?? 0, dilation ?? 1, ceilMode);

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.OfPool(Sizes);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) =>
        x.MaxPool2d(Sizes.Kernel, Sizes.Stride, Sizes.Padding, Sizes.Dilation, Sizes.CeilMode);
}
