namespace Madaline.Datasets.Images.Jpeg;

/// <summary>What a JPEG's components mean, and the picture made of them.</summary>
/// <remarks>
/// As libjpeg has it: a JFIF segment says luma and chroma; else an Adobe segment tells; else three components called R,
/// G and B are these. Four are taken for the inks that Adobe's programs write, where 255 is no ink.
/// </remarks>
internal sealed class JpegColours
{
    private bool _isJfif;
    private int? _adobe;

    /// <summary>Takes note of an application's segment.</summary>
    public void Read(int marker, ReadOnlySpan<byte> segment)
    {
        var content = segment[2..];
        if (marker == JpegMarkers.App0) _isJfif |= content.Length >= 14 && content.StartsWith("JFIF\0"u8);
        else if (content.Length >= 12 && content.StartsWith("Adobe"u8)) _adobe = content[11];
    }

    /// <summary>Brings all components to the picture's size and to red, green and blue, or grey.</summary>
    public Raster Picture(JpegFrame frame)
    {
        var components = frame.Components;
        var (height, width) = (frame.Height, frame.Width);
        int channels = components.Length == 1 ? 1 : 3;
        var pixels = new byte[channels * height * width];
        var rows = Array.ConvertAll(components, c => new SampleRows(c, frame));
        bool isLuma = IsLuma(components);
        for (int y = 0; y < height; y++)
        {
            var first = rows[0].Row(y);
            var red = pixels.AsSpan(y * width, width);
            if (channels == 1)
            {
                first.CopyTo(red);
                continue;
            }

            var green = pixels.AsSpan((height + y) * width, width);
            var blue = pixels.AsSpan((2 * height + y) * width, width);
            if (isLuma)
            {
                ColourConversion.ToColour(first, rows[1].Row(y), rows[2].Row(y), red, green, blue);
            }
            else
            {
                first.CopyTo(red);
                rows[1].Row(y).CopyTo(green);
                rows[2].Row(y).CopyTo(blue);
            }

            if (components.Length == 4) ColourConversion.Ink(red, green, blue, rows[3].Row(y), isInverted: isLuma);
        }

        return new Raster(height, width, channels, pixels);
    }

    private bool IsLuma(JpegComponent[] components)
    {
        if (components.Length == 1) return false;
        if (components.Length == 4) return _adobe is not (null or 0);
        if (_isJfif) return true;
        return _adobe is { } transform ? transform != 0
            : (components[0].Id, components[1].Id, components[2].Id) is not (0x52, 0x47, 0x42);
    }
}
