using Madaline.Datasets.Downloads;

namespace Madaline.Datasets;

/// <summary>Where a set's samples come from.</summary>
public enum DatasetOrigin
{
    /// <summary>Drawn by the library from a seed: always there.</summary>
    BuiltIn,

    /// <summary>Files under the data root, which can be fetched.</summary>
    Files,

    /// <summary>A file that the user names.</summary>
    UserFile,
}

/// <summary>A set of the catalog, without its samples.</summary>
/// <param name="Name">What it is called on the command line and in recipes.</param>
/// <param name="Summary">What it holds, as a sentence.</param>
/// <param name="Origin">Where the samples come from.</param>
/// <param name="SampleShape">Shape of one sample; null where it depends on the file.</param>
/// <param name="ClassNames">Names of the classes, by index; empty where they depend on the file.</param>
/// <param name="TrainCount">Samples to learn from, as published; 0 where it depends on the file.</param>
/// <param name="TestCount">Samples to judge by, as published; 0 where there is no such part.</param>
/// <param name="Files">What can be fetched.</param>
public sealed record DatasetInfo(
    string Name,
    string Summary,
    DatasetOrigin Origin,
    Shape? SampleShape,
    IReadOnlyList<string> ClassNames,
    int TrainCount,
    int TestCount,
    IReadOnlyList<DownloadFile> Files)
{
    /// <summary>Whether the set could be loaded now without a download; false for what the user must name.</summary>
    /// <param name="root">Where files are looked for.</param>
    public bool IsThere(DataRoot root) => Location(root) is not null;

    /// <summary>The file or folder found, <c>built in</c>, or null.</summary>
    /// <param name="root">Where files are looked for.</param>
    public string? Location(DataRoot root) => CatalogSources.Locate(this, root);

    /// <summary>How many samples are there; null where none are, or where their files are damaged.</summary>
    /// <param name="root">Where files are looked for.</param>
    public SampleCounts? Count(DataRoot root) => SampleCounts.Of(this, root);
}
