using Madaline.Datasets.Downloads;
using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Datasets;

/// <summary>
/// A set of the catalog: what it is called and takes, where it lies, how it is fetched and how it is loaded.
/// </summary>
/// <param name="name">What it is called on the command line and in recipes.</param>
/// <param name="summary">What it holds, as a sentence.</param>
/// <param name="arguments">What recipes may say of it.</param>
public abstract class DatasetEntry(string name, string summary, IReadOnlyList<Argument> arguments)
    : CatalogEntry(name, arguments)
{
    /// <summary>What it holds, as a sentence.</summary>
    public string Summary => summary;

    /// <summary>Where the samples come from.</summary>
    public abstract DatasetOrigin Origin { get; }

    /// <summary>Shape of one sample; null where it depends on the file.</summary>
    public Shape? SampleShape { get; private protected init; }

    /// <summary>Names of the classes, by index; empty where they depend on the file.</summary>
    public IReadOnlyList<string> ClassNames { get; private protected init; } = [];

    /// <summary>The number to predict, with its unit; empty for classes, and where it depends on the file.</summary>
    public string TargetName { get; private protected init; } = "";

    /// <summary>Samples of the training part, as published; 0 where it depends on the file.</summary>
    public int TrainCount { get; private protected init; }

    /// <summary>Samples of the test part, as published; 0 where there is no such part.</summary>
    public int TestCount { get; private protected init; }

    /// <summary>What can be fetched.</summary>
    public IReadOnlyList<DownloadFile> Files { get; private protected init; } = [];

    /// <summary>Whether the set could be loaded now without a download; false for what the user must name.</summary>
    /// <param name="root">Where files are looked for.</param>
    public bool IsThere(DataRoot root) => Locate(root) is not null;

    /// <summary>The file or folder found, <c>built in</c>, or null.</summary>
    /// <param name="root">Where files are looked for.</param>
    public abstract string? Locate(DataRoot root);

    /// <summary>How many samples are there; null where none are, or where their files are damaged.</summary>
    /// <param name="root">Where files are looked for.</param>
    public SampleCounts? Count(DataRoot root)
    {
        try
        {
            return IsThere(root) ? CountSamples(root) : null;
        }
        catch (Exception e) when (e is DataFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// The user's table that takes the set's place in a recipe, with the rules for its columns that this set needs.
    /// </summary>
    public virtual Spec TableInstead => new(DatasetCatalog.TableName);

    /// <summary>Names of the classes for given options.</summary>
    /// <param name="options">What is wanted of the set.</param>
    public virtual IReadOnlyList<string> ClassNamesFor(DatasetOptions options) => ClassNames;

    /// <summary>Fetches the files that are missing into the set's folder; does nothing where none are.</summary>
    /// <param name="root">The root.</param>
    /// <param name="downloader">Fetches the files.</param>
    /// <param name="progress">Told of the bytes fetched so far.</param>
    /// <param name="cancellationToken">Stops; nothing half-written stays.</param>
    /// <exception cref="DatasetNotFoundException">Offline, or every mirror failed.</exception>
    public async Task DownloadAsync(
        DataRoot root, Downloader downloader, IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(downloader);
        await downloader.DownloadAsync(Name, root.PathOf(Name), Missing(root), progress, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Loads the set into memory, fetched first where the options say so.</summary>
    /// <param name="options">Where, how many, which column; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between files and during downloads.</param>
    /// <exception cref="ArgumentException">An option that this set has no use for, or out of its range.</exception>
    /// <exception cref="DatasetNotFoundException">Its files are not there, or could not be fetched.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    public DatasetPair Load(DatasetOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new DatasetOptions();
        options.RequireSuits(this);
        cancellationToken.ThrowIfCancellationRequested();
        if (options.Download && Files.Count > 0)
        {
            var downloader = options.Downloader ?? new Downloader();
            DownloadAsync(options.FoundRoot, downloader, options.Progress, cancellationToken)
                .GetAwaiter().GetResult();
        }

        return Read(options, cancellationToken);
    }

    /// <summary>The training samples of a table as CSV text, with a header and the class in the last column.</summary>
    /// <param name="options">Where, how many; null for the defaults.</param>
    /// <exception cref="ArgumentException">The set holds images, or an option that it has no use for.</exception>
    public virtual string ToCsv(DatasetOptions? options = null)
    {
        var set = Load((options ?? new DatasetOptions()) with { SkipTest = true }).Train;
        if (set.FeatureNames.Count == 0)
            throw new ArgumentException($"{Name}: the set holds images, which are no table; expected a set of rows.");
        return CsvRows.Of(set);
    }

    /// <summary>The files that would be fetched.</summary>
    private protected virtual IReadOnlyList<DownloadFile> Missing(DataRoot root) => IsThere(root) ? [] : Files;

    /// <summary>Counts what is there, by the smallest files that tell.</summary>
    private protected virtual SampleCounts? CountSamples(DataRoot root) => null;

    /// <summary>Loads what is there.</summary>
    private protected abstract DatasetPair Read(DatasetOptions options, CancellationToken cancellationToken);
}
