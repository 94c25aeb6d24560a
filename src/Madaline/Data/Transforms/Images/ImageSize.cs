namespace Madaline.Data;

/// <summary>The sizes of a sample that is an image.</summary>
internal readonly record struct ImageSize(int Channels, int Height, int Width)
{
    /// <summary>Numbers of one channel.</summary>
    public int Plane => Height * Width;

    /// <summary>Numbers of one image.</summary>
    public int Elements => Channels * Plane;

    public Shape ToShape() => [Channels, Height, Width];
}
