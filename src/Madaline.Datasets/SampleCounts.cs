using Madaline.Datasets.Cifar;
using Madaline.Formats;

namespace Madaline.Datasets;

/// <summary>How many samples the parts of a set have.</summary>
/// <param name="Train">Samples to learn from.</param>
/// <param name="Test">Samples to judge by.</param>
public readonly record struct SampleCounts(int Train, int Test)
{
    private const string Gzip = ".gz";

    /// <summary>Counts what lies under a root, by the smallest files that tell; null where that fails.</summary>
    internal static SampleCounts? Of(DatasetInfo info, DataRoot root)
    {
        try
        {
            return info.Name switch
            {
                _ when info.Origin == DatasetOrigin.BuiltIn => new(info.TrainCount, info.TestCount),
                WheatFiles.Name => WheatFiles.Locate(root) is null ? null : new(WheatFiles.Load(root).Count, 0),
                _ when CatalogSources.ImageFiles(info.Name) is { } files => OfImages(files, root),
                _ when CatalogSources.Cifar(info.Name) is { } files => OfCifar(files, root),
                _ => null,
            };
        }
        catch (Exception e) when (e is DataFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static SampleCounts? OfImages(IdxImageFiles files, DataRoot root) =>
        files.Locate(root, DatasetPart.Train) is { } train && files.Locate(root, DatasetPart.Test) is { } test
            ? new(Idx.Read(train.Labels).Count, Idx.Read(test.Labels).Count) : null;

    /// <summary>By the lengths of plain files and of the published archive; others are read.</summary>
    private static SampleCounts? OfCifar(CifarFiles files, DataRoot root)
    {
        if (files.Locate(root) is not { } path)
            return null;
        if (!Directory.Exists(path) && new FileInfo(path).Length == files.Files[0].Bytes)
            return new(CifarLayout.TrainCount, CifarLayout.TestCount);
        if (Directory.Exists(path) && OfFolder(files.Layout, path) is { } counted)
            return counted;
        var reader = new CifarReader(files.Layout, 0, skipTest: false, CancellationToken.None);
        if (Directory.Exists(path)) reader.ReadFolder(path);
        else if (CifarFiles.IsArchive(path)) reader.ReadArchive(path);
        else reader.ReadFile(path);
        return new(reader.Train.Count, reader.Test.Count);
    }

    private static SampleCounts? OfFolder(CifarLayout layout, string folder)
    {
        string?[] paths = [.. layout.TrainFiles.Append(layout.TestFile).Select(name => CifarReader.Find(folder, name))];
        if (paths.Any(path => path is not null && path.EndsWith(Gzip, StringComparison.Ordinal)))
            return null;
        int[] counts = [.. paths.Select(path =>
            path is null ? 0 : (int)(new FileInfo(path).Length / layout.RecordBytes))];
        return new(counts[..^1].Sum(), counts[^1]);
    }
}
