using Madaline.Datasets.Downloads;
using Madaline.Formats;

namespace Madaline.Datasets;

/// <summary>MNIST and Fashion-MNIST: four IDX files of 28 × 28 grey images in ten classes.</summary>
/// <remarks>
/// Accepted as they are: <c>mnist/</c> or <c>fashion-mnist/</c> under the root, torchvision's <c>MNIST/raw</c> and
/// <c>FashionMNIST/raw</c>, and a root that is such a folder itself; each file gzip or plain.
/// Source: LeCun, Cortes, Burges; Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747.
/// </remarks>
public sealed class IdxImageFiles
{
    /// <summary>Pixels across and down an image.</summary>
    internal const int Side = 28;

    private const int Classes = 10;
    private readonly string[] _folders;
    private readonly Func<string, bool> _isOwnFolder;

    private IdxImageFiles(
        string name,
        IReadOnlyList<string> classNames,
        string[] folders,
        Func<string, bool> isOwnFolder,
        IReadOnlyList<DownloadFile> files)
    {
        Name = name;
        ClassNames = classNames;
        Files = files;
        _folders = folders;
        _isOwnFolder = isOwnFolder;
    }

    /// <summary>Handwritten digits: 60,000 to train on, 10,000 to test on.</summary>
    public static IdxImageFiles Mnist { get; } = new(
        "mnist",
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        ["mnist", "MNIST/raw"],
        folder => !folder.Contains("fashion", StringComparison.OrdinalIgnoreCase),
        IdxImageSources.Mnist);

    /// <summary>Zalando's articles of clothing, in the same form: 60,000 and 10,000.</summary>
    public static IdxImageFiles FashionMnist { get; } = new(
        "fashion-mnist",
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
        ["fashion-mnist", "FashionMNIST/raw"],
        folder => !folder.Contains("mnist", StringComparison.OrdinalIgnoreCase)
            || folder.Contains("fashion", StringComparison.OrdinalIgnoreCase),
        IdxImageSources.FashionMnist);

    /// <summary>The set's name: <c>mnist</c> or <c>fashion-mnist</c>.</summary>
    public string Name { get; }

    /// <summary>Names of the ten classes, by index.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The official files, with their sizes and checksums.</summary>
    public IReadOnlyList<DownloadFile> Files { get; }

    /// <summary>Finds the two files of a part; null when one of them is not there.</summary>
    /// <param name="root">Where to look.</param>
    /// <param name="part">Training or test samples.</param>
    public (string Images, string Labels)? Locate(DataRoot root, DatasetPart part)
    {
        ArgumentNullException.ThrowIfNull(root);
        var (imagesName, labelsName) = NamesOf(part);
        foreach (var folder in FoldersOf(root))
        {
            if (Find(folder, imagesName) is { } images && Find(folder, labelsName) is { } labels)
                return (images, labels);
        }

        return null;
    }

    /// <summary>Reads a part.</summary>
    /// <param name="root">Where to look.</param>
    /// <param name="part">Training or test samples.</param>
    /// <exception cref="DatasetNotFoundException">The files are not there; they can be fetched first.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or the two do not belong together.</exception>
    public IdxImages Load(DataRoot root, DatasetPart part)
    {
        var (imagesName, labelsName) = NamesOf(part);
        var (images, labels) = Locate(root, part)
            ?? throw new DatasetNotFoundException(
                Name,
                [imagesName + ".gz", labelsName + ".gz"],
                [.. FoldersOf(root)],
                "they are not there, gzip or plain");
        return Read(images, labels);
    }

    /// <summary>Reads a pair of IDX files and checks that they belong together.</summary>
    /// <param name="imagesPath">28 × 28 images, unsigned bytes.</param>
    /// <param name="labelsPath">As many labels, 0 to 9.</param>
    /// <exception cref="DataFormatException">A file is damaged, or the two do not belong together.</exception>
    public IdxImages Read(string imagesPath, string labelsPath)
    {
        RequireTogether(imagesPath, labelsPath);
        var labels = Idx.Read(labelsPath);
        var wrong = labels.Data.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(Classes - 1));
        if (wrong >= 0)
        {
            throw new DataFormatException(labelsPath, 8L + wrong,
                $"label {labels.Data[wrong]} of sample {wrong}; expected 0 to {Classes - 1}. Fetch the file again.");
        }

        return new IdxImages(Idx.Read(imagesPath).Data, labels.Data, Side, Side, ClassNames);
    }

    /// <summary>The headers say it before anything is unpacked: a small gzip file may hold gigabytes.</summary>
    private static void RequireTogether(string imagesPath, string labelsPath)
    {
        var labels = Idx.ReadHeader(labelsPath);
        if (labels.Kind != IdxKind.UInt8 || labels.Shape.Count != 1)
            throw Wrong(labelsPath, $"the file holds {labels}; expected labels UInt8 [n]");
        var images = Idx.ReadHeader(imagesPath);
        if (images.Kind != IdxKind.UInt8 || images.Shape is not [_, Side, Side])
            throw Wrong(imagesPath, $"the file holds {images}; expected images UInt8 [n, {Side}, {Side}]");
        if (images.Shape[0] != labels.Shape[0])
        {
            throw Wrong(imagesPath,
                $"{images.Shape[0]} images, but {labelsPath} holds {labels.Shape[0]} labels; expected as many");
        }
    }

    /// <summary>What can be fetched of a part.</summary>
    internal IEnumerable<DownloadFile> FilesOf(DatasetPart part)
    {
        var (images, labels) = NamesOf(part);
        return Files.Where(file => file.Name == images + ".gz" || file.Name == labels + ".gz");
    }

    private static (string Images, string Labels) NamesOf(DatasetPart part) => part == DatasetPart.Train
        ? ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
        : ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");

    private static string? Find(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path + ".gz") ? path + ".gz" : File.Exists(path) ? path : null;
    }

    private static DataFormatException Wrong(string path, string reason) =>
        new(path, 0, reason + ". The file belongs to another set, or under another name.");

    /// <summary>
    /// Folders that may hold the files. The root itself counts unless its name says that it holds the other set,
    /// whose files are called the same.
    /// </summary>
    private IEnumerable<string> FoldersOf(DataRoot root)
    {
        foreach (var folder in _folders) yield return root.PathOf(folder);
        var name = Path.GetFileName(root.Folder);
        if (name == "raw") name = Path.GetFileName(Path.GetDirectoryName(root.Folder)) ?? "";
        if (_isOwnFolder(name)) yield return root.Folder;
    }
}
