using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Madaline.Studio.Explain;
using Madaline.Studio.Guard;
using Madaline.Studio.Live;
using Madaline.Studio.Views;
using Madaline.Studio.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Madaline.Studio;

/// <summary>Serves the studio's page and what it shows, to this machine only.</summary>
/// <remarks>
/// Bound to the loopback address. Who has the address with its token sees and steers the training; nobody can send code
/// or paths.
/// </remarks>
public sealed class StudioServer : IAsyncDisposable
{
    private const int MaxPages = 8;

    private readonly WebApplication _app;
    private readonly Session _session;
    private readonly CancellationTokenSource _ends = new();
    private AccessToken _token = new();
    private HostGuard _guard = new([]);
    private int _pages;

    private StudioServer(WebApplication app, Session session) => (_app, _session) = (app, session);

    /// <summary>The address to open; its fragment holds the token.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Starts to serve.</summary>
    /// <param name="session">What is shown.</param>
    /// <param name="options">Where.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StudioException">The port is taken, or may not be used.</exception>
    public static async Task<StudioServer> StartAsync(
        Session session, StudioOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Listen(IPAddress.Loopback, options?.Port ?? 0);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        var server = new StudioServer(app, session);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20) });
        app.Run(server.Answer);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new StudioException($"studio: port {options?.Port} cannot be used: {e.Message.TrimEnd('.')}. "
                + "Give another one, or none to take a free one.", e);
        }

        int port = new Uri(app.Urls.First()).Port;
        if (options is { SecretFile: { } file, Port: not 0 } && UserSecret.ReadOrMake(file) is { } secret)
            server._token = AccessToken.Of(secret, port);
        // Last, since it lets in: until now everybody was refused.
        server._guard = new HostGuard(HostGuard.Loopback(port));
        string moment = options?.Moment is { Length: > 0 } text ? $"&{text.TrimStart('#', '&')}" : "";
        server.Address = new Uri($"http://127.0.0.1:{port}/#{server._token.Text}{moment}");
        return server;
    }

    /// <summary>Stops to serve; pages say that the studio has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _ends.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        SecurityHeaders.Write(context.Response.Headers);
        var request = context.Request;
        if (_guard.Refuse(request) is { } status)
            await Refuse(context, status, "This is a studio on its own machine. Open the address that it printed.");
        else if (request.Path == "/live")
            await AnswerPage(context);
        else if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            await Refuse(context, StatusCodes.Status405MethodNotAllowed, "Only GET.");
        else if (request.Path == "/api/moment.safetensors")
            await AnswerSaved(context, moment => MomentOf(moment, request.Query));
        else if (request.Path == "/api/page.html")
            await AnswerSaved(context, moment => ExplainPage.Of(moment, context.RequestAborted));
        else if (PageFiles.All.TryGetValue(request.Path == "/" ? "/Kit/index.html" : request.Path.Value!, out var file))
            await AnswerFile(context, file);
        else
            await Refuse(context, StatusCodes.Status404NotFound, "There is no such page.");
    }

    private static async Task AnswerFile(HttpContext context, PageFile file)
    {
        context.Response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = file.Type;
        context.Response.ContentLength = file.Bytes.Length;
        if (HttpMethods.IsGet(context.Request.Method))
            await context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted);
    }

    /// <summary>A file of what is shown, for who knows the token.</summary>
    private async Task AnswerSaved(HttpContext context, Func<Moment, byte[]> make)
    {
        const string Scheme = "Bearer ";
        string authorization = context.Request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Scheme, StringComparison.Ordinal) || !_token.Is(authorization[Scheme.Length..]))
        {
            await Refuse(context, StatusCodes.Status401Unauthorized, "The token of the address is missing.");
            return;
        }

        byte[] bytes = await _session.SaveAsync(make, context.RequestAborted);
        context.Response.ContentType = "application/octet-stream";
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static byte[] MomentOf(Moment moment, IQueryCollection query)
    {
        _ = int.TryParse(query["sample"], NumberStyles.None, CultureInfo.InvariantCulture, out int sample);
        return MomentFile.Of(moment.Stage, query["part"] == "test", sample);
    }

    private async Task AnswerPage(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Refuse(context, StatusCodes.Status400BadRequest, "This address is for the page's own connection.");
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _pages) > MaxPages)
            {
                await Refuse(context, StatusCodes.Status503ServiceUnavailable,
                    $"{MaxPages} pages are open already. Close one.");
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(_ends.Token, context.RequestAborted);
            await new PageConnection(socket, _session, _token).RunAsync(ends.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _pages);
        }
    }

    private static async Task Refuse(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(reason + "\n", context.RequestAborted);
    }

    /// <summary>The program decides when it ends, not the server.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>A studio cannot be served; the message says why.</summary>
public sealed class StudioException(string message, Exception inner) : Exception(message, inner);
