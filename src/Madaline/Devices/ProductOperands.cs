using System.Runtime.CompilerServices;

namespace Madaline.Devices;

/// <summary>What a product, a convolution or a normalisation does with its results before it stores them.</summary>
internal enum Epilogue
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>max(y, 0).</summary>
    Relu,

    /// <summary>max(y + another tensor, 0), as where the ways of a residual network meet.</summary>
    AddRelu,
}

/// <summary>y = a · b (+ bias along the last dimension), then the epilogue: matrices, or batches of them.</summary>
/// <param name="A">[m, k] or [batch, m, k]; strides free.</param>
/// <param name="B">[k, n] or [batch, k, n]; strides free.</param>
/// <param name="Bias">[n], or null.</param>
/// <param name="Y">[m, n] or [batch, m, n]; strides free.</param>
/// <param name="Epilogue">None or ReLU.</param>
internal readonly record struct ProductOperands(
    Tensor A, Tensor B, Tensor? Bias, Tensor Y, Epilogue Epilogue = Epilogue.None) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor =>
        visitor.Visit(A, B, Bias, Y);
}

/// <summary>The way back through a product's bias and rectifier.</summary>
/// <param name="Dy">The gradient of the output, a matrix.</param>
/// <param name="Rectified">The output, where it was rectified; else null.</param>
/// <param name="Dz">Takes the gradient of the product; may be dy.</param>
/// <param name="Db">Takes the gradient of the bias, or null.</param>
internal readonly record struct LinearGradientOperands(Tensor Dy, Tensor? Rectified, Tensor Dz, Tensor? Db) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor =>
        visitor.Visit(Dy, Rectified, Dz, Db);
}
