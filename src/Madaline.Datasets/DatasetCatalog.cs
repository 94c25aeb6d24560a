namespace Madaline.Datasets;

/// <summary>The sets that have a name, and how they are loaded.</summary>
public static class DatasetCatalog
{
    /// <summary>The name of a CSV table that the user brings.</summary>
    public const string TableName = "table";

    /// <summary>The name of a folder of images that the user brings.</summary>
    public const string ImagesName = "images";

    /// <summary>The name of the pictures of shapes.</summary>
    internal const string ShapesName = "shapes";

    private const int DigitsTrainCount = 10_000, DigitsTestCount = 2_000;

    /// <summary>All sets, the built-in ones first.</summary>
    public static IReadOnlyList<DatasetInfo> All { get; } =
    [
        new("digits", "Handwritten digits drawn by the library itself, 28 × 28 grey pixels.", DatasetOrigin.BuiltIn,
            [1, Digits.Side, Digits.Side], IdxImageFiles.Mnist.ClassNames, DigitsTrainCount, DigitsTestCount, []),
        new(ShapesName, "Ten shapes drawn by the library itself on mottled ground, 32 × 32 colour pixels.",
            DatasetOrigin.BuiltIn, [Shapes.Channels, Shapes.Side, Shapes.Side], Shapes.ClassNames, DigitsTrainCount,
            DigitsTestCount, []),
        new("wheat-sample", "Wheat kernels drawn with the means and covariances of the real ones.",
            DatasetOrigin.BuiltIn, [WheatSample.FeatureCount], WheatSample.ClassNames, WheatSample.DefaultCount, 0, []),
        new(WheatFiles.Name, "Seven measurements of wheat kernels of three varieties.", DatasetOrigin.Files,
            [WheatFiles.FeatureNames.Count], WheatFiles.ClassNames, 210, 0, WheatFiles.Files),
        OfImages(IdxImageFiles.Mnist, "Handwritten digits, 28 × 28 grey pixels."),
        OfImages(IdxImageFiles.FashionMnist, "Articles of clothing, 28 × 28 grey pixels."),
        OfImages(CifarFiles.Cifar10, "Photographs of ten kinds of things, 32 × 32 colour pixels."),
        OfImages(CifarFiles.Cifar100, "Photographs of a hundred kinds in twenty groups, 32 × 32 colour pixels."),
        new(TableName, "Any CSV table: number columns as features, one column as the class.",
            DatasetOrigin.UserFile, null, [], 0, 0, []),
        new(ImagesName, "Any folder of images: a folder for each class; train and test (or val) if there are both.",
            DatasetOrigin.UserFile, null, [], 0, 0, []),
    ];

    /// <summary>The set of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists all.</exception>
    public static DatasetInfo Find(string name)
    {
        foreach (DatasetInfo info in All)
        {
            if (info.Name == name) return info;
        }

        throw new ArgumentException($"dataset: there is no set of that name. name is '{name}'; expected one of "
            + $"{string.Join(", ", All.Select(info => info.Name))}."
            + $"{Formats.NearestName.Hint(name, All.Select(info => info.Name))} For a CSV table use {TableName} with its file, for "
            + $"a folder of images {ImagesName}.",
            nameof(name));
    }

    /// <summary>Loads a set into memory.</summary>
    /// <param name="name">A name of <see cref="All"/>.</param>
    /// <param name="options">Where, how many, which column; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between files and during downloads.</param>
    /// <exception cref="ArgumentException">An unknown name, or an option that this set has no use for.</exception>
    /// <exception cref="DatasetNotFoundException">Its files are not there, or could not be fetched.</exception>
    /// <exception cref="Formats.DataFormatException">A file is damaged.</exception>
    public static DatasetPair Load(
        string name, DatasetOptions? options = null, CancellationToken cancellationToken = default)
    {
        DatasetInfo info = Find(name);
        options ??= new DatasetOptions();
        Check(info, options);
        cancellationToken.ThrowIfCancellationRequested();
        return name switch
        {
            "digits" => CatalogSources.Digits(options, DigitsTrainCount, DigitsTestCount),
            ShapesName => CatalogSources.ShapesDrawn(options, DigitsTrainCount, DigitsTestCount),
            "wheat-sample" => CatalogSources.WheatDrawn(options),
            WheatFiles.Name => CatalogSources.WheatRead(options, cancellationToken),
            TableName => CatalogSources.TableRead(options),
            ImagesName => CatalogSources.FolderRead(options, cancellationToken),
            _ when CatalogSources.Cifar(name) is { } cifar =>
                CatalogSources.CifarRead(cifar, options, cancellationToken),
            _ => CatalogSources.ImagesRead(CatalogSources.ImageFiles(name)!, options, cancellationToken),
        };
    }

    private static void Check(DatasetInfo info, DatasetOptions options)
    {
        bool isBuiltIn = info.Origin == DatasetOrigin.BuiltIn;
        bool isTable = info.Name == TableName, isFolder = info.Name == ImagesName;
        Refuse(info, options.Seed is not null && !isBuiltIn, nameof(options.Seed), "it is not drawn from a seed");
        Refuse(info, options.Count is not null && !isBuiltIn, nameof(options.Count),
            "it has as many samples as its file");
        Refuse(info, options.TestCount is not null && !(isBuiltIn && info.TestCount > 0), nameof(options.TestCount),
            info.TestCount > 0 ? "it has as many samples as its file" : "it has no test part: split it");
        Refuse(info, options.Count is < 1, nameof(options.Count), "it is below 1");
        Refuse(info, options.TestCount is < 1, nameof(options.TestCount), "it is below 1");
        Refuse(info, options.Path is not null && !isTable && !isFolder, nameof(options.Path),
            $"only {TableName} and {ImagesName} take one");
        Refuse(info, options.Size is not null && !isFolder, nameof(options.Size), $"only {ImagesName} are resized");
        Refuse(info, options.Channels is not null && !isFolder, nameof(options.Channels),
            $"only {ImagesName} are made grey or colour");
        Refuse(info, options.Target is not null && !isTable, nameof(options.Target), "its classes are known");
        Refuse(info, options.Format is not null && !isTable, nameof(options.Format), "its files are known");
        Refuse(info, options.Encoder is not null && !isTable, nameof(options.Encoder), "it has no columns to encode");
        Refuse(info, options.OneHot && !isTable, nameof(options.OneHot), "it has no text columns");
        Refuse(info, options.Coarse && info.Name != CifarFiles.Cifar100.Name, nameof(options.Coarse),
            $"only {CifarFiles.Cifar100.Name} has groups of classes");
        Refuse(info, options.Exclude.Count > 0 && !isTable, nameof(options.Exclude), "its features are known");
    }

    private static void Refuse(DatasetInfo info, bool isWrong, string option, string why)
    {
        if (!isWrong) return;
        throw new ArgumentException($"{info.Name}: {option} does not suit this set. {option} is given, but {why}; "
            + $"expected options that suit {info.Name}. Change or leave out {option}.");
    }

    private static DatasetInfo OfImages(IdxImageFiles files, string summary) => new(
        files.Name, summary, DatasetOrigin.Files, [1, 28, 28], files.ClassNames, 60_000, 10_000, files.Files);

    private static DatasetInfo OfImages(CifarFiles files, string summary) => new(
        files.Name, summary, DatasetOrigin.Files, [3, CifarFiles.Side, CifarFiles.Side], files.ClassNames, 50_000,
        10_000, files.Files);
}
