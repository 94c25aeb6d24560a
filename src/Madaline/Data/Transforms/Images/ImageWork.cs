namespace Madaline.Data;

/// <summary>The memory of a batch of images before and after a transform, and the key of its random numbers.</summary>
internal readonly ref struct ImageWork<T>(
    ReadOnlySpan<T> x, Span<T> y, int count, ImageSize from, ImageSize to, ulong key) where T : unmanaged
{
    /// <summary>All there was.</summary>
    public ReadOnlySpan<T> X { get; } = x;

    /// <summary>All there shall be; not set yet.</summary>
    public Span<T> Y { get; } = y;

    /// <summary>How many images.</summary>
    public int Count { get; } = count;

    /// <summary>The size of each before.</summary>
    public ImageSize From { get; } = from;

    /// <summary>The size of each after.</summary>
    public ImageSize To { get; } = to;

    /// <summary>The random numbers of the image at a place.</summary>
    public SampleStream Stream(int image) => new(key, image);

    /// <summary>One image before.</summary>
    public ReadOnlySpan<T> Source(int image) => X.Slice(image * From.Elements, From.Elements);

    /// <summary>One image after.</summary>
    public Span<T> Target(int image) => Y.Slice(image * To.Elements, To.Elements);

    /// <summary>One channel before.</summary>
    public ReadOnlySpan<T> Source(int image, int channel) => Source(image).Slice(channel * From.Plane, From.Plane);

    /// <summary>One channel after.</summary>
    public Span<T> Target(int image, int channel) => Target(image).Slice(channel * To.Plane, To.Plane);
}
