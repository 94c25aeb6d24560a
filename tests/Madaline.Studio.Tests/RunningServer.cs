using System.Net.WebSockets;
using System.Text;
using Madaline.Recipes;
using Madaline.Studio.Live;

namespace Madaline.Studio.Tests;

/// <summary>A studio that serves a small training.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly RunningSession _running;
    private StudioServer? _server;

    private RunningServer(RunningSession running) => _running = running;

    public RunningSession Running => _running;

    public Session Session => _running.Session;

    public Uri Address => _server!.Address;

    public int Port => Address.Port;

    public string Token => Address.Fragment[1..33];

    public static Task<RunningServer> StartAsync(Recipe? recipe = null, int port = 0, string? secretFile = null) =>
        StartAsync(Sessions.Start(recipe), port, secretFile);

    public static async Task<RunningServer> StartAsync(RunningSession running, int port = 0, string? secretFile = null)
    {
        var server = new RunningServer(running);
        await server.ServeAsync(port, secretFile);
        return server;
    }

    public async Task ServeAsync(int port, string? secretFile = null) =>
        _server = await StudioServer.StartAsync(Session, new StudioOptions { Port = port, SecretFile = secretFile });

    public async Task StopServingAsync() => await _server!.DisposeAsync();

    public Uri At(string path) => new($"http://127.0.0.1:{Port}{path}");

    public HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false });

    public async Task<ClientWebSocket> ConnectAsync(bool greets = true)
    {
        var socket = new ClientWebSocket();
        socket.Options.Proxy = null;
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{Port}/live"), CancellationToken.None);
        if (greets)
            await socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"kind":"hello","token":"{{Token}}"}"""), WebSocketMessageType.Text, true, CancellationToken.None);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _running.Dispose();
    }
}
