using Madaline.Formats;

namespace Madaline.Datasets.Images;

/// <summary>Bounds what a JPEG file costs before it is decoded.</summary>
/// <remarks>
/// The decoder fills what a file leaves out with grey, at the price of the whole image, and once more for every scan:
/// a few bytes could ask for gigabytes and minutes.
/// </remarks>
internal static class JpegCheck
{
    /// <summary>Most scans of one file; encoders make 1 to about 20.</summary>
    public const int MaxScans = 64;

    /// <summary>Scans times pixels may be as many times what the options allow in pixels.</summary>
    public const int MaxPasses = 8;

    // A block of 8 × 8 pixels takes at least two bits, one for its mean and one for "no more"; of a progressive file
    // the second may be shared by thousands of blocks.
    private const int MostPixelsPerByte = 256, MostProgressivePixelsPerByte = 512;
    private const int Progressive = 0xC2;

    /// <exception cref="DataFormatException">Too few bytes for the pixels, or too much memory or work.</exception>
    public static void Run(ReadOnlySpan<byte> bytes, ImageHeader header, ImageOptions options, string file)
    {
        int frame = HeaderReader.JpegFrameAt(bytes, file)!.Value, components = bytes[frame + 7];
        bool isProgressive = bytes[frame - 1] == Progressive;
        long pixels = (long)header.Width * header.Height;
        if (pixels > (long)bytes.Length * (isProgressive ? MostProgressivePixelsPerByte : MostPixelsPerByte))
        {
            throw new DataFormatException(file, frame, $"{bytes.Length} bytes cannot hold the {header.Width} × "
                + $"{header.Height} pixels that the header promises. The file is damaged.");
        }

        // A byte a component while it decodes, two more of coefficients, and the result twice.
        long needed = pixels * (components * (isProgressive ? 3 : 1) + 2 * Math.Min(components, 3));
        if (needed > options.MaxDecodedBytes)
        {
            throw new DataFormatException(file, frame, $"decoding {header.Width} × {header.Height} pixels takes "
                + $"{needed} bytes of memory; expected at most {options.MaxDecodedBytes}. Save it smaller.");
        }

        int scans = Scans(bytes[frame..]);
        if (scans <= MaxScans && scans * pixels <= MaxPasses * options.MaxPixels) return;
        throw new DataFormatException(file, frame, $"a JPEG of {scans} scans of {pixels} pixels; expected at most "
            + $"{MaxScans} scans, and {MaxPasses} times {options.MaxPixels} pixels in all. Save it anew, or as PNG.");
    }

    /// <summary>
    /// At least as many as the decoder will find: it may take the end of a scan to be elsewhere, but every scan begins
    /// with this marker.
    /// </summary>
    private static int Scans(ReadOnlySpan<byte> bytes) => bytes.Count<byte>([0xFF, 0xDA]);
}
