using System.Net;

namespace Madaline.Datasets.Downloads;

/// <summary>Fetches the files of a data set: https only, size and checksum pinned, whole or not at all.</summary>
/// <remarks>
/// A file arrives as <c>NAME.partial</c> and gets its name only when its size and checksum are right. Whatever goes
/// wrong, the partial file is deleted, and a folder made for it too; files that arrived whole before stay.
/// Redirects are followed only to https. <c>MADALINE_OFFLINE=1</c> forbids all of it.
/// </remarks>
/// <param name="options">Settings; null for the defaults.</param>
public sealed class Downloader(DownloadOptions? options = null)
{
    private readonly DownloadOptions _options = options ?? new DownloadOptions();

    /// <summary>Whether downloads are forbidden, by the options or by <c>MADALINE_OFFLINE</c>.</summary>
    public bool IsOffline => _options.Offline
        ?? Environment.GetEnvironmentVariable("MADALINE_OFFLINE") is not (null or "" or "0" or "false");

    /// <summary>What forbids downloads, and what allows them again.</summary>
    private string OfflineReason => _options.Offline is not null
        ? "downloads are switched off by the options of the downloader"
        : "downloads are switched off by MADALINE_OFFLINE; unset it to allow them";

    /// <summary>Fetches the files that are not yet in a folder; those that are stay as they are.</summary>
    /// <param name="dataset">The set's name, for errors.</param>
    /// <param name="folder">The set's folder; made if missing.</param>
    /// <param name="files">The set's files.</param>
    /// <param name="progress">Told after each piece.</param>
    /// <param name="cancellationToken">Stops the download; nothing half-written stays.</param>
    /// <exception cref="DatasetNotFoundException">Offline, or every mirror of a file failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task DownloadAsync(
        string dataset,
        string folder,
        IReadOnlyList<DownloadFile> files,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var missing = files.Where(file => !File.Exists(Path.Combine(folder, file.Name))).ToArray();
        if (missing.Length == 0) return;
        if (IsOffline) throw NotFound(dataset, folder, missing, OfflineReason);

        var isNew = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        try
        {
            using var client = CreateClient();
            for (var i = 0; i < missing.Length; i++)
            {
                var path = Path.Combine(folder, missing[i].Name);
                var failures = await FetchAsync(client, missing[i], path, progress, cancellationToken)
                    .ConfigureAwait(false);
                if (failures.Count == 0) continue;
                var reason = string.Join("; ", failures.Select(failure => failure.Message));
                reason = $"downloading {missing[i].Name} failed: {reason}";
                throw NotFound(dataset, folder, missing[i..], reason, failures[^1]);
            }
        }
        finally
        {
            if (isNew && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
    }

    private static DatasetNotFoundException NotFound(
        string dataset, string folder, IEnumerable<DownloadFile> files, string reason, Exception? error = null) =>
        new(dataset, [.. files.Select(file => file.Name)], [folder], reason, error) { WasFetched = true };

    /// <summary>Tries the mirrors in turn. Returns no failures when one of them served.</summary>
    private async Task<List<Exception>> FetchAsync(
        HttpClient client,
        DownloadFile file,
        string path,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        foreach (var mirror in file.Mirrors)
        {
            try
            {
                var transfer = new Transfer(client, _options, file, mirror, progress);
                await transfer.RunAsync(path, cancellationToken).ConfigureAwait(false);
                return [];
            }
            catch (TransferException error)
            {
                failures.Add(error);
            }
        }

        if (failures.Count == 0) failures.Add(new TransferException($"no mirror of {file.Name} is known"));
        return failures;
    }

    /// <summary>A client that follows and unpacks nothing by itself; the tests' own server is asked directly.</summary>
    private HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = !_options.AllowLoopbackHttp,
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("madaline");
        return client;
    }
}
