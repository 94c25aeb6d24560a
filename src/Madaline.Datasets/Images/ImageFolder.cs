using Madaline.Formats;

namespace Madaline.Datasets.Images;

/// <summary>
/// Labelled images as folders: <c>root/class/*.png</c>, also jpg, jpeg and bmp, as torchvision has them.
/// </summary>
/// <remarks>
/// The folders below the root are the classes, sorted by name (ordinal); a class's images are its files and those of
/// the folders below it, sorted likewise. With a folder <c>train</c> that holds the classes, <c>test</c>, <c>val</c>
/// or <c>valid</c> beside it is the test part, of the same classes. Hidden files, other endings and files beside the
/// class folders are passed over; links to folders are not followed below a class.
/// </remarks>
public static class ImageFolder
{
    private const int MaxDepth = 8;
    private static readonly string[] TestNames = ["test", "val", "valid"];

    /// <summary>
    /// Whether a folder looks like one of images: a folder in it, or in its <c>train</c>, holds some.
    /// </summary>
    /// <param name="folder">The root.</param>
    public static bool IsOne(string folder)
    {
        if (!Directory.Exists(folder)) return false;
        return SubFolders(TrainingOf(folder)).Take(100).Any(name => Images(name, 0).Any());
    }

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The root.</param>
    /// <param name="options">Size, channels and limits; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <returns>Images UInt8 [n, channels, height, width]; no test part where there is no folder for it.</returns>
    /// <exception cref="DatasetNotFoundException">The folder is missing, or holds no classes.</exception>
    /// <exception cref="DataFormatException">
    /// An image is damaged, or its size is another; a class is empty; the test part has other classes.
    /// </exception>
    public static DatasetPair Read(
        string folder, ImageFolderOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new ImageFolderOptions();
        if (options.Channels is not (null or 1 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(options),
                $"images: no such number of channels. Channels is {options.Channels}; expected 1 for grey or 3.");
        }

        string root = Path.GetFullPath(folder), training = TrainingOf(root);
        string name = $"images:{Path.GetFileName(root.TrimEnd(Path.DirectorySeparatorChar))}";
        var train = Files(training);
        string? test = options.SkipTest || training == root ? null : TestOf(root);
        var all = train;
        if (test is not null)
        {
            all = [.. train, .. Files(test)];
            RequireSameClasses(train.Select(c => c.Name), all[train.Count..].Select(c => c.Name), test);
        }

        var format = ImageFolderFormat.Of(all.SelectMany(c => c.Files), options, cancellationToken);
        LabelledSet trainSet = Load(name, train, train, format, cancellationToken);
        LabelledSet? testSet = test is null ? null
            : Load(name, all[train.Count..], train, format, cancellationToken);
        return new DatasetPair(trainSet, testSet, $"{name}: {trainSet.Count}"
            + $"{(testSet is null ? "" : $" and {testSet.Count}")} images in {train.Count} classes from {root}.");
    }

    private static LabelledSet Load(
        string name, IReadOnlyList<ClassFiles> classes, IReadOnlyList<ClassFiles> named, ImageFolderFormat format,
        CancellationToken cancellationToken)
    {
        string[] classNames = [.. named.Select(c => c.Name)];
        int count = classes.Sum(c => c.Files.Count), at = 0;
        var pixels = GC.AllocateUninitializedArray<byte>(format.BytesFor(count));
        var labels = new long[count];
        foreach (var (className, files) in classes)
        {
            int label = Array.IndexOf(classNames, className);
            foreach (string file in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                format.Read(file).AsSpan<byte>().CopyTo(pixels.AsSpan(at * format.ImageBytes));
                labels[at++] = label;
            }
        }

        return new LabelledSet(name,
            Tensor.Wrap(pixels, [count, format.Channels, format.Size.Height, format.Size.Width]),
            Tensor.Wrap(labels), classNames);
    }

    /// <summary>The classes of a part with their files.</summary>
    private static List<ClassFiles> Files(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DatasetNotFoundException("images", ["class/*.png"], [folder], "the folder is not there");
        var classes = SubFolders(folder).Select(path => new ClassFiles(Path.GetFileName(path),
            [.. Images(path, 0).Order(StringComparer.Ordinal)])).ToList();
        if (classes.All(c => c.Files.Count == 0))
        {
            throw new DatasetNotFoundException("images", ["class/*.png"], [folder],
                "no folder below it holds a PNG, JPEG or BMP image; each class wants a folder of its own");
        }

        if (classes.Find(c => c.Files.Count == 0) is { } empty)
        {
            throw new DataFormatException(Path.Combine(folder, empty.Name), -1L,
                "the class has no image. Put PNG, JPEG or BMP files into it, or remove the folder.");
        }

        return classes;
    }

    private static void RequireSameClasses(IEnumerable<string> train, IEnumerable<string> test, string folder)
    {
        if (test.Except(train).FirstOrDefault() is not { } unknown) return;
        throw new DataFormatException(Path.Combine(folder, unknown), -1L,
            $"the test part has a class that the training part has not. Its classes are "
            + $"{string.Join(", ", train.Take(20))}. Give both parts the same folders.");
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
        Directory.EnumerateDirectories(folder).Where(path => !Path.GetFileName(path).StartsWith('.'))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Images(string folder, int depth)
    {
        var files = Directory.EnumerateFiles(folder)
            .Where(path => ImageFile.HasEnding(path) && !Path.GetFileName(path).StartsWith('.'));
        if (depth == MaxDepth) return files;
        return files.Concat(SubFolders(folder).Where(path => new DirectoryInfo(path).LinkTarget is null)
            .SelectMany(path => Images(path, depth + 1)));
    }

    /// <summary>A class and its files.</summary>
    private sealed record ClassFiles(string Name, IReadOnlyList<string> Files);
}
