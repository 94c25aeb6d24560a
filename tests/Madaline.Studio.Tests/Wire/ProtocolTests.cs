using System.Net.WebSockets;
using System.Text;
using Madaline.Studio.Guard;
using Madaline.Studio.Live;
using Madaline.Studio.Wire;

namespace Madaline.Studio.Tests.Wire;

/// <summary>Frames come with credit only, and nothing that a page sends does harm.</summary>
public sealed class ProtocolTests
{
    private static readonly string[] Pieces =
    [
        "{\"kind\":\"subscribe\",\"id\":1,\"view\":\"run\"}", "{\"kind\":\"ack\",\"id\":1}", "{\"kind\":\"unsubscribe\",\"id\":1}",
        "{\"kind\":\"subscribe\",\"id\":2,\"view\":\"microscope\",\"args\":{\"layer\":9e99,\"neuron\":-3,\"cell\":\"x\",\"sample\":1e300}}",
        "{\"kind\":\"do\",\"action\":\"step\",\"value\":1e308}", "{\"kind\":\"do\",\"action\":\"speed\",\"value\":null}",
        "{\"kind\":\"do\",\"action\":\"42\"}", "{\"kind\":\"do\"}", "{\"kind\":\"subscribe\",\"view\":\"../../etc\"}", "[]", "null", "{}", "\"\"",
        "{\"kind\":\"do\",\"action\":\"goto\",\"value\":2}", "{\"kind\":\"ack\",\"id\":2147483647}", "{\"id\":99999999999}", "\0", "{\"kind\":\"ack\",\"id\":2}",
        "{\"args\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"kind\":\"do\",\"action\":\"rate\",\"value\":-1}",
        "{\"kind\":\"do\",\"action\":\"build\",\"text\":\"[\\\"flatten\\\",7]\"}", "{\"kind\":\"do\",\"action\":\"build\",\"text\":\"\\ud800\"}",
    ];

    [Fact]
    public void Without_an_acknowledgement_there_is_one_frame()
    {
        using var running = Sessions.Start();
        var silent = new SeenFrames();
        var polite = new SeenFrames();
        using var first = silent.Look(running.Session, "run", "{}", acknowledges: false);
        using var second = polite.Look(running.Session, "microscope", "{}");
        running.Do(SessionAction.Speed, 100, state => state.StepsPerSecond == 100);
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        polite.WaitFor(frame => frame.Step == Sessions.Epochs * Sessions.StepsPerEpoch);
        Assert.Equal(1, silent.Count);
        Assert.InRange(polite.Count, 2, 200);
    }

    [Fact]
    public void A_view_that_has_nothing_to_show_says_why_and_the_session_goes_on()
    {
        using var running = Sessions.Start(Sessions.Convolutional with
        {
            Layers = [new Recipes.Spec("flatten"), new Recipes.Spec("residual").With("layers", (Recipes.Spec[])[
                new Recipes.Spec("linear").With("outputs", 64.0)]), new Recipes.Spec("linear").With("outputs", "classes")],
        });
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "microscope", "{}");
        Assert.Contains("follow one another", seen.WaitFor(_ => true).Json.GetProperty("problem").GetString());
        running.Do(SessionAction.Step, 1, state => state.Latest == 1 && !state.IsPlaying);
    }

    [Fact]
    public async Task A_page_that_subscribes_too_often_is_told_so()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();
        for (int id = 0; id < 17; id++)
            await Send(socket, $$"""{"kind":"subscribe","id":{{id}},"view":"status"}""");
        var texts = new List<string>();
        while (!texts.Any(text => text.Contains("problem")))
            texts.Add(await Receive(socket));
        Assert.Contains("16 are looked at", texts[^1]);
    }

    [Fact]
    public async Task A_message_that_is_too_long_ends_the_connection()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();
        await Receive(socket);
        await Send(socket, new string(' ', 70_000));
        var end = await socket.ReceiveAsync(new byte[1000], TestContext.Current.CancellationToken);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, end.CloseStatus);
        Assert.Contains("65536", end.CloseStatusDescription);
    }

    /// <summary>Whole messages, and ones that are cut, joined and changed: 20,000, or as many as MADALINE_FUZZ says.</summary>
    [Fact]
    public async Task Whatever_a_page_sends_the_training_gives_the_same_bits()
    {
        int messages = int.TryParse(Environment.GetEnvironmentVariable("MADALINE_FUZZ"), out int asked) ? asked : 20_000;
        using var running = Sessions.Start();
        var token = new AccessToken();
        var random = new Random(11);
        long received = 0, connections = 0;
        while (received < messages)
        {
            var (page, studio) = Pair();
            var connection = new PageConnection(studio, running.Session, token);
            var serving = ServeAsync(studio, connection);
            var draining = DrainAsync(page);
            await Send(page, $$"""{"kind":"hello","token":"{{token.Text}}"}""");
            // A message that breaks the rules ends a connection, so most are well formed.
            for (int i = 0; i < 2000 && page.State == WebSocketState.Open && !serving.IsCompleted; i++)
            {
                try
                {
                    await page.SendAsync(Message(random), WebSocketMessageType.Text, random.Next(1000) != 0, TestContext.Current.CancellationToken);
                }
                catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException)
                {
                    break;
                }
            }

            page.Abort();
            await serving.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            await draining;
            received += connection.Received;
            connections++;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{received} messages came whole, over {connections} connections");
        Assert.True(running.Session.Audience.IsEmpty);
        running.Do(SessionAction.Restart, 0, state => state is { Latest: 0, Phase: SessionPhase.Waiting });
        running.Do(SessionAction.Speed, 0, state => state.StepsPerSecond == 0);
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        var alone = new Recipes.Experiment(Sessions.Quadratic, Sessions.Data().Train);
        alone.Train();
        Assert.Equal(alone.Model.WeightsSha256(), running.Sha);
    }

    /// <summary>As the server does: the connection is closed when its page is no longer served.</summary>
    private static async Task ServeAsync(WebSocket socket, PageConnection connection)
    {
        using (socket)
            await connection.RunAsync(TestContext.Current.CancellationToken);
    }

    private static byte[] Message(Random random)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Pieces[random.Next(random.Next(500) == 0 ? Pieces.Length : 9)]);
        if (random.Next(2000) != 0)
            return bytes;
        for (int i = random.Next(4); i >= 0 && bytes.Length > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(2) == 0 ? bytes : bytes[..random.Next(bytes.Length + 1)];
    }

    /// <summary>Two ends of a connection in memory.</summary>
    private static (WebSocket Page, WebSocket Studio) Pair()
    {
        var (left, right) = DuplexStream.Pair();
        return (WebSocket.CreateFromStream(left, new WebSocketCreationOptions { IsServer = false }),
            WebSocket.CreateFromStream(right, new WebSocketCreationOptions { IsServer = true }));
    }

    private static async Task DrainAsync(WebSocket socket)
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            while ((await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The other end has gone.
        }
    }

    private static Task Send(WebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    private static async Task<string> Receive(WebSocket socket)
    {
        byte[] buffer = new byte[1 << 20];
        var part = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        return part.MessageType == WebSocketMessageType.Text ? Encoding.UTF8.GetString(buffer, 0, part.Count) : "frame";
    }
}
