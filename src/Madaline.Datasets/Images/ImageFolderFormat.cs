using Madaline.Formats;

namespace Madaline.Datasets.Images;

/// <summary>The one size and number of channels that the images of a folder have, or are brought to.</summary>
/// <param name="Size">Height and width.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Options">How the images are read.</param>
internal sealed record ImageFolderFormat(Size2 Size, int Channels, ImageFolderOptions Options)
{
    public int ImageBytes => Channels * Size.Height * Size.Width;

    /// <summary>The format of all, told by their headers, so that nothing is allocated for images that do not fit
    /// together.</summary>
    /// <exception cref="DataFormatException">A size is another than the first one's.</exception>
    public static ImageFolderFormat Of(
        IReadOnlyList<(string File, ImageHeader Header)> images, ImageFolderOptions options)
    {
        string? first = null;
        Size2 size = default;
        int channels = 1;
        foreach (var (file, header) in images)
        {
            channels = Math.Max(channels, header.Channels);
            var own = new Size2(header.Height, header.Width);
            if (first is null) (first, size) = (file, own);
            if (own == size || options.Size is not null) continue;
            throw new DataFormatException(file, -1L, $"the image has {own.Width} × {own.Height} pixels, and {first} "
                + $"has {size.Width} × {size.Height}; expected one size. Give a size that all are brought to.");
        }

        var format = new ImageFolderFormat(options.Size ?? size, options.Channels ?? channels, options);
        var (height, width) = format.Size;
        if (height >= 1 && width >= 1 && (long)height * width <= options.Image.MaxPixels) return format;
        throw new DataFormatException(first ?? "images", -1L, $"images are to be brought to {width} × {height} "
            + $"pixels; expected at least 1 × 1 and at most {options.Image.MaxPixels} pixels. Give another size.");
    }

    /// <summary>Bytes of a number of images.</summary>
    /// <exception cref="DataFormatException">They do not fit into one tensor.</exception>
    public int BytesFor(int count)
    {
        long bytes = (long)count * ImageBytes;
        if (bytes <= Array.MaxLength) return (int)bytes;
        throw new DataFormatException("images", -1L, $"{count} images of {Channels} × {Size.Height} × {Size.Width} "
            + $"are {bytes} bytes; expected at most {Array.MaxLength}. Give a smaller size.");
    }

    /// <summary>Reads an image in this format.</summary>
    public Tensor Read(string file) =>
        ImageScaling.Resize(ImageFile.Read(file, Options.Image with { Channels = Channels }), Size);
}
