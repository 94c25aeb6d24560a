using Madaline.Devices;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Means over a number of windows of about equal size, whatever the length of the line.</summary>
    /// <remarks>
    /// Shape: [c, l] or [n, c, l] → the same with <paramref name="outputSize"/>; window i is ⌊i · l/outputs⌋ to
    /// ⌈(i + 1) · l/outputs⌉. DType: floating. Gradient: dy in equal parts to the window.
    /// </remarks>
    /// <param name="outputSize">How many outputs, at least 0.</param>
    /// <exception cref="TensorException">There is nothing to pool.</exception>
    public Tensor AdaptiveAvgPool1d(int outputSize) => Pooling.Average(
        "adaptive_avg_pool1d", Pooling.Adaptive("adaptive_avg_pool1d", this, outputSize, isLine: true), default);

    /// <summary>Means over a number of windows of about equal size, whatever the size of the image.</summary>
    /// <remarks>
    /// Shape: [c, h, w] or [n, c, h, w] → the same with <paramref name="outputSize"/>; row window i is
    /// ⌊i · h/outputs⌋ to ⌈(i + 1) · h/outputs⌉. DType: floating. Gradient: dy in equal parts to the window.
    /// </remarks>
    /// <param name="outputSize">Rows and columns of the output, at least 0.</param>
    /// <exception cref="TensorException">There is nothing to pool.</exception>
    public Tensor AdaptiveAvgPool2d(Size2 outputSize)
    {
        var plan = Pooling.Adaptive("adaptive_avg_pool2d", this, outputSize, isLine: false);

        // The mean of whole planes is a reduction, which is faster.
        return outputSize == 1 ? Mean([-2, -1], keepDims: true) : Pooling.Average("adaptive_avg_pool2d", plan, default);
    }

    /// <summary>
    /// The largest elements of a number of windows of about equal size, whatever the length of the line.
    /// </summary>
    /// <remarks>
    /// Shape: [c, l] or [n, c, l] → the same with <paramref name="outputSize"/>. DType: floating. Gradient: dy to the
    /// element picked; the first of equals, and NaN before all.
    /// </remarks>
    /// <param name="outputSize">How many outputs, at least 0.</param>
    /// <exception cref="TensorException">There is nothing to pool.</exception>
    public Tensor AdaptiveMaxPool1d(int outputSize) => Pooling.Select(
        "adaptive_max_pool1d", PoolPick.Largest,
        Pooling.Adaptive("adaptive_max_pool1d", this, outputSize, isLine: true));

    /// <summary>
    /// The largest elements of a number of windows of about equal size, whatever the size of the image.
    /// </summary>
    /// <remarks>
    /// Shape: [c, h, w] or [n, c, h, w] → the same with <paramref name="outputSize"/>. DType: floating. Gradient: dy
    /// to the element picked; the first of equals, and NaN before all.
    /// </remarks>
    /// <param name="outputSize">Rows and columns of the output, at least 0.</param>
    /// <exception cref="TensorException">There is nothing to pool.</exception>
    public Tensor AdaptiveMaxPool2d(Size2 outputSize) => Pooling.Select(
        "adaptive_max_pool2d", PoolPick.Largest,
        Pooling.Adaptive("adaptive_max_pool2d", this, outputSize, isLine: false));

    /// <summary>The mean of each channel of a line.</summary>
    /// <remarks>Shape: [n, c, l] → [n, c], [c, l] → [c]. DType: floating. Gradient: dy / l to every element.</remarks>
    /// <exception cref="TensorException">There is nothing to pool.</exception>
    public Tensor GlobalAvgPool1d()
    {
        Pooling.Adaptive("global_avg_pool1d", this, 1, isLine: true);
        return Mean([-1]);
    }

    /// <summary>The mean of each channel of an image.</summary>
    /// <remarks>
    /// Shape: [n, c, h, w] → [n, c], [c, h, w] → [c]. DType: floating. Gradient: dy / (h · w) to every element.
    /// </remarks>
    /// <exception cref="TensorException">There is nothing to pool.</exception>
    public Tensor GlobalAvgPool2d()
    {
        Pooling.Adaptive("global_avg_pool2d", this, 1, isLine: false);
        return Mean([-2, -1]);
    }

    /// <summary>The largest element of each channel of a line.</summary>
    /// <remarks>
    /// Shape: [n, c, l] → [n, c], [c, l] → [c]. DType: floating. Gradient: dy to the first of equals.
    /// </remarks>
    /// <exception cref="TensorException">There is nothing to pool.</exception>
    public Tensor GlobalMaxPool1d() => AdaptiveMaxPool1d(1).Flatten(-2);

    /// <summary>The largest element of each channel of an image.</summary>
    /// <remarks>
    /// Shape: [n, c, h, w] → [n, c], [c, h, w] → [c]. DType: floating. Gradient: dy to the first of equals.
    /// </remarks>
    /// <exception cref="TensorException">There is nothing to pool.</exception>
    public Tensor GlobalMaxPool2d() => AdaptiveMaxPool2d(1).Flatten(-3);
}
