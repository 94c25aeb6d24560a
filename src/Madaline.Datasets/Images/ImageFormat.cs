namespace Madaline.Datasets.Images;

/// <summary>Formats of image files that can be read and written.</summary>
public enum ImageFormat
{
    /// <summary>Portable Network Graphics: lossless.</summary>
    Png,

    /// <summary>JPEG, baseline or progressive: small, and not the same pixels again.</summary>
    Jpeg,

    /// <summary>Windows bitmap, uncompressed.</summary>
    Bmp,
}

/// <summary>What an image file says of itself before its pixels.</summary>
/// <param name="Format">Told by the first bytes, not by the file's name.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">1 for grey, 3 for colour; transparency is not counted.</param>
public readonly record struct ImageHeader(ImageFormat Format, int Height, int Width, int Channels)
{
    /// <summary>How the camera was held.</summary>
    internal Orientation Orientation { get; init; }
}

/// <summary>How an image is read.</summary>
public sealed record ImageOptions
{
    /// <summary>1 for grey, 3 for colour; null for what the file has.</summary>
    public int? Channels { get; init; }

    /// <summary>Whether transparent places show white; otherwise transparency is dropped and the colour kept.</summary>
    public bool OnWhite { get; init; }

    /// <summary>
    /// Whether a picture is turned as its Exif orientation says; false for the pixels as the file has them.
    /// </summary>
    /// <remarks>
    /// Off, as in PyTorch's torchvision and Pillow: a network is to see at prediction what it saw in training, and most
    /// sets were made without. Switch it on for photographs that a telephone took, in training and afterwards alike.
    /// </remarks>
    public bool Upright { get; init; }

    /// <summary>Most pixels that a header may ask for; 64 Mi if not given.</summary>
    public long MaxPixels { get; init; } = 64L << 20;

    /// <summary>Most bytes of a file; 64 MiB if not given.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>Most bytes of memory that decoding a JPEG may take; 512 MiB if not given.</summary>
    /// <remarks>
    /// Colour takes up to 9 bytes a pixel, 15 if the file is progressive. Besides, a JPEG may ask for 256 pixels a byte
    /// of the file (512 if progressive), and have 64 scans whose pixels together are eight times
    /// <see cref="MaxPixels"/>: more than encoders make.
    /// </remarks>
    public long MaxDecodedBytes { get; init; } = 512L << 20;
}
