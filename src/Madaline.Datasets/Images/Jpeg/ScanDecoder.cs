using Madaline.Formats;

namespace Madaline.Datasets.Images.Jpeg;

/// <summary>Reads the blocks of one scan: into samples, or of a progressive file into coefficients.</summary>
internal static class ScanDecoder
{
    /// <summary>Decodes a scan.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="at">The first byte of the scan's bits.</param>
    /// <param name="frame">The picture.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="interval">Units between two restart markers; 0 for none.</param>
    /// <param name="file">What errors call it.</param>
    /// <returns>Where the scan's bits end.</returns>
    /// <exception cref="DataFormatException">They end before the last block, or are no code.</exception>
    public static int Run(ReadOnlySpan<byte> bytes, int at, JpegFrame frame, JpegScan scan, int interval, string file)
    {
        var bits = new BitReader(bytes, at);
        var blocks = new BlockReader(scan);
        var spare = new short[64];
        bool isAlone = scan.Components.Length == 1;
        int columns = isAlone ? scan.Components[0].BlockColumns : Units(frame.Width, frame.MaxAcross);
        int rows = isAlone ? scan.Components[0].BlockRows : Units(frame.Height, frame.MaxDown);
        int left = interval, restarts = 0;
        blocks.Restart();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                if (interval > 0 && left-- == 0)
                {
                    bits.Restart(BehindRestart(bytes, bits.Position, restarts++ & 7, file));
                    blocks.Restart();
                    left = interval - 1;
                }

                bool isRead = true;
                if (isAlone)
                {
                    isRead = Block(ref bits, blocks, frame, scan.Components[0], row, column, spare);
                }
                else
                {
                    foreach (var component in scan.Components)
                        isRead = isRead && Unit(ref bits, blocks, frame, component, row, column, spare);
                }

                if (bits.IsPastEnd) throw TooShort(bytes, bits.Position, row, rows, file);
                if (isRead) continue;
                throw new DataFormatException(file, bits.Position, $"the JPEG's pixels are damaged in row {row} of "
                    + $"{rows} rows of blocks: bits that are no code. Replace the file.");
            }
        }

        return bits.Position;
    }

    private static int Units(int pixels, int blocks) => (pixels + 8 * blocks - 1) / (8 * blocks);

    private static bool Unit(ref BitReader bits, BlockReader blocks, JpegFrame frame, JpegComponent component,
        int row, int column, short[] spare)
    {
        for (int y = 0; y < component.Down; y++)
        {
            for (int x = 0; x < component.Across; x++)
            {
                if (!Block(ref bits, blocks, frame, component, row * component.Down + y,
                    column * component.Across + x, spare)) return false;
            }
        }

        return true;
    }

    private static bool Block(ref BitReader bits, BlockReader blocks, JpegFrame frame, JpegComponent component,
        int row, int column, short[] spare)
    {
        bool isInside = row < component.BlockRows && column < component.BlockColumns;
        if (frame.IsProgressive)
        {
            if (!isInside) Array.Clear(spare);
            return blocks.Read(ref bits, component, isInside
                ? component.Coefficients.AsSpan((row * component.BlockColumns + column) * 64, 64) : spare);
        }

        Array.Clear(spare);
        if (!BlockReader.ReadAll(ref bits, component, spare, out bool isFlat)) return false;
        if (!isInside) return true;
        var samples = component.Samples.AsSpan(row * 8 * component.Stride + column * 8);
        if (!isFlat)
        {
            InverseCosine.Run(spare, component.Factors, samples, component.Stride);
            return true;
        }

        byte mean = InverseCosine.Mean(spare[0] * component.Factors![0]);
        for (int y = 0; y < 8; y++) samples.Slice(y * component.Stride, 8).Fill(mean);
        return true;
    }

    /// <summary>The place behind a restart marker; bytes between it and the bits are passed over.</summary>
    private static int BehindRestart(ReadOnlySpan<byte> bytes, int at, int number, string file)
    {
        int marker = JpegMarkers.Next(bytes, at);
        int found = marker < bytes.Length ? bytes[marker] : -1;
        if (found == 0xD0 + number) return marker + 1;
        throw new DataFormatException(file, Math.Min(marker, bytes.Length), found < 0
            ? "the JPEG ends too early, between two restart markers. Replace the file."
            : $"the JPEG has marker {found:X2} where restart marker {0xD0 + number:X2} must be: a part of the pixels "
            + "is missing. Replace the file.");
    }

    private static DataFormatException TooShort(ReadOnlySpan<byte> bytes, int at, int row, int rows, string file) =>
        new(file, at, $"the JPEG's pixels end too early, in row {row} of {rows} rows of blocks, "
            + (at >= bytes.Length - 1 ? "with the file" : "at a marker") + ". The file was cut off: replace it.");
}
