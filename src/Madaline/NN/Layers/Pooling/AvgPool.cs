using Madaline.Ops;

namespace Madaline.NN;

/// <summary>The mean of each window of a line.</summary>
/// <remarks>
/// Shape: [c, l] or [n, c, l] → the same with the number of windows; see <see cref="Tensor.AvgPool1d"/>.
/// </remarks>
/// <param name="kernelSize">Places in a window, at least 1.</param>
/// <param name="stride">From one window to the next, at least 1; the kernel's size when omitted.</param>
/// <param name="padding">Zeros before and behind, at most half the kernel.</param>
/// <param name="ceilMode">Whether a last window may reach beyond the end.</param>
/// <param name="countIncludePad">Whether the zeros count in the mean.</param>
public sealed class AvgPool1d(
    int kernelSize, int? stride = null, int padding = 0, bool ceilMode = false, bool countIncludePad = true) : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of(kernelSize).With("stride", stride ?? kernelSize, kernelSize).With("padding", padding, 0)
            .With("ceilMode", ceilMode, false).With("countIncludePad", countIncludePad, true);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.AvgPool1d(kernelSize, stride, padding, ceilMode, countIncludePad);
}

/// <summary>The mean of each window of an image.</summary>
/// <remarks>
/// Shape: [c, h, w] or [n, c, h, w] → the same with the numbers of windows; see <see cref="Tensor.AvgPool2d"/>.
/// </remarks>
/// <param name="kernelSize">Places in a window, at least 1.</param>
/// <param name="stride">From one window to the next, at least 1; the kernel's size when omitted.</param>
/// <param name="padding">Zeros on each side, at most half the kernel; 0 when omitted.</param>
/// <param name="ceilMode">Whether a last window may reach beyond the end.</param>
/// <param name="countIncludePad">Whether the zeros count in the mean.</param>
/// <param name="divisorOverride">What sums are divided by in place of the count, not 0.</param>
public sealed class AvgPool2d(
    Size2 kernelSize, Size2? stride = null, Size2? padding = null, bool ceilMode = false, bool countIncludePad = true,
    int? divisorOverride = null) : Module
{
    internal override bool KeepsNothing => true;

    internal PoolSizes Sizes => new(kernelSize, stride ?? kernelSize, padding ?? 0, 1, ceilMode);

    /// <summary>Whether sums are divided as usual: by all places of a window, zeros included.</summary>
    internal bool DividesByAll => countIncludePad && divisorOverride is null;

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.OfPool(Sizes).With("countIncludePad", countIncludePad, true)
            .With("divisorOverride", divisorOverride, null);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) =>
        x.AvgPool2d(kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride);
}
