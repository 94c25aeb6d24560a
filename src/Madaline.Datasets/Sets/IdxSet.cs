using Madaline.Data;
using Madaline.Datasets.Downloads;
using Madaline.Formats;

namespace Madaline.Datasets.Sets;

/// <summary><c>mnist</c> and <c>fashion-mnist</c> (<see cref="IdxImageFiles"/>).</summary>
internal sealed class IdxSet : DatasetEntry
{
    private readonly IdxImageFiles _files;

    public IdxSet(IdxImageFiles files, string summary)
        : base(files.Name, summary, [])
    {
        (_files, Files, ClassNames) = (files, files.Files, files.ClassNames);
        (SampleShape, TrainCount, TestCount) = ([1, IdxImageFiles.Side, IdxImageFiles.Side], 60_000, 10_000);
    }

    public override DatasetOrigin Origin => DatasetOrigin.Files;

    public override string? Locate(DataRoot root) =>
        _files.Locate(root, DatasetPart.Train) is { } train && _files.Locate(root, DatasetPart.Test) is not null
            ? Path.GetDirectoryName(train.Images)
            : null;

    /// <summary>One part may be there without the other.</summary>
    private protected override IReadOnlyList<DownloadFile> Missing(DataRoot root) =>
        [.. Enum.GetValues<DatasetPart>().Where(part => _files.Locate(root, part) is null).SelectMany(_files.FilesOf)];

    private protected override SampleCounts? CountSamples(DataRoot root) => new(Labels(root, DatasetPart.Train),
        Labels(root, DatasetPart.Test));

    private protected override DatasetPair Read(DatasetOptions options, CancellationToken cancellationToken)
    {
        DataRoot root = options.FoundRoot;
        TensorDataset train = Load(root, DatasetPart.Train);
        cancellationToken.ThrowIfCancellationRequested();
        TensorDataset? test = options.SkipTest ? null : Load(root, DatasetPart.Test);
        string folder = Path.GetDirectoryName(_files.Locate(root, DatasetPart.Train)?.Images) ?? root.Folder;
        return new DatasetPair(train, test,
            $"{Name}: {train.Count}{(test is null ? "" : $" and {test.Count}")} images from {folder}.");
    }

    private int Labels(DataRoot root, DatasetPart part) => Idx.Read(_files.Locate(root, part)!.Value.Labels).Count;

    private TensorDataset Load(DataRoot root, DatasetPart part)
    {
        IdxImages read = _files.Load(root, part);
        Tensor inputs = Tensor.Wrap(read.Images, [read.Count, 1, read.Height, read.Width]);
        return new TensorDataset(inputs, Tensor.Wrap(read.Labels).To(DType.Int64), ClassNames) { Name = Name };
    }
}
