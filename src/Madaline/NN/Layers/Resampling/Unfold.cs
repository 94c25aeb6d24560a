namespace Madaline.NN;

/// <summary>The windows of images side by side, each as a column.</summary>
/// <remarks>Shape: [n, c, h, w] → [n, c·kh·kw, windows], or without n; see <see cref="Tensor.Unfold"/>.</remarks>
/// <param name="kernelSize">Height and width of a window, at least 1.</param>
/// <param name="dilation">From one place in a window to the next, at least 1; 1 when omitted.</param>
/// <param name="padding">Zeros on each side; 0 when omitted.</param>
/// <param name="stride">From one window to the next, at least 1; 1 when omitted.</param>
public sealed class Unfold(Size2 kernelSize, Size2? dilation = null, Size2? padding = null, Size2? stride = null)
    : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of(kernelSize).With("dilation", dilation ?? 1, 1).With("padding", padding ?? 0, 0)
            .With("stride", stride ?? 1, 1);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Unfold(kernelSize, dilation, padding, stride);
}

/// <summary>Windows back into images, added up where they overlap.</summary>
/// <remarks>Shape: [n, c·kh·kw, windows] → [n, c, h, w], or without n; see <see cref="Tensor.Fold"/>.</remarks>
/// <param name="outputSize">Height and width of the images.</param>
/// <param name="kernelSize">Height and width of a window, at least 1.</param>
/// <param name="dilation">From one place in a window to the next, at least 1; 1 when omitted.</param>
/// <param name="padding">What was added on each side, and is dropped; 0 when omitted.</param>
/// <param name="stride">From one window to the next, at least 1; 1 when omitted.</param>
public sealed class Fold(
    Size2 outputSize, Size2 kernelSize, Size2? dilation = null, Size2? padding = null, Size2? stride = null) : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments =>
        ArgumentText.Of(outputSize, kernelSize).With("dilation", dilation ?? 1, 1)
            .With("padding", padding ?? 0, 0).With("stride", stride ?? 1, 1);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Fold(outputSize, kernelSize, dilation, padding, stride);
}
