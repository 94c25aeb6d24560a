using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Madaline.Datasets.Tests.Downloads;

/// <summary>A small HTTP server on this machine that misbehaves by path.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _content;
    private readonly Task _loop;

    public LocalServer(byte[] content)
    {
        _content = content;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _loop = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Paths asked for, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public Uri this[string path] => new(Address, path);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var path = (await reader.ReadLineAsync(_stop.Token))!.Split(' ')[1];
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
                {
                }

                Requests.Enqueue(path);
                await RespondAsync(stream, path.TrimStart('/'));
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
            }
        }
    }

    private async Task RespondAsync(NetworkStream stream, string path)
    {
        var half = _content.Length / 2;
        switch (path)
        {
            case "silent":
                await Task.Delay(Timeout.Infinite, _stop.Token);
                break;
            case "stall":
                await SendAsync(stream, 200, _content.Length, _content.AsMemory(0, half));
                await Task.Delay(Timeout.Infinite, _stop.Token);
                break;
            case "cut":
                await SendAsync(stream, 200, _content.Length, _content.AsMemory(0, half));
                break;
            case "cut-without-length":
                await SendAsync(stream, 200, null, _content.AsMemory(0, half));
                break;
            case "corrupt":
                var corrupt = _content.ToArray();
                corrupt[half] ^= 1;
                await SendAsync(stream, 200, corrupt.Length, corrupt);
                break;
            case "longer":
                await SendAsync(stream, 200, null, (byte[])[.. _content, 0]);
                break;
            case "other-length":
                await SendAsync(stream, 200, _content.Length + 1, (byte[])[.. _content, 0]);
                break;
            case "missing":
                await SendAsync(stream, 404, 0, default);
                break;
            case "redirect":
                await SendAsync(stream, 302, 0, default, "/good");
                break;
            case "redirect-loop":
                await SendAsync(stream, 307, 0, default, "/redirect-loop");
                break;
            case "redirect-to-http":
                await SendAsync(stream, 301, 0, default, "http://example.com/good");
                break;
            case "redirect-to-file":
                await SendAsync(stream, 301, 0, default, "file:///etc/hostname");
                break;
            case "redirect-nowhere":
                await SendAsync(stream, 302, 0, default);
                break;
            default:
                await SendAsync(stream, 200, _content.Length, _content);
                break;
        }
    }

    private async Task SendAsync(
        NetworkStream stream, int status, int? length, ReadOnlyMemory<byte> body, string? location = null)
    {
        var head = $"HTTP/1.1 {status} Status\r\nConnection: close\r\n"
            + (length is null ? "" : $"Content-Length: {length}\r\n")
            + (location is null ? "" : $"Location: {location}\r\n") + "\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
        await stream.WriteAsync(body, _stop.Token);
        await stream.FlushAsync(_stop.Token);
    }
}
