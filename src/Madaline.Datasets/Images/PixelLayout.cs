using Madaline.Data;

namespace Madaline.Datasets.Images;

/// <summary>From decoded pictures to tensors, and from tensors to pixels with their channels side by side.</summary>
internal static class PixelLayout
{
    /// <summary>UInt8 [channels, height, width] of a decoded picture, on white where it is transparent.</summary>
    public static Tensor ToTensor(Raster picture, int channels)
    {
        byte[] pixels = picture.Pixels;
        int plane = picture.Height * picture.Width;
        for (int i = 0; picture.Cover is { } cover && i < pixels.Length; i++)
        {
            int covered = cover[i % plane];
            pixels[i] = (byte)((pixels[i] * covered + 255 * (255 - covered) + 127) / 255);
        }

        Tensor image = Tensor.Wrap(pixels, [picture.Channels, picture.Height, picture.Width]);
        if (channels == picture.Channels) return image;
        if (channels == 1) return new Grayscale().Apply(image.Unsqueeze(0)).Squeeze(0);
        return Tensor.Wrap((byte[])[.. pixels, .. pixels, .. pixels], [3, picture.Height, picture.Width]);
    }

    /// <summary>Pixels side by side of [height, width] or [1 or 3, height, width].</summary>
    /// <exception cref="TensorException">The tensor is no image.</exception>
    public static (byte[] Pixels, int Height, int Width, int Channels) FromTensor(Tensor image)
    {
        bool isKnown = image.DType == DType.UInt8 || image.DType is DType.Float32 or DType.Float64;
        int[] sizes = image.Shape.ToArray();
        var (channels, height, width) = sizes switch
        {
            [var h, var w] => (1, h, w),
            [1 or 3, var h, var w] => (sizes[0], h, w),
            _ => (0, 0, 0),
        };
        if (!isKnown || channels == 0 || height == 0 || width == 0)
        {
            throw new TensorException("image", $"the tensor is no image. image is {image.DType} {image.Shape}; "
                + "expected UInt8, or floating from 0 to 1, [height, width], [1, height, width] or "
                + "[3, height, width]. Take one image of a batch: images[0].");
        }

        byte[] planes = Bytes(image), pixels = new byte[planes.Length];
        int plane = height * width;
        for (int i = 0; i < plane; i++)
        {
            for (int c = 0; c < channels; c++) pixels[i * channels + c] = planes[c * plane + i];
        }

        return (pixels, height, width, channels);
    }

    private static byte[] Bytes(Tensor image) => image.DType == DType.UInt8 ? image.ToArray<byte>()
        : Array.ConvertAll(image.To(DType.Float64).ToArray<double>(),
            value => (byte)(Math.Clamp(double.IsNaN(value) ? 0 : value, 0, 1) * 255 + 0.5));
}
