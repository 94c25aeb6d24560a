using Madaline.Formats;

namespace Madaline.Datasets.Images;

/// <summary>
/// Labelled images as folders: <c>root/class/*.png</c>, also jpg, jpeg and bmp, as torchvision has them.
/// </summary>
/// <remarks>
/// The folders below the root are the classes, sorted by name (ordinal); a class's images are its files and those of
/// the folders below it, sorted likewise. With a folder <c>train</c> that holds the classes, <c>test</c>, <c>val</c>
/// or <c>valid</c> beside it is the test part, of the same classes. Files that cannot be read, hidden files, other
/// endings and files beside the class folders are left out and named in the remarks. A class may be a link to a
/// folder elsewhere, but to none that holds the set itself; links to folders are not followed below a class.
/// </remarks>
public static class ImageFolder
{
    private static readonly string[] TestNames = ["test", "val", "valid"];

    /// <summary>
    /// Whether a folder looks like one of images: a folder in it, or in its <c>train</c>, holds some.
    /// </summary>
    /// <param name="folder">The root.</param>
    public static bool IsOne(string folder)
    {
        const int MaxEntries = 1 << 17;
        if (!Directory.Exists(folder)) return false;
        var walk = new FolderWalk(folder, MaxEntries);
        string training = TrainingOf(folder);
        return (training == folder || walk.Outward(training) is null)
            && SubFolders(training).Any(path => walk.Outward(path) is null && walk.HasPicture(path));
    }

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The root.</param>
    /// <param name="options">Size, channels and limits; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <returns>
    /// Images UInt8 [n, channels, height, width]; no test part where there is no folder for it. The remarks name what
    /// was left out.
    /// </returns>
    /// <exception cref="DatasetNotFoundException">The folder is missing, or holds no classes.</exception>
    /// <exception cref="DataFormatException">
    /// The size of an image is another; a class has no image that can be read; the test part has other classes; with
    /// <see cref="ImageFolderOptions.Strict"/>, an image is damaged.
    /// </exception>
    public static DatasetPair Read(
        string folder, ImageFolderOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ImageFolderOptions();
        var parts = Open(folder, options);
        var reader = new ImageFolderReader(parts, options, cancellationToken);
        var (train, test) = reader.Read();
        return new DatasetPair(train, test, $"{parts.Name}: {train.Count}{(test is null ? "" : $" and {test.Count}")} "
            + $"images in {parts.Train.Count} classes from {parts.Root}.")
        {
            Remarks = [.. SkippedFiles.Describe(parts.Walk.Skipped, parts.Root)],
        };
    }

    /// <summary>
    /// Looks through a folder without keeping the images: what it holds, and what of it cannot be read.
    /// </summary>
    /// <param name="folder">The root.</param>
    /// <param name="options">How the images would be read; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="DatasetNotFoundException">The folder is missing, or holds no classes.</exception>
    /// <exception cref="DataFormatException">The test part has other classes.</exception>
    public static ImageFolderContents Inspect(
        string folder, ImageFolderOptions? options = null, CancellationToken cancellationToken = default)
    {
        options = (options ?? new ImageFolderOptions()) with { Strict = false };
        return new ImageFolderReader(Open(folder, options), options, cancellationToken).Inspect();
    }

    /// <summary>The images below a folder, whatever their classes.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DatasetNotFoundException">It is not there.</exception>
    /// <exception cref="DataFormatException">There is no end of files.</exception>
    public static ImageFiles Find(string folder)
    {
        RequireThere(folder);
        var walk = new FolderWalk(folder);
        return new ImageFiles(walk.Files(folder), walk.Skipped);
    }

    /// <summary>The folders of the classes, by index: those of the training part where there are parts.</summary>
    /// <param name="folder">The root.</param>
    /// <exception cref="DatasetNotFoundException">It is not there.</exception>
    public static IReadOnlyList<string> ClassFolders(string folder)
    {
        RequireThere(folder);
        var walk = new FolderWalk(folder);
        return [.. SubFolders(TrainingOf(folder)).Where(path => walk.Outward(path) is null)];
    }

    private static void RequireThere(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Directory.Exists(folder))
            throw new DatasetNotFoundException("images", ["class/*.png"], [folder], "the folder is not there");
    }

    private static ImageFolderParts Open(string folder, ImageFolderOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (options.Channels is not (null or 1 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(options),
                $"images: no such number of channels. Channels is {options.Channels}; expected 1 for grey or 3.");
        }

        string root = Path.GetFullPath(folder);
        RequireThere(root);
        string training = TrainingOf(root);
        string? test = options.SkipTest || training == root ? null : TestOf(root);
        var walk = new FolderWalk(root);
        var train = Files(walk, training);
        var tests = test is null ? null : Files(walk, test);
        if (tests is not null) RequireSameClasses(train, tests);
        return new ImageFolderParts(root, walk, train, tests);
    }

    /// <summary>The classes of a part with their files.</summary>
    private static IReadOnlyList<ClassFiles> Files(FolderWalk walk, string folder)
    {
        var classes = walk.Classes(folder);
        if (classes.Any(c => c.Files.Count > 0)) return classes;
        string others = string.Concat(walk.Skipped.Where(file => !FolderWalk.IsHidden(file.Path)).Take(1)
            .Select(file => $"; {file.Path}: {file.Reason.TrimEnd('.')}"));
        throw new DatasetNotFoundException("images", ["class/*.png"], [folder],
            "no folder below it holds a PNG, JPEG or BMP image; each class needs a folder of its own" + others);
    }

    private static void RequireSameClasses(IReadOnlyList<ClassFiles> train, IReadOnlyList<ClassFiles> test)
    {
        var known = train.Select(c => c.Name).ToHashSet();
        if (test.FirstOrDefault(c => !known.Contains(c.Name)) is not { } unknown) return;
        throw new DataFormatException(unknown.Folder, -1L,
            "the test part has a class that the training part has not. Its classes are "
            + $"{string.Join(", ", train.Take(20).Select(c => c.Name))}. Give both parts the same folders.");
    }

    private static string TrainingOf(string root)
    {
        string train = Path.Combine(root, "train");
        bool holdsClasses = Directory.Exists(train) && SubFolders(train).Any()
            && !Directory.EnumerateFiles(train).Any(ImageFile.HasEnding);
        return holdsClasses ? train : root;
    }

    private static string? TestOf(string root) =>
        TestNames.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> SubFolders(string folder) =>
        Directory.EnumerateDirectories(folder).Where(path => !FolderWalk.IsHidden(path)).Order(StringComparer.Ordinal);
}
