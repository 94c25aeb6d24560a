namespace Madaline.Datasets;

/// <summary>Which part of a set: the samples to train on, or those to test on.</summary>
public enum DatasetPart
{
    /// <summary>Samples to train on.</summary>
    Train,

    /// <summary>Samples to test on.</summary>
    Test,
}

/// <summary>Grey images with their classes, as bytes.</summary>
/// <param name="Images">Pixels, <c>Count × Height × Width</c>, row by row; 0 is background, 255 ink.</param>
/// <param name="Labels">Class indices, one an image.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
/// <param name="ClassNames">Names of the classes, by index.</param>
public sealed record IdxImages(
    byte[] Images, byte[] Labels, int Height, int Width, IReadOnlyList<string> ClassNames)
{
    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>The pixels of one image.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> Image(int index) => Images.AsSpan(index * Height * Width, Height * Width);
}
