using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The mean of each window of a line.</summary>
    /// <remarks>
    /// Shape: [c, l] or [n, c, l] → the same with <c>⌊(l + 2·padding − kernel) / stride⌋ + 1</c>, or with the quotient
    /// rounded up. DType: floating. Gradient: dy in equal parts to the window.
    /// </remarks>
    /// <param name="kernelSize">Places in a window, at least 1.</param>
    /// <param name="stride">From one window to the next, at least 1; the kernel's size when omitted.</param>
    /// <param name="padding">Zeros before and behind, at most half the kernel.</param>
    /// <param name="ceilMode">Whether a last window may reach beyond the end.</param>
    /// <param name="countIncludePad">Whether the zeros count in the mean.</param>
    /// <exception cref="TensorException">The window does not fit into the input.</exception>
    public Tensor AvgPool1d(
        int kernelSize, int? stride = null, int padding = 0, bool ceilMode = false, bool countIncludePad = true) =>
        Pooling.Average("avg_pool1d", Pooling.Slide(
            "avg_pool1d", this, kernelSize, stride, padding, 1, ceilMode, isLine: true), new(countIncludePad));

    /// <summary>The mean of each window of an image.</summary>
    /// <remarks>
    /// Shape: [c, h, w] or [n, c, h, w] → the same with <c>⌊(h + 2·padding − kernel) / stride⌋ + 1</c> rows and
    /// likewise columns, or with the quotient rounded up. DType: floating. Gradient: dy in equal parts to the window.
    /// </remarks>
    /// <param name="kernelSize">Places in a window, at least 1.</param>
    /// <param name="stride">From one window to the next, at least 1; the kernel's size when omitted.</param>
    /// <param name="padding">Zeros on each side, at most half the kernel; 0 when omitted.</param>
    /// <param name="ceilMode">Whether a last window may reach beyond the end.</param>
    /// <param name="countIncludePad">Whether the zeros count in the mean.</param>
    /// <param name="divisorOverride">What sums are divided by in place of the count, not 0.</param>
    /// <exception cref="TensorException">The window does not fit into the input, or the divisor is 0.</exception>
    public Tensor AvgPool2d(
        Size2 kernelSize, Size2? stride = null, Size2? padding = null, bool ceilMode = false,
        bool countIncludePad = true, int? divisorOverride = null)
    {
        if (divisorOverride == 0)
            throw new TensorException("avg_pool2d", "the divisor is 0. divisorOverride is 0; expected another number. "
                + "Leave it out to divide by the count.");
        return Pooling.Average("avg_pool2d", Pooling.Slide(
            "avg_pool2d", this, kernelSize, stride, padding ?? 0, 1, ceilMode, isLine: false),
            new(countIncludePad, divisorOverride ?? 0));
    }
}
