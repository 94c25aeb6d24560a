using Madaline.Datasets.Images;

namespace Madaline.Datasets.Sets;

/// <summary><c>images</c>: a folder of images that the user brings (<see cref="ImageFolder"/>).</summary>
internal sealed class ImagesSet() : DatasetEntry(
    DatasetCatalog.ImagesName,
    "Any folder of images: a folder for each class; train and test (or val) if there are both.",
    [
        new("path", "text"), new("size", "size", 1, 1 << 14), new("channels", "integer", 1, 3), new("upright", "flag"),
        new("strict", "flag"),
    ])
{
    public override DatasetOrigin Origin => DatasetOrigin.UserFolder;

    public override string? Locate(DataRoot root) => null;

    private protected override DatasetPair Read(DatasetOptions options, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            throw new ArgumentException("images: no folder. Path is empty; expected a folder that holds a folder of "
                + "images for each class. Set Path to it.", nameof(options));
        }

        return ImageFolder.Read(options.Path, new ImageFolderOptions
        {
            Size = options.Size,
            Channels = options.Channels,
            SkipTest = options.SkipTest,
            Strict = options.Strict,
            Image = new ImageOptions { Upright = options.Upright },
        }, cancellationToken);
    }
}
