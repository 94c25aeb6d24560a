using Madaline.Formats;

namespace Madaline.Datasets.Images.Jpeg;

/// <summary>Decodes JPEG files: baseline, extended and progressive Huffman coding with 8 bits.</summary>
/// <remarks>
/// A file is read as a whole or not at all: each colour needs a scan that does not end before its last block, and the
/// mark that ends the picture must be there. Bytes between segments and behind the end are passed over.
/// Source: ITU-T T.81; pixels are those of libjpeg-turbo.
/// </remarks>
internal static class JpegDecoder
{
    /// <summary>Most scans of one file; encoders make 1 to about 20.</summary>
    public const int MaxScans = 64;

    /// <summary>Scans times pixels may be as many times what the options allow in pixels.</summary>
    public const int MaxPasses = 8;

    // A block of 8 × 8 pixels takes at least two bits, one for its mean and one for "no more"; of a progressive file
    // the second may be shared by thousands of blocks.
    private const int MaxPixelsPerByte = 256, MaxProgressivePixelsPerByte = 512;

    /// <summary>Decodes a file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="options">The limits to keep to.</param>
    /// <param name="file">What errors call it.</param>
    /// <exception cref="DataFormatException">Damaged, cut off, or beyond the limits.</exception>
    public static Raster Decode(ReadOnlySpan<byte> bytes, ImageOptions options, string file)
    {
        JpegFrame? frame = null;
        var tables = new JpegTables(file);
        var colours = new JpegColours();
        int at = 2, scans = 0;
        while (true)
        {
            int marker = JpegMarkers.Next(bytes, at);
            if (marker >= bytes.Length) throw CutOff(bytes.Length, frame, file);
            int kind = bytes[marker];
            at = marker + 1;
            if (kind == JpegMarkers.EndOfImage) break;
            if (JpegMarkers.IsBare(kind)) continue;
            var segment = JpegMarkers.Segment(bytes, at, file);
            if (segment.IsEmpty) throw CutOff(bytes.Length, frame, file);
            if (kind == JpegMarkers.Factors) tables.ReadFactors(segment, at);
            else if (kind == JpegMarkers.Codes) tables.ReadCodes(segment, at);
            else if (kind == JpegMarkers.Interval) tables.ReadInterval(segment, at);
            else if (kind is JpegMarkers.App0 or JpegMarkers.App14) colours.Read(kind, segment);
            else if (JpegMarkers.IsFrame(kind)) frame = Frame(segment, kind, at, frame, bytes.Length, options, file);
            at += segment.Length;
            if (kind != JpegMarkers.StartOfScan) continue;
            if (frame is null) throw JpegHeader.NoFrame(marker, file);
            RequireFew(++scans, frame, options, at, file);
            at = Scan(bytes, at, segment, frame, tables, file);
        }

        if (frame is null) throw JpegHeader.NoFrame(at, file);
        return Picture(frame, colours, at, file);
    }

    private static JpegFrame Frame(ReadOnlySpan<byte> segment, int marker, int at, JpegFrame? before, int length,
        ImageOptions options, string file)
    {
        if (before is not null)
            throw new DataFormatException(file, at, "the JPEG has two frame headers. The file is damaged.");
        JpegHeader.OfFrame(segment, marker, at, file);
        var frame = JpegFrame.Read(segment, marker, at, file);
        long pixels = (long)frame.Width * frame.Height;
        if (pixels > (long)length * (frame.IsProgressive ? MaxProgressivePixelsPerByte : MaxPixelsPerByte))
        {
            throw new DataFormatException(file, at, $"{length} bytes cannot hold the {frame.Width} × {frame.Height} "
                + "pixels that the header promises. The file is damaged.");
        }

        // The picture once more: as the result, where its size or number of channels is another.
        long needed = frame.Bytes + pixels * Math.Min(frame.Components.Length, 3);
        if (needed > options.MaxDecodedBytes)
        {
            throw new DataFormatException(file, at, $"decoding {frame.Width} × {frame.Height} pixels takes {needed} "
                + $"bytes of memory; expected at most {options.MaxDecodedBytes}. Save it smaller.");
        }

        foreach (var component in frame.Components) component.Allocate(frame.IsProgressive);
        return frame;
    }

    private static void RequireFew(int scans, JpegFrame frame, ImageOptions options, int at, string file)
    {
        long pixels = (long)frame.Width * frame.Height;
        if (scans <= MaxScans && scans * pixels <= MaxPasses * options.MaxPixels) return;
        throw new DataFormatException(file, at, $"a JPEG of {scans} or more scans of {pixels} pixels; expected at most "
            + $"{MaxScans} scans, and {MaxPasses} times {options.MaxPixels} pixels in all. Save it anew, or as PNG.");
    }

    private static int Scan(ReadOnlySpan<byte> bytes, int at, ReadOnlySpan<byte> segment, JpegFrame frame,
        JpegTables tables, string file)
    {
        var scan = JpegScan.Read(segment, frame, tables, at, file);
        int end = ScanDecoder.Run(bytes, at, frame, scan, tables.RestartInterval, file);
        foreach (var component in scan.Components) component.IsComplete |= scan is { First: 0, High: 0 };
        return end;
    }

    private static Raster Picture(JpegFrame frame, JpegColours colours, int at, string file)
    {
        for (int c = 0; c < frame.Components.Length; c++)
        {
            if (frame.Components[c].IsComplete) continue;
            throw new DataFormatException(file, at, $"the JPEG has no scan of component {c}, one of its "
                + $"{frame.Components.Length} colours. The file was cut off: replace it.");
        }

        foreach (var component in frame.Components)
        {
            if (frame.IsProgressive) component.Transform();
        }

        return colours.Picture(frame);
    }

    private static DataFormatException CutOff(int length, JpegFrame? frame, string file) => new(file, length,
        $"the JPEG ends too early: {(frame is null ? "before its frame header" : "the mark of its end is missing")}. "
        + "The file was cut off: replace it.");
}
