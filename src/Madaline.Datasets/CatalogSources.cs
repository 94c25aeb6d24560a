using Madaline.Data;
using Madaline.Datasets.Downloads;
using Madaline.Datasets.Images;

namespace Madaline.Datasets;

/// <summary>Makes tensors of what the readers and the built-in sets give.</summary>
internal static class CatalogSources
{
    private const ulong DefaultSeed = 1;

    public static string? Locate(DatasetInfo info, DataRoot root) => info.Name switch
    {
        _ when info.Origin == DatasetOrigin.BuiltIn => "built in",
        WheatFiles.Name => WheatFiles.Locate(root),
        _ when ImageFiles(info.Name) is { } files => FolderOf(files, root),
        _ when Cifar(info.Name) is { } files => files.Locate(root),
        _ => null,
    };

    public static DatasetPair Digits(DatasetOptions options, int count, int testCount)
    {
        ulong seed = options.Seed ?? DefaultSeed;
        (count, testCount) = (options.Count ?? count, options.TestCount ?? testCount);
        return new DatasetPair(
            Draw("train", count),
            options.SkipTest ? null : Draw("test", testCount),
            $"digits: {count} to learn from and {(options.SkipTest ? 0 : testCount)} to judge by, drawn from seed "
                + $"{seed}.");

        LabelledSet Draw(string split, int samples)
        {
            var (images, labels) = Datasets.Digits.Generate(samples, seed, split);
            return Images("digits", images, labels, Datasets.Digits.Side, Datasets.Digits.Side,
                IdxImageFiles.Mnist.ClassNames);
        }
    }

    public static DatasetPair ShapesDrawn(DatasetOptions options, int count, int testCount)
    {
        ulong seed = options.Seed ?? DefaultSeed;
        (count, testCount) = (options.Count ?? count, options.TestCount ?? testCount);
        return new DatasetPair(
            Draw("train", count),
            options.SkipTest ? null : Draw("test", testCount),
            $"shapes: {count} to learn from and {(options.SkipTest ? 0 : testCount)} to judge by, drawn from seed "
                + $"{seed}.");

        LabelledSet Draw(string split, int samples)
        {
            var (images, labels) = Shapes.Generate(samples, seed, split);
            return new LabelledSet(DatasetCatalog.ShapesName,
                Tensor.Wrap(images, [samples, Shapes.Channels, Shapes.Side, Shapes.Side]),
                Tensor.Wrap(labels).To(DType.Int64), Shapes.ClassNames);
        }
    }

    public static DatasetPair FolderRead(DatasetOptions options, CancellationToken cancellationToken)
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

    public static DatasetPair WheatDrawn(DatasetOptions options)
    {
        ulong seed = options.Seed ?? DefaultSeed;
        int count = options.Count ?? WheatSample.DefaultCount;
        var (features, labels) = WheatSample.Generate(count, seed);
        var set = new LabelledSet(
            "wheat-sample",
            Tensor.Wrap(features, [count, WheatSample.FeatureCount]),
            Tensor.Wrap(labels).To(DType.Int64),
            WheatSample.ClassNames,
            WheatSample.FeatureNames,
            WheatSchema.Encoder);
        return new DatasetPair(set, null, $"wheat-sample: {count} kernels drawn from seed {seed}.");
    }

    public static DatasetPair WheatRead(DatasetOptions options, CancellationToken cancellationToken)
    {
        DataRoot root = options.Root ?? DataRoot.Resolve();
        if (options.Download)
        {
            WheatFiles.DownloadAsync(root, options.Downloader ?? new Downloader(), options.Progress, cancellationToken)
                .GetAwaiter().GetResult();
        }

        TableData table = WheatFiles.Load(root);
        return new DatasetPair(Rows(WheatFiles.Name, table), null,
            $"wheat: {table.Count} kernels from {WheatFiles.Locate(root)}.");
    }

    public static DatasetPair ImagesRead(
        IdxImageFiles files, DatasetOptions options, CancellationToken cancellationToken)
    {
        DataRoot root = options.Root ?? DataRoot.Resolve();
        if (options.Download)
        {
            files.DownloadAsync(root, options.Downloader ?? new Downloader(), options.Progress, cancellationToken)
                .GetAwaiter().GetResult();
        }

        LabelledSet train = Images(files, files.Load(root, DatasetPart.Train));
        cancellationToken.ThrowIfCancellationRequested();
        LabelledSet? test = options.SkipTest ? null : Images(files, files.Load(root, DatasetPart.Test));
        string folder = Path.GetDirectoryName(files.Locate(root, DatasetPart.Train)?.Images) ?? root.Folder;
        return new DatasetPair(train, test,
            $"{files.Name}: {train.Count}{(test is null ? "" : $" and {test.Count}")} images from {folder}.");
    }

    public static DatasetPair CifarRead(CifarFiles files, DatasetOptions options, CancellationToken cancellationToken)
    {
        DataRoot root = options.Root ?? DataRoot.Resolve();
        if (options.Download)
        {
            files.DownloadAsync(root, options.Downloader ?? new Downloader(), options.Progress, cancellationToken)
                .GetAwaiter().GetResult();
        }

        return files.Load(root, options.SkipTest, options.Coarse, cancellationToken);
    }

    public static DatasetPair TableRead(DatasetOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            throw new ArgumentException("table: no file. Path is empty; expected a CSV file. "
                + "Set Path to it, and Target to its class column.", nameof(options));
        }

        var file = Table.Read(options.Path, options.Format);
        TableData table = options.Encoder is { } known ? known.Encode(file, options.Target)
            : TableEncoder.Fit(file, new TableOptions
            {
                Target = options.Target,
                OneHot = options.OneHot,
                Exclude = options.Exclude,
            }).Encode(file);
        return new DatasetPair(Rows($"table:{Path.GetFileName(options.Path)}", table), null,
            $"table: {table.Count} rows of {table.Width} features from {options.Path}.");
    }

    /// <summary>The files of a set of images by its name, or null.</summary>
    public static IdxImageFiles? ImageFiles(string name) =>
        name == IdxImageFiles.Mnist.Name ? IdxImageFiles.Mnist
        : name == IdxImageFiles.FashionMnist.Name ? IdxImageFiles.FashionMnist
        : null;

    /// <summary>The files of a CIFAR set by its name, or null.</summary>
    public static CifarFiles? Cifar(string name) =>
        name == CifarFiles.Cifar10.Name ? CifarFiles.Cifar10
        : name == CifarFiles.Cifar100.Name ? CifarFiles.Cifar100
        : null;

    private static string? FolderOf(IdxImageFiles files, DataRoot root) =>
        files.Locate(root, DatasetPart.Train) is { } train && files.Locate(root, DatasetPart.Test) is not null
            ? Path.GetDirectoryName(train.Images)
            : null;

    private static LabelledSet Images(IdxImageFiles files, IdxImages part) =>
        Images(files.Name, part.Images, part.Labels, part.Height, part.Width, part.ClassNames);

    private static LabelledSet Images(
        string name, byte[] pixels, byte[] labels, int height, int width, IReadOnlyList<string> classNames) =>
        new(name, Tensor.Wrap(pixels, [labels.Length, 1, height, width]), Tensor.Wrap(labels).To(DType.Int64),
            classNames);

    private static LabelledSet Rows(string name, TableData table) =>
        new(name, table.Inputs, table.Targets, table.ClassNames, table.FeatureNames, table.Encoder);
}
