using Madaline.Devices;

namespace Madaline;

/// <summary>Matrix products and affine maps.</summary>
public abstract partial class Device
{
    /// <summary>
    /// y = a · b (+ bias along the last dimension), rectified with that epilogue: matrices, or batches of them with
    /// three dimensions each; strides free.
    /// </summary>
    internal void MatMul(Tensor a, Tensor b, Tensor? bias, Tensor y, Epilogue epilogue = Epilogue.None)
    {
        var operands = new ProductOperands(a, b, bias, y, epilogue);
        Begin("matmul", operands);
        RequireNoSum("matmul", epilogue);
        MatMulCore(operands);
        End("matmul", operands);
    }

    /// <summary>
    /// Fused: the way back through <see cref="MatMul"/> up to the product: dz = dy · relu′ where the output was
    /// rectified, else dz is dy already; and db = Σ dz over the rows, if there is one. Matrices; dz may be dy.
    /// </summary>
    internal bool TryLinearGradient(Tensor dy, Tensor? rectified, Tensor dz, Tensor? db)
    {
        var operands = new LinearGradientOperands(dy, rectified, dz, db);
        Begin("linear_gradient", operands);
        bool isDone = TryLinearGradientCore(operands);
        End("linear_gradient", operands);
        return isDone;
    }

    /// <summary><see cref="MatMul"/>, by the device.</summary>
    private protected abstract void MatMulCore(in ProductOperands o);

    /// <summary><see cref="TryLinearGradient"/>, by a device that has it.</summary>
    private protected virtual bool TryLinearGradientCore(in LinearGradientOperands o) => false;
}
