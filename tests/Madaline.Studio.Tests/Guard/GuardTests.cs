using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Madaline.Formats;
using Madaline.Studio.Live;

namespace Madaline.Studio.Tests.Guard;

/// <summary>Who is let in, and what every answer tells the browser.</summary>
public sealed class GuardTests
{
    public static TheoryData<string, string?, int> Requests => new()
    {
        { "127.0.0.1:PORT", null, 200 },
        { "localhost:PORT", null, 200 },
        { "LOCALHOST:PORT", null, 200 },
        { "[::1]:PORT", null, 200 },
        { "127.0.0.1:PORT", "http://127.0.0.1:PORT", 200 },
        { "localhost:PORT", "http://localhost:PORT", 200 },
        { "evil.example", null, 421 },
        { "evil.example:PORT", null, 421 },
        { "127.0.0.1", null, 421 },
        { "127.0.0.1:1", null, 421 },
        { "127.0.0.1.evil.example:PORT", null, 421 },
        { "", null, 421 },
        { "127.0.0.1:PORT", "http://evil.example", 403 },
        { "127.0.0.1:PORT", "null", 403 },
        { "127.0.0.1:PORT", "https://127.0.0.1:PORT", 403 },
        { "127.0.0.1:PORT", "http://127.0.0.1:1", 403 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Only_this_server_by_its_name_and_its_own_pages(string host, string? origin, int status)
    {
        await using var server = await RunningServer.StartAsync();
        foreach (string path in new[] { "/", "/live", "/api/moment.safetensors" })
        {
            string answer = await Ask(server, path, Fill(host), origin is null ? null : Fill(origin));
            if (status != 200 || path == "/")
                Assert.StartsWith($"HTTP/1.1 {status} ", answer);
            Assert.Contains("Content-Security-Policy: default-src 'none'", answer);
            Assert.Contains("X-Content-Type-Options: nosniff", answer);
            Assert.DoesNotContain("Set-Cookie", answer);
            Assert.DoesNotContain("Server:", answer);
        }

        string Fill(string text) => text.Replace("PORT", $"{server.Port}");
    }

    [Theory]
    [InlineData("/kit/app.js", 404)]
    [InlineData("/Kit/app.js", 200)]
    [InlineData("/Kit/../Kit/app.js", 200)]
    [InlineData("/Kit/%2e%2e/%2e%2e/etc/passwd", 404)]
    [InlineData("/Views/Run/RunView.cs", 404)]
    [InlineData("/api/moment.safetensors", 401)]
    [InlineData("/live", 400)]
    public async Task Files_of_the_page_and_nothing_else(string path, int status)
    {
        await using var server = await RunningServer.StartAsync();
        string answer = await Ask(server, path, $"127.0.0.1:{server.Port}", null);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
    }

    [Fact]
    public async Task Nothing_is_taken_but_questions()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client();
        using var post = await client.PostAsync(server.At("/"), new ByteArrayContent([]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        try
        {
            using var large = await client.PostAsync(server.At("/"), new ByteArrayContent(new byte[1 << 20]), TestContext.Current.CancellationToken);
            Assert.False(large.IsSuccessStatusCode);
        }
        catch (HttpRequestException)
        {
            // The connection may be closed before all of it is sent.
        }

        using var after = await client.GetAsync(server.At("/"), TestContext.Current.CancellationToken);
        Assert.True(after.IsSuccessStatusCode);
    }

    [Fact]
    public async Task The_server_listens_to_this_machine_only()
    {
        await using var server = await RunningServer.StartAsync();
        var others = Dns.GetHostAddresses(Dns.GetHostName()).Where(address => !IPAddress.IsLoopback(address));
        foreach (var address in others)
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            Assert.ThrowsAny<SocketException>(() => socket.Connect(address, server.Port));
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var server = await RunningServer.StartAsync();
        using var session = new Session(Sessions.Quadratic, Sessions.Data());
        var error = await Assert.ThrowsAsync<StudioException>(() =>
            StudioServer.StartAsync(session, new StudioOptions { Port = server.Port }, TestContext.Current.CancellationToken));
        Assert.Contains($"port {server.Port}", error.Message);
        Assert.Contains("Give another one", error.Message);
    }

    [Theory]
    [InlineData("{\"kind\":\"subscribe\",\"id\":1,\"view\":\"run\"}")]
    [InlineData("{\"kind\":\"hello\"}")]
    [InlineData("{\"kind\":\"hello\",\"token\":\"00000000000000000000000000000000\"}")]
    [InlineData("hello")]
    public async Task Without_the_token_a_connection_ends(string first)
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync(greets: false);
        await socket.SendAsync(Encoding.UTF8.GetBytes(first), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        var answer = await socket.ReceiveAsync(new byte[1000], TestContext.Current.CancellationToken);
        Assert.Equal(WebSocketMessageType.Close, answer.MessageType);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, answer.CloseStatus);
    }

    [Fact]
    public async Task Eight_pages_are_served_and_a_ninth_is_told_to_wait()
    {
        await using var server = await RunningServer.StartAsync();
        var pages = new List<ClientWebSocket>();
        for (int i = 0; i < 8; i++)
            pages.Add(await server.ConnectAsync());
        var error = await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync());
        Assert.Contains("503", error.Message);
        pages[0].Abort();
        pages.ForEach(page => page.Dispose());
    }

    [Fact]
    public async Task A_moment_is_a_file_from_which_every_number_can_be_computed_again()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
        byte[] bytes = await client.GetByteArrayAsync(server.At("/api/moment.safetensors?sample=3"), TestContext.Current.CancellationToken);
        var file = SafeTensors.Read(new MemoryStream(bytes), "moment");
        Assert.Equal("0", file.Metadata["step"]);
        Tensor w = file.Tensors["weights.3.weight"], b = file.Tensors["weights.3.bias"], a = file.Tensors["layers.3.Linear.input"];
        Tensor z = a.MatMul(w.T) + b, delta = file.Tensors["layers.3.Linear.delta"];
        Assert.True((z - file.Tensors["layers.3.Linear.output"]).Abs().Max().Item<float>() < 1e-6);
        Assert.True((delta.T.MatMul(a) - file.Tensors["gradients.3.weight"]).Abs().Max().Item<float>() < 1e-6);
        client.DefaultRequestHeaders.Authorization = new("Bearer", new string('0', 32));
        using var refused = await client.GetAsync(server.At("/api/moment.safetensors"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    /// <summary>A request as it is, without what a client would mend.</summary>
    private static async Task<string> Ask(RunningServer server, string path, string host, string? origin)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        using var stream = client.GetStream();
        string request = $"GET {path} HTTP/1.1\r\nHost: {host}\r\n{(origin is null ? "" : $"Origin: {origin}\r\n")}Connection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
