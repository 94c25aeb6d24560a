using Madaline.Cli.Output;
using Madaline.Formats;
using Madaline.Training;
using StbImageSharp;

namespace Madaline.Cli.Inputs;

/// <summary>An image file as a grey picture of a network's input size.</summary>
internal static class ImageInput
{
    private const int MaxFileBytes = 64 << 20;
    private const long MaxPixels = 64L << 20;

    /// <summary>Decodes, turns grey, scales by averaging areas, and inverts dark ink on light paper.</summary>
    /// <exception cref="DataFormatException">It is no image, or too large.</exception>
    public static Tensor Read(string path, TrainedModel model, Report report)
    {
        if (model.InputShape.ToArray() is not ([_, _] or [1, _, _]))
            throw new UsageException($"{path} is an image, and this network wants inputs of shape {model.InputShape}.");
        var (grey, width, height) = Decode(path);
        int rows = model.InputShape[model.InputShape.Rank - 2], columns = model.InputShape[model.InputShape.Rank - 1];
        byte[] pixels = rows == height && columns == width ? grey : Scale(grey, width, height, columns, rows);
        if (BorderMean(pixels, columns, rows) > 127)
        {
            report.Note($"{path}: light background, so the picture is inverted (the network learned light ink on "
                + "dark ground).");
            for (int i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)(255 - pixels[i]);
        }

        return Tensor.Wrap(pixels, model.InputShape);
    }

    private static (byte[] Grey, int Width, int Height) Decode(string path)
    {
        if (new FileInfo(path).Length > MaxFileBytes)
            throw new DataFormatException(path, -1L, $"an image file has at most {MaxFileBytes} bytes here");
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            using var stream = new MemoryStream(bytes);
            if (ImageInfo.FromStream(stream) is not { } info)
                throw new DataFormatException(path, 0L, "is no PNG, JPEG or BMP image");
            if ((long)info.Width * info.Height > MaxPixels)
                throw new DataFormatException(path, 0L,
                    $"has {info.Width} × {info.Height} pixels; expected at most {MaxPixels} in all");
            var image = ImageResult.FromMemory(bytes, ColorComponents.Grey);
            return (image.Data, image.Width, image.Height);
        }
        catch (Exception e) when (e is not DataFormatException)
        {
            throw new DataFormatException(path, -1L, $"is a damaged image: {e.Message}", e);
        }
    }

    /// <summary>Each target pixel is the mean of the area it covers.</summary>
    private static byte[] Scale(byte[] source, int width, int height, int columns, int rows)
    {
        var target = new byte[columns * rows];
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
                target[(y * columns) + x] = AreaMean(source, width, (double)x * width / columns,
                    (double)(x + 1) * width / columns, (double)y * height / rows, (double)(y + 1) * height / rows);
        }

        return target;
    }

    private static byte AreaMean(byte[] source, int width, double left, double right, double top, double bottom)
    {
        double sum = 0, area = 0;
        for (int y = (int)top; y < bottom; y++)
        {
            double tall = Math.Min(y + 1, bottom) - Math.Max(y, top);
            for (int x = (int)left; x < right; x++)
            {
                double weight = tall * (Math.Min(x + 1, right) - Math.Max(x, left));
                sum += weight * source[(y * width) + x];
                area += weight;
            }
        }

        return (byte)Math.Round(sum / area);
    }

    private static double BorderMean(byte[] pixels, int columns, int rows)
    {
        double sum = 0;
        for (int x = 0; x < columns; x++)
            sum += pixels[x] + pixels[((rows - 1) * columns) + x];
        for (int y = 0; y < rows; y++)
            sum += pixels[y * columns] + pixels[(y * columns) + columns - 1];
        return sum / (2 * (rows + columns));
    }
}
