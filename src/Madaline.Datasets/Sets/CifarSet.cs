using Madaline.Datasets.Cifar;
using Madaline.Recipes;

namespace Madaline.Datasets.Sets;

/// <summary><c>cifar10</c> and <c>cifar100</c> (<see cref="CifarFiles"/>).</summary>
internal sealed class CifarSet : DatasetEntry
{
    private readonly CifarFiles _files;

    public CifarSet(CifarFiles files, string summary, params IReadOnlyList<Argument> arguments)
        : base(files.Name, summary, arguments)
    {
        (_files, Files, ClassNames) = (files, files.Files, files.ClassNames);
        (SampleShape, TrainCount, TestCount) = (
            [CifarLayout.Channels, CifarFiles.Side, CifarFiles.Side], CifarLayout.TrainCount, CifarLayout.TestCount);
    }

    public override DatasetOrigin Origin => DatasetOrigin.Files;

    public override string? Locate(DataRoot root) => _files.Locate(root);

    public override IReadOnlyList<string> ClassNamesFor(DatasetOptions options) =>
        options.Coarse ? _files.CoarseClassNames : ClassNames;

    private protected override SampleCounts? CountSamples(DataRoot root) => _files.Count(root);

    private protected override DatasetPair Read(DatasetOptions options, CancellationToken cancellationToken) =>
        _files.Load(options.FoundRoot, options.SkipTest, options.Coarse, cancellationToken);
}
