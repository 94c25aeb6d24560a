namespace Madaline.Datasets.Images;

/// <summary>How a folder of images is read.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>The size that all images are brought to; null where they must have one size.</summary>
    public Size2? Size { get; init; }

    /// <summary>1 for grey, 3 for colour; null for colour unless every image is grey.</summary>
    public int? Channels { get; init; }

    /// <summary>Whether the test part is not wanted.</summary>
    public bool SkipTest { get; init; }

    /// <summary>
    /// Whether one file that cannot be read ends the reading; otherwise it is left out and named in the remarks.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>Limits, transparency and orientation of the single images; its channels are not used.</summary>
    public ImageOptions Image { get; init; } = new();
}
