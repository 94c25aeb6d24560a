using Madaline.Devices;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The middle element of each window of a line: the lower one of two.</summary>
    /// <remarks>
    /// Shape: [c, l] or [n, c, l] → the same with <c>⌊(l + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1</c>,
    /// or with the quotient rounded up. DType: floating. Gradient: dy to the element picked; the first of equals, and
    /// NaN before all.
    /// </remarks>
    /// <param name="kernelSize">Places in a window, at least 1.</param>
    /// <param name="stride">From one window to the next, at least 1; the kernel's size when omitted.</param>
    /// <param name="padding">Places before and behind that never count, at most half the kernel.</param>
    /// <param name="dilation">From one place in a window to the next, at least 1.</param>
    /// <param name="ceilMode">Whether a last window may reach beyond the end.</param>
    /// <exception cref="TensorException">The window does not fit into the input.</exception>
    public Tensor MedianPool1d(
        int kernelSize, int? stride = null, int padding = 0, int dilation = 1, bool ceilMode = false) =>
        Pooling.Select("median_pool1d", PoolPick.Median, Pooling.Slide(
            "median_pool1d", this, kernelSize, stride, padding, dilation, ceilMode, isLine: true));

    /// <summary>The middle element of each window of an image: the lower one of two.</summary>
    /// <remarks>
    /// Shape: [c, h, w] or [n, c, h, w] → the same with <c>⌊(h + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ +
    /// 1</c> rows and, likewise, columns, or with the quotient rounded up. DType: floating. Gradient: dy to the element
    /// picked; the first of equals, and NaN before all.
    /// </remarks>
    /// <param name="kernelSize">Places in a window, at least 1.</param>
    /// <param name="stride">From one window to the next, at least 1; the kernel's size when omitted.</param>
    /// <param name="padding">Places on each side that never count, at most half the kernel; 0 when omitted.</param>
    /// <param name="dilation">From one place in a window to the next, at least 1; 1 when omitted.</param>
    /// <param name="ceilMode">Whether a last window may reach beyond the end.</param>
    /// <exception cref="TensorException">The window does not fit into the input.</exception>
    public Tensor MedianPool2d(
        Size2 kernelSize, Size2? stride = null, Size2? padding = null, Size2? dilation = null, bool ceilMode = false) =>
        Pooling.Select("median_pool2d", PoolPick.Median, Pooling.Slide(
            "median_pool2d", this, kernelSize, stride, padding ?? 0, dilation ?? 1, ceilMode, isLine: false));
}
