using Madaline.Devices;

namespace Madaline;

/// <summary>Convolution: forward, transposed, and its gradient by the kernels.</summary>
public abstract partial class Device
{
    /// <summary>
    /// y[n, o, i, j] = bias[o] + Σ x[n, c, i·s − p + kh·d, j·s − p + kw·d] · weight[o, c, kh, kw], c over the group of
    /// o, zeros outside the image, rectified with that epilogue; all contiguous with four dimensions.
    /// </summary>
    internal void Convolve(in ConvolutionOperands operands)
    {
        Begin("convolve", operands);
        RequireNoSum("convolve", operands.Epilogue);
        ConvolveCore(operands);
        End("convolve", operands);
    }

    /// <summary>
    /// x[n, c, i·s − p + kh·d, j·s − p + kw·d] = bias[c] + Σ y[n, o, i, j] · weight[o, c, kh, kw]: every term of
    /// <see cref="Convolve"/> the other way, for its gradient by x and for transposed convolution.
    /// </summary>
    internal void ConvolveTransposed(Tensor y, Tensor weight, Tensor? bias, ConvolutionParameters parameters, Tensor x)
    {
        var operands = new ConvolutionOperands(y, weight, bias, parameters, x);
        Begin("convolve_transposed", operands);
        ConvolveTransposedCore(operands);
        End("convolve_transposed", operands);
    }

    /// <summary>
    /// dw[o, c, kh, kw] = Σ x[n, c, i·s − p + kh·d, j·s − p + kw·d] · dy[n, o, i, j]: the gradient of
    /// <see cref="Convolve"/> by its kernels.
    /// </summary>
    internal void KernelGradient(Tensor x, Tensor dy, ConvolutionParameters parameters, Tensor dw)
    {
        var operands = new KernelGradientOperands(x, dy, parameters, dw);
        Begin("kernel_gradient", operands);
        KernelGradientCore(operands);
        End("kernel_gradient", operands);
    }

    /// <summary>
    /// Fused: <see cref="Convolve"/>, of whose results y takes the largest under each window, and indices, if there are
    /// any, its places as in <see cref="PoolSelect"/>.
    /// </summary>
    internal bool TryConvolvePooled(in ConvolutionOperands convolution, Windows rows, Windows columns, Tensor? indices)
    {
        var operands = new PooledConvolutionOperands(convolution, rows, columns, indices);
        Begin("convolve_pooled", operands);
        bool isDone = TryConvolvePooledCore(operands);
        End("convolve_pooled", operands);
        return isDone;
    }

    /// <summary>
    /// Fused: those gradients of <see cref="TryConvolvePooled"/> that this device finds in one pass; they are null in
    /// <paramref name="work"/> then. True when none is left.
    /// </summary>
    internal bool TryConvolvePooledGradient(ref ConvolutionGradient work)
    {
        var operands = work;
        Begin("convolve_pooled_gradient", operands);
        bool isDone = TryConvolvePooledGradientCore(ref work);
        End("convolve_pooled_gradient", operands);
        return isDone;
    }

    /// <summary><see cref="Convolve"/>, by the device.</summary>
    private protected abstract void ConvolveCore(in ConvolutionOperands o);

    /// <summary><see cref="ConvolveTransposed"/>, by the device.</summary>
    private protected abstract void ConvolveTransposedCore(in ConvolutionOperands o);

    /// <summary><see cref="KernelGradient"/>, by the device.</summary>
    private protected abstract void KernelGradientCore(in KernelGradientOperands o);

    /// <summary><see cref="TryConvolvePooled"/>, by a device that has it.</summary>
    private protected virtual bool TryConvolvePooledCore(in PooledConvolutionOperands o) => false;

    /// <summary><see cref="TryConvolvePooledGradient"/>, by a device that has it.</summary>
    private protected virtual bool TryConvolvePooledGradientCore(ref ConvolutionGradient work) => false;
}
