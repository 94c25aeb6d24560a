using Madaline.Data;

namespace Madaline.Datasets.Images;

/// <summary>From pixels with their channels side by side to channels one after the other, and back.</summary>
internal static class PixelLayout
{
    /// <summary>UInt8 [channels, height, width] of decoded pixels with 1, 3 or 4 components.</summary>
    public static Tensor ToTensor(byte[] pixels, ImageHeader header, int components, int channels)
    {
        int plane = header.Width * header.Height;
        if (components == 1 && channels == 1) return Tensor.Wrap(pixels, [1, header.Height, header.Width]);
        var planes = new byte[3 * plane];
        Span<byte> colour = stackalloc byte[3];
        for (int i = 0; i < plane; i++)
        {
            Colour(pixels.AsSpan(i * components, components), colour);
            for (int c = 0; c < 3; c++) planes[c * plane + i] = colour[c];
        }

        Tensor image = Tensor.Wrap(planes, [3, header.Height, header.Width]);
        return channels == 3 ? image : new Grayscale().Apply(image.Unsqueeze(0)).Squeeze(0);
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

    /// <summary>Three components; of four, the last says how much of white is covered.</summary>
    private static void Colour(ReadOnlySpan<byte> pixel, Span<byte> colour)
    {
        if (pixel.Length == 1) colour.Fill(pixel[0]);
        else if (pixel.Length == 3) pixel.CopyTo(colour);
        else
        {
            for (int c = 0; c < 3; c++)
                colour[c] = (byte)((pixel[c] * pixel[3] + 255 * (255 - pixel[3]) + 127) / 255);
        }
    }
}
