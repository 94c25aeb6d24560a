namespace Madaline.Datasets.Sets;

/// <summary><c>wheat</c>: the real kernels (<see cref="WheatFiles"/>).</summary>
internal sealed class WheatSet : DatasetEntry
{
    public WheatSet()
        : base(WheatFiles.Name, "Seven measurements of wheat kernels of three varieties.", [])
    {
        (SampleShape, ClassNames) = ([WheatFiles.FeatureNames.Count], WheatFiles.ClassNames);
        (TrainCount, Files) = (210, WheatFiles.Files);
    }

    public override DatasetOrigin Origin => DatasetOrigin.Files;

    public override string? Locate(DataRoot root) => WheatFiles.Locate(root);

    private protected override SampleCounts? CountSamples(DataRoot root) => new(WheatFiles.Load(root).Count, 0);

    private protected override DatasetPair Read(DatasetOptions options, CancellationToken cancellationToken)
    {
        DataRoot root = options.FoundRoot;
        var train = WheatFiles.Load(root).ToDataset(Name);
        return new DatasetPair(train, null, $"{Name}: {train.Count} kernels from {Locate(root)}.");
    }
}
