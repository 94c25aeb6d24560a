using Madaline.Devices;
using Madaline.Devices.Normalization;

namespace Madaline;

/// <summary>What a device computes.</summary>
public abstract partial class Device
{
    /// <summary>y = op(x).</summary>
    internal abstract void Unary<TOp>(TOp op, Tensor x, Tensor y) where TOp : struct, IUnaryOp;

    /// <summary>dx = dy · op′; x or y is null where the op does not need it.</summary>
    internal abstract void UnaryGradient<TOp>(
        TOp op, Tensor dy, Tensor? x, Tensor? y, Tensor dx) where TOp : struct, IUnaryOp;

    /// <summary>y = op(a, b); a and b have y's shape (strides may be 0).</summary>
    internal abstract void Binary<TOp>(TOp op, Tensor a, Tensor b, Tensor y) where TOp : struct, IBinaryOp;

    /// <summary>
    /// d = dy · ∂op/∂a, or ∂op/∂b with <paramref name="right"/>; a or b is null where that does not read it.
    /// </summary>
    internal abstract void BinaryGradient<TOp>(
        TOp op, bool right, Tensor dy, Tensor? a, Tensor? b, Tensor d) where TOp : struct, IBinaryOp;

    /// <summary>y (Bool) = op(a, b).</summary>
    internal abstract void Compare<TOp>(TOp op, Tensor a, Tensor b, Tensor y) where TOp : struct, IComparison;

    /// <summary>y = mask ? a : b, with a Bool mask.</summary>
    internal abstract void Select(Tensor mask, Tensor a, Tensor b, Tensor y);

    /// <summary>y = x combined over the dimensions where y has size 1 and x has not; same rank.</summary>
    internal abstract void Reduce<TOp>(TOp op, Tensor x, Tensor y) where TOp : struct, IReduction;

    /// <summary>
    /// y (Int64, size 1 along the axis) = where the largest (or smallest) lies; the first of equals, NaN before all.
    /// </summary>
    internal abstract void ArgReduce(bool largest, Tensor x, int axis, Tensor y);

    /// <summary>y = running sum of x along the axis.</summary>
    internal abstract void CumulativeSum(Tensor x, int axis, Tensor y);

    /// <summary>Values and Int64 positions of x in stable order along the axis; NaN counts as the largest.</summary>
    internal abstract void Sort(Tensor x, int axis, bool descending, Tensor values, Tensor indices);

    /// <summary>y[…, i, …] = x[…, index[…, i, …], …].</summary>
    internal abstract void Gather(Tensor x, int axis, Tensor index, Tensor y);

    /// <summary>y[…, index[…, i, …], …] = or += x[…, i, …], in logical order of the index.</summary>
    internal abstract void Scatter(Tensor y, int axis, Tensor index, Tensor x, bool add);

    /// <summary>y[…, i, …] = x[…, index[i], …] for a one-dimensional index.</summary>
    internal abstract void IndexSelect(Tensor x, int axis, Tensor index, Tensor y);

    /// <summary>y[…, index[i], …] = or += x[…, i, …] for a one-dimensional index, in its order.</summary>
    internal abstract void IndexWrite(Tensor y, int axis, Tensor index, Tensor x, bool add);

    /// <summary>The flat positions of the true elements of a mask; the host must wait for how many there are.</summary>
    internal abstract Tensor NonZero(Tensor mask);

    /// <summary>
    /// y = a · b (+ bias along the last dimension): matrices, or batches of them with three dimensions each; strides
    /// free.
    /// </summary>
    internal abstract void MatMul(Tensor a, Tensor b, Tensor? bias, Tensor y);

    /// <summary>Fused: <see cref="MatMul"/>, then ReLU in place if wanted.</summary>
    internal virtual bool TryLinear(Tensor a, Tensor b, Tensor? bias, bool relu, Tensor y) => false;

    /// <summary>
    /// Fused: the way back through <see cref="TryLinear"/> up to the product: dz = dy · relu′ where the output was
    /// rectified, else dz is dy already; and db = Σ dz over the rows, if wanted. Matrices; dz may be dy.
    /// </summary>
    internal virtual bool TryLinearGradient(Tensor dy, Tensor? rectified, Tensor dz, Tensor? db) => false;

    /// <summary>
    /// y[n, o, i, j] = bias[o] + Σ x[n, c, i·s − p + kh·d, j·s − p + kw·d] · weight[o, c, kh, kw], c over the group of
    /// o, zeros outside the image; all contiguous with four dimensions.
    /// </summary>
    internal abstract void Convolve(Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor y);

    /// <summary>
    /// x[n, c, i·s − p + kh·d, j·s − p + kw·d] = bias[c] + Σ y[n, o, i, j] · weight[o, c, kh, kw]: every term of
    /// <see cref="Convolve"/> the other way, for its gradient by x and for transposed convolution.
    /// </summary>
    internal abstract void ConvolveTransposed(Tensor y, Tensor weight, Tensor? bias, ConvolutionParameters parameters,
        Tensor x);

    /// <summary>
    /// dw[o, c, kh, kw] = Σ x[n, c, i·s − p + kh·d, j·s − p + kw·d] · dy[n, o, i, j]: the gradient of
    /// <see cref="Convolve"/> by its kernels.
    /// </summary>
    internal abstract void KernelGradient(Tensor x, Tensor dy, ConvolutionParameters parameters, Tensor dw);

    /// <summary>
    /// Fused: <see cref="Convolve"/>, then what the end says; with windows, y is what they keep and indices, if wanted,
    /// its places as in <see cref="PoolSelect"/>.
    /// </summary>
    internal virtual bool TryConvolve(
        in ConvolutionEnd end, Tensor x, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor y,
        Tensor? indices) => false;

    /// <summary>
    /// Fused: dz = the gradient before the end of a convolution from dy after it, y and the indices.
    /// </summary>
    internal virtual bool TryConvolutionEndGradient(
        in ConvolutionEnd end, Tensor dy, Tensor y, Tensor? indices, Tensor dz) => false;

    /// <summary>
    /// Fused: those gradients of <see cref="TryConvolve"/> that this device finds in one pass; they are null in
    /// <paramref name="work"/> then. True when none is left.
    /// </summary>
    internal virtual bool TryConvolutionGradient(ref ConvolutionGradient work) => false;

    /// <summary>Random numbers from the stream's blocks, starting at <paramref name="block"/>.</summary>
    internal abstract void Random(Distribution distribution, ulong key, ulong block, double a, double b, Tensor y);

    /// <summary>Softmax, or its logarithm, over the last dimension.</summary>
    internal abstract void Softmax(bool log, Tensor x, Tensor y);

    /// <summary>The gradient of <see cref="Softmax"/> from its output.</summary>
    internal abstract void SoftmaxGradient(bool log, Tensor dy, Tensor y, Tensor dx);

    /// <summary>
    /// Fused: logs = log softmax(x), y = −Σ logs[i, index[i]] / count over the rows that the rule counts: x and logs
    /// [n, classes], contiguous, index Int64 [n] in range where it counts, y [].
    /// </summary>
    internal virtual bool TryCrossEntropy(
        Tensor x, Tensor index, CrossEntropyRule rule, Tensor logs, Tensor y) => false;

    /// <summary>
    /// Fused: dx = (eˡ − 1 at the row's class) · dy / count, 0 in rows that do not count: the gradient of
    /// <see cref="TryCrossEntropy"/> by logits whose log-softmax is l; l [n, classes], index Int64 [n], dy [].
    /// </summary>
    internal virtual bool TryCrossEntropyGradient(
        Tensor logs, Tensor index, CrossEntropyRule rule, Tensor dy, Tensor dx) => false;

    /// <summary>
    /// y[…, i, j] = the element of x that the pick names among row window i and column window j; indices (Int32 beside
    /// Float32, Int64 beside Float64, or none) = its place in its plane, row · width + column. The leading dimensions
    /// are planes; all contiguous.
    /// </summary>
    internal abstract void PoolSelect(
        PoolPick pick, Tensor x, Windows rows, Windows columns, Tensor y, Tensor? indices);

    /// <summary>
    /// dx = 0 everywhere, then += dy at its place in the plane of <paramref name="area"/> elements, in the order of dy.
    /// </summary>
    internal abstract void PoolSelectGradient(Tensor dy, Tensor indices, int area, Tensor dx);

    /// <summary>
    /// y[…, i, j] = the sum of x over row window i and column window j in row-major order, divided.
    /// </summary>
    internal abstract void PoolAverage(Tensor x, Windows rows, Windows columns, PoolDivisor divisor, Tensor y);

    /// <summary>dx = 0 everywhere, then += dy / divisor over each window, in the order of dy.</summary>
    internal abstract void PoolAverageGradient(
        Tensor dy, Windows rows, Windows columns, PoolDivisor divisor, Tensor dx);

    /// <summary>
    /// Fused: y = (x − mean) · inverse · weight + bias, with mean, variance (divided by n) and inverse = 1/√(variance +
    /// eps) of x itself, which it writes, too; then what the operands add, and ReLU. Something is added only where the
    /// numbers of a channel lie side by side.
    /// </summary>
    internal virtual bool TryNormalize(in NormOperands operands, double eps, Tensor variance, Tensor y) => false;

    /// <summary>Fused: y = (x − mean) · inverse · weight + bias with given statistics.</summary>
    internal virtual bool TryNormalizeBy(in NormOperands operands, Tensor y) => false;

    /// <summary>Fused: the gradients of <see cref="TryNormalize"/> or <see cref="TryNormalizeBy"/>.</summary>
    internal virtual bool TryNormalizeGradient(
        in NormOperands operands, Tensor dy, in NormGradients gradients) => false;

    /// <summary>One optimizer step in place on a parameter and its states.</summary>
    internal abstract void Update<TRule>(TRule rule, Tensor parameter, Tensor gradient, ReadOnlySpan<Tensor> states)
        where TRule : struct, IUpdateRule;
}
