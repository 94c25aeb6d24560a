using Madaline.Formats;

namespace Madaline.Datasets;

/// <summary>The files of a data set are not there and could not be fetched.</summary>
/// <remarks>The message names the files wanted, the folders looked in, what went wrong, and the remedy.</remarks>
public sealed class DatasetNotFoundException : IOException, IHasRemedy
{
    /// <summary>Names what is missing, where it was looked for, and why it is not there.</summary>
    /// <param name="dataset">The set's name, as <c>mnist</c>.</param>
    /// <param name="files">File names wanted.</param>
    /// <param name="folders">Folders looked in, the official one first.</param>
    /// <param name="reason">Why they are not there, as a sentence without a full stop.</param>
    /// <param name="innerException">The error underneath, if any.</param>
    /// <param name="remedy">What helps; to put the files into the official folder when omitted.</param>
    public DatasetNotFoundException(
        string dataset,
        IReadOnlyList<string> files,
        IReadOnlyList<string> folders,
        string reason = "they are not there",
        Exception? innerException = null,
        DatasetRemedy? remedy = null)
        : base(PlainText.Of($"{Describe(dataset, files, folders, reason)} {remedy ?? PutFiles(folders)}"),
            innerException)
    {
        Problem = PlainText.Of(Describe(dataset, files, folders, reason));
        Remedy = remedy ?? PutFiles(folders);
        Dataset = dataset;
        Files = files;
        Folders = folders;
        Reason = reason;
    }

    /// <summary>The message without the remedy at its end.</summary>
    public string Problem { get; }

    /// <summary>What helps: a <see cref="DatasetRemedy"/>.</summary>
    public Remedy? Remedy { get; }

    /// <summary>The set's name.</summary>
    public string Dataset { get; }

    /// <summary>File names wanted.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Folders looked in, the official one first.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Why the files are not there.</summary>
    public string Reason { get; }

    /// <summary>Whether fetching them was what failed.</summary>
    public bool WasFetched { get; init; }

    private static DatasetRemedy PutFiles(IReadOnlyList<string> folders) => new(DatasetRemedyKind.PutFiles, folders[0]);

    private static string Describe(
        string dataset, IReadOnlyList<string> files, IReadOnlyList<string> folders, string reason) =>
        $"{dataset}: files are missing. Wanted {string.Join(", ", files)} in {string.Join(" or ", folders)}; {reason}.";
}
