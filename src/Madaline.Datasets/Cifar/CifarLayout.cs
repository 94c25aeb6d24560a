namespace Madaline.Datasets.Cifar;

/// <summary>What the files of a CIFAR set look like.</summary>
/// <param name="Name">The set's name: <c>cifar10</c> or <c>cifar100</c>.</param>
/// <param name="TrainFiles">Names of the training files, in order.</param>
/// <param name="TestFile">Name of the test file.</param>
/// <param name="LabelCounts">For each label byte before an image, how many classes it tells apart.</param>
internal sealed record CifarLayout(
    string Name, IReadOnlyList<string> TrainFiles, string TestFile, IReadOnlyList<int> LabelCounts)
{
    public const int Side = 32, Channels = 3, ImageBytes = Channels * Side * Side;
    public const int TrainCount = 50_000, TestCount = 10_000;

    public int RecordBytes => LabelCounts.Count + ImageBytes;

    public long PublishedBytes => (long)RecordBytes * (TrainCount + TestCount);

    /// <summary>Most images that one part may have.</summary>
    public static int MaxOf(int published) => 2 * published;
}
