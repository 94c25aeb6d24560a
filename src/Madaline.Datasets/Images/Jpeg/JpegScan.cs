using Madaline.Formats;

namespace Madaline.Datasets.Images.Jpeg;

/// <summary>One pass over some of a JPEG's colours: which, and which coefficients it gives.</summary>
/// <param name="Components">The colours, in the order in which their blocks alternate.</param>
/// <param name="First">The first coefficient; 0 is the mean.</param>
/// <param name="Last">The last coefficient.</param>
/// <param name="High">The bit down to which they are known; 0 for the first pass.</param>
/// <param name="Low">The bit down to which this pass gives them.</param>
internal sealed record JpegScan(JpegComponent[] Components, int First, int Last, int High, int Low)
{
    private const int MaxBlocks = 10;

    /// <summary>Reads the segment behind a scan's marker.</summary>
    /// <exception cref="DataFormatException">It names no colour of the frame, or impossible coefficients.</exception>
    public static JpegScan Read(ReadOnlySpan<byte> segment, JpegFrame frame, JpegTables tables, int at, string file)
    {
        int count = segment.Length < 3 ? 0 : segment[2];
        if (count is < 1 or > 4 || segment.Length != 6 + 2 * count) throw Damaged("is impossible");
        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            int id = segment[3 + 2 * i];
            var component = Array.Find(frame.Components, c => c.Id == id && !components.Contains(c))
                ?? throw Damaged($"names component {id}, which the frame header has not");
            components[i] = component;
        }

        var rest = segment[(3 + 2 * count)..];
        var scan = frame.IsProgressive ? new JpegScan(components, rest[0], rest[1], rest[2] >> 4, rest[2] & 15)
            : new JpegScan(components, 0, 63, 0, 0);
        bool isPossible = scan.First == 0 ? scan.Last == 0 || !frame.IsProgressive
            : count == 1 && scan.Last >= scan.First && scan.Last < 64;
        if (!isPossible || scan.Low > 13 || (scan.High != 0 && scan.High != scan.Low + 1))
        {
            throw Damaged($"gives coefficients {scan.First} to {scan.Last} of {count} components, bits {scan.High} to "
                + $"{scan.Low}, which is impossible");
        }

        if (count > 1 && components.Sum(c => c.Across * c.Down) > MaxBlocks)
            throw Damaged($"has more than {MaxBlocks} blocks in a unit");
        for (int i = 0; i < count; i++) scan.TakeTables(components[i], segment[4 + 2 * i], tables, at);
        return scan;

        DataFormatException Damaged(string what) =>
            new(file, at, $"a scan of the JPEG {what}. The file is damaged.");
    }

    private void TakeTables(JpegComponent component, int numbers, JpegTables tables, int at)
    {
        component.Factors ??= tables.Factors(component.QuantizationTable, at);
        component.MeanCode = First == 0 && High == 0 ? tables.Means(numbers >> 4, at) : null;
        component.WaveCode = Last > 0 ? tables.Waves(numbers & 15, at) : null;
    }
}
