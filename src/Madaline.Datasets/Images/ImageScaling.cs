using Madaline.Data;

namespace Madaline.Datasets.Images;

/// <summary>Brings images to another size.</summary>
public static class ImageScaling
{
    /// <summary>Bilinear interpolation, which averages over the pixels that a smaller one covers.</summary>
    /// <remarks>
    /// As <see cref="Data.Resize"/> does it. Shape: [channels, height, width] → [channels, size].
    /// DType: UInt8, rounded to the nearest.
    /// </remarks>
    /// <param name="image">UInt8 [channels, height, width].</param>
    /// <param name="size">The new height and width, at least 1.</param>
    /// <exception cref="TensorException">No UInt8 image, or no size.</exception>
    public static Tensor Resize(Tensor image, Size2 size)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.DType != DType.UInt8 || image.Rank != 3 || image.Elements == 0 || size.Height < 1 || size.Width < 1)
        {
            throw new TensorException("resize", $"the image or size does not suit. image is {image.DType} "
                + $"{image.Shape}, size is {size}; expected UInt8 [channels, height, width] and at least 1 × 1.");
        }

        if ((image.Shape[1], image.Shape[2]) == (size.Height, size.Width)) return image;
        return new Resize(size).Apply(image.Unsqueeze(0)).Squeeze(0);
    }
}
