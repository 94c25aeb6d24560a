using System.Diagnostics;
using Madaline.Datasets.Images.Bmp;
using Madaline.Datasets.Images.Jpeg;
using Madaline.Datasets.Images.Png;
using Madaline.Formats;

namespace Madaline.Datasets.Images;

/// <summary>Reads and writes PNG, JPEG and BMP files as tensors of bytes.</summary>
/// <remarks>
/// The header is read first, and refused where it asks for more than the options allow or than the file can hold. A
/// file that ends before its last pixel is refused, whatever its end looks like. Pixels are those of Pillow and
/// torchvision: of a JPEG to the bit where libjpeg-turbo decodes it, of a PNG with the upper byte of 16 bits.
/// </remarks>
public static class ImageFile
{
    private const int FirstBytes = 64 * 1024;
    private const int MaxSide = 1 << 24;

    /// <summary>Three channels of more pixels, their rows filled up to blocks, are beyond one array.</summary>
    private const long MostPixels = 600L << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; its format is told by its bytes.</param>
    /// <param name="options">Channels, transparency and limits; null for the defaults.</param>
    /// <returns>UInt8 [channels, height, width]: one channel if grey, three (red, green, blue) if colour.</returns>
    /// <exception cref="DataFormatException">No such image, damaged, or beyond the limits.</exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public static Tensor Read(string path, ImageOptions? options = null) =>
        Decode(Bytes(path, options ?? new ImageOptions()), path, options);

    /// <summary>Reads the header of a file without decoding it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="DataFormatException">No such image, or beyond the limits.</exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public static ImageHeader ReadHeader(string path, ImageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new ImageOptions();
        using var stream = Opened(path);
        var first = new byte[Math.Min(stream.Length, FirstBytes)];
        int read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        var header = HeaderReader.Read(first.AsSpan(0, read), path);
        ImageHeader found = header is { } early ? Checked(early, options, path)
            : HeaderOf(Bytes(path, options), path, options);
        bool isTurned = options.Upright && Exif.IsOnItsSide(found.Orientation);
        return isTurned ? found with { Height = found.Width, Width = found.Height } : found;
    }

    /// <summary>Decodes a file's bytes.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">Channels, transparency and limits; null for the defaults.</param>
    /// <returns>UInt8 [channels, height, width].</returns>
    /// <exception cref="DataFormatException">No such image, damaged, or beyond the limits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Other channels than 1 or 3.</exception>
    public static Tensor Decode(byte[] bytes, string name = "image", ImageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(name);
        options ??= new ImageOptions();
        if (options.Channels is not (null or 1 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(options),
                $"image: no such number of channels. Channels is {options.Channels}; expected 1 for grey or 3.");
        }

        var header = HeaderOf(bytes, name, options);
        Raster picture = header.Format switch
        {
            ImageFormat.Png => PngDecoder.Decode(bytes, options, name),
            ImageFormat.Jpeg => JpegDecoder.Decode(bytes, options, name),
            ImageFormat.Bmp => BmpDecoder.Decode(bytes, options, name),
            _ => throw new UnreachableException($"{header.Format} has no decoder"),
        };
        if (options.Upright) picture = Exif.Upright(picture, header.Orientation);
        return PixelLayout.ToTensor(picture, options.Channels ?? picture.Channels);
    }

    /// <summary>Writes a file atomically, in the format of its ending: .png, .jpg, .jpeg or .bmp.</summary>
    /// <param name="path">The file; missing folders are made.</param>
    /// <param name="image">
    /// [height, width], [1, height, width] or [3, height, width]; bytes, or floating numbers from 0 to 1, which are
    /// rounded to bytes and cut off outside.
    /// </param>
    /// <param name="quality">JPEG: 1 (small) to 100 (good).</param>
    /// <exception cref="ArgumentException">Another ending, or a quality outside.</exception>
    /// <exception cref="TensorException">The tensor is no image.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Write(string path, Tensor image, int quality = 90)
    {
        ArgumentNullException.ThrowIfNull(path);
        var format = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => ImageFormat.Png,
            ".jpg" or ".jpeg" => ImageFormat.Jpeg,
            ".bmp" => ImageFormat.Bmp,
            var ending => throw new ArgumentException($"image: no format for that ending. path is '{path}'; "
                + $"expected .png, .jpg, .jpeg or .bmp, not '{ending}'.", nameof(path)),
        };
        byte[] bytes = Encode(image, format, quality);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Encodes an image as the bytes of a file.</summary>
    /// <param name="image">As for <see cref="Write"/>.</param>
    /// <param name="format">The format.</param>
    /// <param name="quality">JPEG: 1 (small) to 100 (good).</param>
    /// <exception cref="ArgumentException">A quality outside.</exception>
    /// <exception cref="TensorException">The tensor is no image.</exception>
    public static byte[] Encode(Tensor image, ImageFormat format, int quality = 90)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        var (pixels, height, width, channels) = PixelLayout.FromTensor(image);
        var components = channels == 1 ? StbImageWriteSharp.ColorComponents.Grey
            : StbImageWriteSharp.ColorComponents.RedGreenBlue;
        var writer = new StbImageWriteSharp.ImageWriter();
        using var stream = new MemoryStream();
        if (format == ImageFormat.Png) writer.WritePng(pixels, width, height, components, stream);
        else if (format == ImageFormat.Bmp) writer.WriteBmp(pixels, width, height, components, stream);
        else writer.WriteJpg(pixels, width, height, components, stream, quality);
        return stream.ToArray();
    }

    /// <summary>Whether a file's name ends like one of an image.</summary>
    internal static bool HasEnding(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".png" or ".jpg" or ".jpeg" or ".jpe" or ".jfif" or ".bmp";

    private static byte[] Bytes(string path, ImageOptions options)
    {
        using var stream = Opened(path);
        if (stream.Length <= options.MaxBytes)
            return InputFile.ReadAll(stream, path, options.MaxBytes, "an image file");
        throw new DataFormatException(path, -1L, $"an image file of {stream.Length} bytes; expected at most "
            + $"{options.MaxBytes}. Save it smaller.");
    }

    /// <summary>A file with something in it: a pipe or a device is not waited for.</summary>
    private static FileStream Opened(string path)
    {
        if (File.Exists(path) || Directory.Exists(path)) return InputFile.Open(path);
        throw new FileNotFoundException($"image: there is no such file. path is {path}. Check the path.", path);
    }

    private static ImageHeader HeaderOf(byte[] bytes, string name, ImageOptions options) =>
        HeaderReader.Read(bytes, name) is { } header ? Checked(header, options, name)
            : throw new DataFormatException(name, bytes.Length,
                "the file ends inside its header. It was cut off: replace it.");

    private static ImageHeader Checked(ImageHeader header, ImageOptions options, string name)
    {
        long most = Math.Min(options.MaxPixels, MostPixels);
        bool isLarge = (long)header.Width * header.Height > most;
        if (!isLarge && header.Width <= MaxSide && header.Height <= MaxSide) return header;
        throw new DataFormatException(name, -1L, $"an image of {header.Width} × {header.Height} pixels; expected at "
            + $"most {most} in all and {MaxSide} in a row or column. Save it smaller.");
    }
}
