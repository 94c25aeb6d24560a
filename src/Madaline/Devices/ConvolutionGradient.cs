namespace Madaline.Devices;

/// <summary>What the gradients of a convolution follow from, and where those go that are wanted.</summary>
/// <param name="End">What came after the sums.</param>
/// <param name="Parameters">How the kernel went over the images.</param>
/// <param name="Dy">The gradient after the end, contiguous.</param>
/// <param name="Y">What the end made, where it rectified.</param>
/// <param name="Indices">What its windows kept, where it pooled.</param>
/// <param name="X">The images, contiguous.</param>
/// <param name="Weight">The kernels, contiguous.</param>
/// <param name="Dx">The gradient by the images, or null.</param>
/// <param name="Dw">The gradient by the kernels, or null.</param>
/// <param name="Db">The gradient by the bias, or null.</param>
internal readonly record struct ConvolutionGradient(
    ConvolutionEnd End, ConvolutionParameters Parameters, Tensor Dy, Tensor? Y, Tensor? Indices, Tensor X,
    Tensor Weight, Tensor? Dx, Tensor? Dw, Tensor? Db)
{
    /// <summary>The shape of the sums before the end.</summary>
    public Shape Sums => End.Pools ? [Dy.Shape[0], Dy.Shape[1], End.Rows.Size, End.Columns.Size] : Dy.Shape;
}
