namespace Madaline.Devices;

/// <summary>
/// A tensor seen as [samples, channels, inner], and which of its numbers share a mean: those of a channel over all
/// samples (batch norm), or those of a group of channels of one sample (group, instance and layer norm).
/// </summary>
internal readonly record struct NormLayout
{
    private NormLayout(int samples, int channels, int inner, int groups) =>
        (Samples, Channels, Inner, Groups) = (samples, channels, inner, groups);

    public int Samples { get; }

    public int Channels { get; }

    /// <summary>Numbers of one channel of one sample, side by side.</summary>
    public int Inner { get; }

    /// <summary>Groups in a sample; 0 where a mean spans the samples.</summary>
    public int Groups { get; }

    public bool SpansSamples => Groups == 0;

    /// <summary>How many means there are.</summary>
    public int Parts => SpansSamples ? Channels : Samples * Groups;

    /// <summary>Channels of a sample that share a mean.</summary>
    public int Together => SpansSamples ? 1 : Channels / Groups;

    /// <summary>How many numbers share a mean.</summary>
    public int Count => SpansSamples ? Samples * Inner : Together * Inner;

    /// <summary>Every channel over all samples: [samples, channels, …].</summary>
    public static NormLayout OverSamples(Shape shape) => new(shape[0], shape[1], InnerOf(shape, 2), 0);

    /// <summary>Groups of a sample's channels: [samples, channels, …].</summary>
    public static NormLayout OverGroups(Shape shape, int groups) =>
        new(shape[0], shape[1], InnerOf(shape, 2), groups);

    /// <summary>Rows, each element with a factor of its own: [rows, elements].</summary>
    public static NormLayout OverRows(int rows, int elements) => new(rows, elements, 1, 1);

    private static int InnerOf(Shape shape, int from)
    {
        int product = 1;
        foreach (int size in shape.AsSpan()[from..])
            product *= size;
        return product;
    }
}
