using System.Net;
using System.Security.Cryptography;

namespace Madaline.Datasets.Downloads;

/// <summary>One mirror did not serve the file.</summary>
internal sealed class TransferException(string message, Exception? innerException = null)
    : Exception(message, innerException);

/// <summary>One attempt to fetch one file from one mirror.</summary>
internal sealed class Transfer(
    HttpClient client, DownloadOptions options, DownloadFile file, Uri mirror, IProgress<DownloadProgress>? progress)
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Fetches to <c>path.partial</c>, checks, and renames.</summary>
    /// <exception cref="TransferException">The mirror failed; nothing is left behind.</exception>
    public async Task RunAsync(string path, CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            using var response = await GetAsync(stall).ConfigureAwait(false);
            CheckAnswer(response);
            await SaveAsync(response, path, stall).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransferException(
                $"{mirror.Host} sent nothing for {options.StallTimeoutSeconds:0.###} seconds", error);
        }
        catch (HttpRequestException error)
        {
            throw new TransferException($"{mirror.Host}: {error.Message}", error);
        }
    }

    /// <summary>Asks, following allowed redirects.</summary>
    private async Task<HttpResponseMessage> GetAsync(CancellationTokenSource stall)
    {
        var address = mirror;
        for (var redirects = 0; ; redirects++)
        {
            CheckAllowed(address);
            stall.CancelAfter(TimeSpan.FromSeconds(options.StallTimeoutSeconds));
            var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, stall.Token)
                .ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode)) return response;
            using (response)
            {
                if (redirects == options.MaxRedirects)
                    throw new TransferException($"{mirror.Host} redirects more than {options.MaxRedirects} times");
                var location = response.Headers.Location
                    ?? throw new TransferException($"{mirror.Host} redirects to nowhere");
                if (!Uri.TryCreate(address, location, out Uri? next))
                    throw new TransferException($"{mirror.Host} redirects to an address that is none");
                address = next;
            }
        }
    }

    private static bool IsRedirect(HttpStatusCode status) =>
        (int)status is 301 or 302 or 303 or 307 or 308;

    private void CheckAllowed(Uri address)
    {
        if (address.Scheme == Uri.UriSchemeHttps) return;
        if (options.AllowLoopbackHttp && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback) return;
        throw new TransferException(address == mirror
            ? $"{mirror} is not https"
            : $"{mirror.Host} redirects to {address.GetLeftPart(UriPartial.Authority)}, which is not https");
    }

    private void CheckAnswer(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw new TransferException($"{mirror.Host} answered {(int)response.StatusCode} {response.ReasonPhrase}");
        if (response.Content.Headers.ContentLength is { } bytes && bytes != file.Bytes)
            throw new TransferException($"{mirror.Host} offers {bytes} bytes; expected {file.Bytes}");
    }

    private async Task SaveAsync(HttpResponseMessage response, string path, CancellationTokenSource stall)
    {
        var partial = path + ".partial";

        // Opened before the try: where another process holds the file, it is not ours to delete.
        var target = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
        try
        {
            using (target)
            {
                await CopyAsync(response, target, stall).ConfigureAwait(false);
                target.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    private async Task CopyAsync(HttpResponseMessage response, FileStream target, CancellationTokenSource stall)
    {
        using var hash = IncrementalHash.CreateHash(file.Hash.Algorithm);
        var buffer = new byte[BufferBytes];
        long received = 0;
        using var source = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
        while (true)
        {
            stall.CancelAfter(TimeSpan.FromSeconds(options.StallTimeoutSeconds));
            var read = await ReadAsync(source, buffer, received, stall.Token).ConfigureAwait(false);
            if (read == 0) break;
            received += read;
            if (received > file.Bytes) throw new TransferException($"{mirror.Host} sends more than {file.Bytes} bytes");
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None).ConfigureAwait(false);
            progress?.Report(new DownloadProgress(file.Name, received, file.Bytes, mirror));
        }

        if (received != file.Bytes) throw CutOff(received);
        var sum = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (sum == file.Hash.Hex) return;
        throw new TransferException(
            $"{mirror.Host} sent another file: its {file.Hash.Algorithm} is {sum}; expected {file.Hash.Hex}");
    }

    /// <summary>A broken connection is the mirror's failure; a full disk is not.</summary>
    private async Task<int> ReadAsync(Stream source, byte[] buffer, long received, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw CutOff(received, error);
        }
    }

    private TransferException CutOff(long received, Exception? error = null) =>
        new($"{mirror.Host} stopped after {received} of {file.Bytes} bytes", error);
}
