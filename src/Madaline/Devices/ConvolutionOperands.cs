using System.Runtime.CompilerServices;

namespace Madaline.Devices;

/// <summary>A convolution, or the transposed one; all contiguous with four dimensions.</summary>
/// <param name="X">The images that are read.</param>
/// <param name="Weight">The kernels.</param>
/// <param name="Bias">Added to each output channel, or null.</param>
/// <param name="Parameters">How the kernel goes over the images.</param>
/// <param name="Y">The images that are made.</param>
/// <param name="Epilogue">None or ReLU.</param>
internal readonly record struct ConvolutionOperands(
    Tensor X, Tensor Weight, Tensor? Bias, ConvolutionParameters Parameters, Tensor Y,
    Epilogue Epilogue = Epilogue.None) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor =>
        visitor.Visit(X, Weight, Bias, Y);
}

/// <summary>A convolution whose results are pooled on their way: y is what the windows keep.</summary>
/// <param name="Convolution">The convolution; its Y is pooled.</param>
/// <param name="Rows">Windows down the rows.</param>
/// <param name="Columns">Windows along a row.</param>
/// <param name="Indices">Where each of y was found in its plane, or null.</param>
internal readonly record struct PooledConvolutionOperands(
    ConvolutionOperands Convolution, Windows Rows, Windows Columns, Tensor? Indices) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor
    {
        Convolution.Visit(visitor);
        visitor.Visit(Indices);
    }
}

/// <summary>The gradient of a convolution by its kernels; all contiguous.</summary>
/// <param name="X">The images.</param>
/// <param name="Dy">The gradient by the sums.</param>
/// <param name="Parameters">How the kernel went over the images.</param>
/// <param name="Dw">Takes the gradient by the kernels.</param>
internal readonly record struct KernelGradientOperands(
    Tensor X, Tensor Dy, ConvolutionParameters Parameters, Tensor Dw) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor => visitor.Visit(X, Dy, Dw);
}

/// <summary>What the gradients of a convolution follow from, and where those go that are asked for.</summary>
/// <param name="Epilogue">What came after the sums.</param>
/// <param name="Parameters">How the kernel went over the images.</param>
/// <param name="Dy">The gradient after the epilogue, contiguous.</param>
/// <param name="Y">What the epilogue made, where it rectified.</param>
/// <param name="Indices">What its windows kept, where it pooled.</param>
/// <param name="X">The images, contiguous.</param>
/// <param name="Weight">The kernels, contiguous.</param>
/// <param name="Dx">The gradient by the images, or null.</param>
/// <param name="Dw">The gradient by the kernels, or null.</param>
/// <param name="Db">The gradient by the bias, or null.</param>
internal readonly record struct ConvolutionGradient(
    ConvolutionEpilogue Epilogue, ConvolutionParameters Parameters, Tensor Dy, Tensor? Y, Tensor? Indices, Tensor X,
    Tensor Weight, Tensor? Dx, Tensor? Dw, Tensor? Db) : IOperands
{
    /// <summary>The shape of the sums before the epilogue.</summary>
    public Shape Sums => Epilogue.Pools
        ? [Dy.Shape[0], Dy.Shape[1], Epilogue.Rows.Size, Epilogue.Columns.Size]
        : Dy.Shape;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor
    {
        visitor.Visit(Dy, Y, Indices, X);
        visitor.Visit(Weight, Dx, Dw, Db);
    }
}
