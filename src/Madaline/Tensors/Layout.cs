namespace Madaline.Tensors;

/// <summary>
/// How a tensor's elements lie in its storage: sizes, steps between neighbours, and where the first one is.
/// </summary>
/// <param name="Shape">The sizes of the dimensions.</param>
/// <param name="Strides">Steps between neighbours along each dimension, in elements; 0 repeats one.</param>
/// <param name="Offset">Index of the first element in the storage.</param>
internal readonly record struct Layout(Shape Shape, int[] Strides, int Offset = 0)
{
    /// <summary>Whether the elements lie in row-major order without gaps.</summary>
    public bool IsContiguous => Shape.IsRowMajor(Strides);

    /// <summary>A matrix with rows and columns exchanged, in the same memory.</summary>
    public Layout Transposed() => new(Shape.Transposed,
        ReferenceEquals(Strides, Shape.Strides) ? Shape.TransposedStrides : [Strides[1], Strides[0]], Offset);

    /// <summary>Row-major order without gaps.</summary>
    public static Layout RowMajor(Shape shape, int offset = 0) => new(shape, shape.Strides, offset);
}
