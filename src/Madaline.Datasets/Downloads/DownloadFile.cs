namespace Madaline.Datasets.Downloads;

/// <summary>A file that can be fetched: what it must be, and where it can be had.</summary>
/// <param name="Name">File name in the set's folder.</param>
/// <param name="Bytes">Exact size.</param>
/// <param name="Hash">Exact content.</param>
/// <param name="Mirrors">Addresses, tried in this order; https only.</param>
public sealed record DownloadFile(string Name, long Bytes, PinnedHash Hash, IReadOnlyList<Uri> Mirrors)
{
    /// <summary>A file that several servers offer under the same name.</summary>
    /// <param name="name">File name, here and there.</param>
    /// <param name="bytes">Exact size.</param>
    /// <param name="hash">Exact content.</param>
    /// <param name="folders">Addresses that the name is put after, each ending in a slash.</param>
    public static DownloadFile From(string name, long bytes, PinnedHash hash, params IEnumerable<string> folders) =>
        new(name, bytes, hash, [.. folders.Select(folder => new Uri(folder + name))]);
}

/// <summary>How far a download is.</summary>
/// <param name="File">File name.</param>
/// <param name="ReceivedBytes">Bytes here so far.</param>
/// <param name="TotalBytes">Bytes in all.</param>
/// <param name="Source">The mirror in use.</param>
public readonly record struct DownloadProgress(string File, long ReceivedBytes, long TotalBytes, Uri Source);

/// <summary>Settings of a <see cref="Downloader"/>.</summary>
public sealed record DownloadOptions
{
    /// <summary>Give a mirror up when no byte has come for so long, in seconds; above 0. Default 30.</summary>
    public double StallTimeoutSeconds { get; init; } = 30;

    /// <summary>Redirects followed for one mirror. Default 5.</summary>
    public int MaxRedirects { get; init; } = 5;

    /// <summary>Whether to refuse at once; null (the default) asks <c>MADALINE_OFFLINE</c>.</summary>
    public bool? Offline { get; init; }

    /// <summary>Lets the tests use a server of their own, on this machine, without https.</summary>
    internal bool AllowLoopbackHttp { get; init; }
}
