using Madaline.Data;
using Madaline.Datasets.Downloads;
using Madaline.Formats;

namespace Madaline.Datasets;

/// <summary>How a set is found or made; what a set has no use for is refused.</summary>
public sealed record DatasetOptions
{
    /// <summary>Where files are looked for; null to find out (<see cref="DataRoot.Resolve(string?)"/>).</summary>
    public DataRoot? Root { get; init; }

    /// <summary>Built-in sets: what they are drawn from; null for 1. Not the training's seed.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Built-in sets: how many samples to learn from, at least 1; null for the set's own number.</summary>
    public int? Count { get; init; }

    /// <summary>Built-in sets with a test part: its samples, at least 1; null for the set's own number.</summary>
    public int? TestCount { get; init; }

    /// <summary>Whether the test part is not wanted, as when the last training samples are held out.</summary>
    public bool SkipTest { get; init; }

    /// <summary>CIFAR-100: whether its twenty groups are the classes, rather than the hundred.</summary>
    public bool Coarse { get; init; }

    /// <summary>Tables: the CSV file. Images: the folder that holds the classes' folders.</summary>
    public string? Path { get; init; }

    /// <summary>Images: the size that all are brought to; null where they have one size.</summary>
    public Size2? Size { get; init; }

    /// <summary>Images: 1 for grey, 3 for colour; null for colour unless all are grey.</summary>
    public int? Channels { get; init; }

    /// <summary>Images: whether photographs are turned as their Exif orientation says.</summary>
    public bool Upright { get; init; }

    /// <summary>Images: whether one file that cannot be read ends the reading; otherwise it is left out.</summary>
    public bool Strict { get; init; }

    /// <summary>Tables: the column to learn, by name or number from 0; null for the last.</summary>
    public string? Target { get; init; }

    /// <summary>Tables: whether text columns become one feature a value; otherwise they are refused.</summary>
    public bool OneHot { get; init; }

    /// <summary>Tables: columns to leave out, by name or number from 0.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Tables: how the file is written; null to find out.</summary>
    public CsvFormat? Format { get; init; }

    /// <summary>Tables: the encoder of a model that the table is for; null to fit one on the table.</summary>
    public TableEncoder? Encoder { get; init; }

    /// <summary>Whether files that are missing are fetched.</summary>
    public bool Download { get; init; }

    /// <summary>Told how downloads go.</summary>
    public IProgress<DownloadProgress>? Progress { get; init; }

    /// <summary>Fetches; null for one with the default settings.</summary>
    public Downloader? Downloader { get; init; }
}
