using Madaline.Datasets.Images;
using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Workbench;

/// <summary>An image file as a picture of a network's input size, grey or colour.</summary>
public static class ImageInput
{
    private static readonly string[] LightOnDark = ["mnist", "fashion-mnist", "digits"];

    /// <summary>Reads a file, brings it to size and channels, and inverts dark ink on light paper for digits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The network.</param>
    /// <param name="isInverted">Whether the picture was inverted.</param>
    /// <returns>UInt8, in the network's input shape.</returns>
    /// <exception cref="DataFormatException">It is no image, or too large.</exception>
    /// <exception cref="RequestException">The network does not take images.</exception>
    public static Tensor Read(string path, TrainedModel model, out bool isInverted)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Fit(ImageFile.Read(path, Expected(path, model)), model, out isInverted);
    }

    /// <summary>As <see cref="Read"/>, from a file's bytes: what a service was sent.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="model">The network.</param>
    /// <param name="isInverted">Whether the picture was inverted.</param>
    /// <returns>UInt8, in the network's input shape.</returns>
    /// <exception cref="DataFormatException">It is no image, or too large.</exception>
    /// <exception cref="RequestException">The network does not take images.</exception>
    public static Tensor Decode(byte[] bytes, string name, TrainedModel model, out bool isInverted)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Fit(ImageFile.Decode(bytes, name, Expected(name, model)), model, out isInverted);
    }

    private static ImageOptions Expected(string name, TrainedModel model)
    {
        int[] sizes = model.InputShape.ToArray();
        if (sizes is not ([_, _] or [1 or 3, _, _]))
            throw new RequestException(
                $"{name} is an image, and this network takes inputs of shape {model.InputShape}.");
        return new ImageOptions
        {
            Channels = sizes.Length == 2 ? 1 : sizes[0],
            OnWhite = true,
            Upright = model.Recipe.Dataset.Flag("upright", false),
        };
    }

    private static Tensor Fit(Tensor image, TrainedModel model, out bool isInverted)
    {
        int[] sizes = model.InputShape.ToArray();
        int height = sizes[^2], width = sizes[^1];
        byte[] pixels = ImageScaling.Resize(image, new Size2(height, width)).ToArray<byte>();
        isInverted = LightOnDark.Contains(model.Recipe.Dataset.Type) && BorderMean(pixels, width, height) > 127;
        for (int i = 0; isInverted && i < pixels.Length; i++)
            pixels[i] = (byte)(255 - pixels[i]);
        return Tensor.Wrap(pixels, model.InputShape);
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
