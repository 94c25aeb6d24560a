using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Madaline.Studio.Guard;
using Madaline.Studio.Live;
using Madaline.Studio.Views;

namespace Madaline.Studio.Wire;

/// <summary>One page: what it asks for, and what it is sent.</summary>
/// <param name="socket">The connection.</param>
/// <param name="session">What is shown.</param>
/// <param name="token">What it must know.</param>
internal sealed class PageConnection(WebSocket socket, Session session, AccessToken token)
{
    private const int MaxMessageBytes = 64 * 1024, MaxSubscriptions = 16;
    private static readonly TimeSpan HelloTime = TimeSpan.FromSeconds(10);

    private readonly Channel<(WebSocketMessageType Type, byte[] Bytes)> _sending = Channel.CreateUnbounded<(
        WebSocketMessageType, byte[])>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Dictionary<int, Subscription> _subscriptions = [];
    private readonly byte[] _buffer = new byte[MaxMessageBytes];

    /// <summary>How many messages came whole.</summary>
    public long Received { get; private set; }

    /// <summary>Serves the page until it leaves, breaks the rules or is sent away.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task sending = SendAsync(ends.Token);
        try
        {
            if (await GreetAsync(cancellationToken))
                await ListenAsync(cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It is gone, or the studio ends: either way there is nobody to tell.
        }
        finally
        {
            foreach (var subscription in _subscriptions.Values)
                session.Audience.Remove(subscription);
            _sending.Writer.TryComplete();
            await ends.CancelAsync();
            await sending;
        }
    }

    /// <summary>The first message holds the token.</summary>
    private async Task<bool> GreetAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(HelloTime);
        var hello = await ReadAsync(patience.Token);
        if (hello is { Kind: "hello" } && token.Is(hello.Token))
        {
            Tell("hello", json =>
            {
                json.WriteNumber("protocol", 1);
                json.WriteString("session", session.Id);
            });
            return true;
        }

        if (socket.State == WebSocketState.Open)
            await CloseAsync("The token is missing or is not this studio's. Open the address that it printed.");
        return false;
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken) is { } message)
        {
            switch (message.Kind)
            {
                case "subscribe":
                    Subscribe(message);
                    break;
                case "unsubscribe":
                    Unsubscribe(message.Id);
                    break;
                case "ack":
                    if (_subscriptions.TryGetValue(message.Id, out var seen))
                        seen.Acknowledge();
                    session.Attract();
                    break;
                case "do":
                    Do(message);
                    break;
                default:
                    await CloseAsync("There is no such kind of message.");
                    return;
            }
        }
    }

    private void Subscribe(PageMessage message)
    {
        Unsubscribe(message.Id);
        if (ViewCatalog.Find(message.View) is not { } view || _subscriptions.Count >= MaxSubscriptions)
        {
            Problem(message, $"There is no such view, or {MaxSubscriptions} are looked at already.");
            return;
        }

        var subscription = new Subscription(message.Id, view, message.Args,
            frame => _sending.Writer.TryWrite((WebSocketMessageType.Binary, frame)));
        _subscriptions.Add(message.Id, subscription);
        session.Audience.Add(subscription);
        session.Attract();
    }

    private void Unsubscribe(int id)
    {
        if (_subscriptions.Remove(id, out var subscription))
            session.Audience.Remove(subscription);
    }

    private void Do(PageMessage message)
    {
        if (!Enum.TryParse<SessionAction>(message.Action, ignoreCase: true, out var action)
            || !Enum.IsDefined(action))
        {
            Problem(message, $"There is no such action. Expected one of "
                + $"{string.Join(", ", Enum.GetNames<SessionAction>())}.");
            return;
        }

        try
        {
            session.Do(new SessionCommand(action, message.Value ?? 0, message.Text ?? ""));
        }
        catch (Exception e) when (e is SessionCommandException or TensorException)
        {
            Problem(message, e.Message);
        }
    }

    private void Problem(PageMessage message, string text) => Tell("problem", json =>
    {
        json.WriteNumber("id", message.Id);
        json.WriteString("text", text);
    });

    private void Tell(string kind, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            write(json);
            json.WriteEndObject();
        }

        _sending.Writer.TryWrite((WebSocketMessageType.Text, stream.ToArray()));
    }

    /// <summary>The next message; null where the page has left or broke the rules.</summary>
    private async Task<PageMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        int length = 0;
        while (true)
        {
            if (length == MaxMessageBytes)
            {
                await CloseAsync($"A message is longer than {MaxMessageBytes} bytes.");
                return null;
            }

            var part = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            length += part.Count;
            if (part.EndOfMessage)
                break;
        }

        Received++;

        try
        {
            if (JsonSerializer.Deserialize(_buffer.AsSpan(0, length), PageMessages.Default.PageMessage) is { } message)
                return message;
        }
        catch (JsonException)
        {
            // Said below, as of a message that is null.
        }

        await CloseAsync("A message is no JSON object of this protocol.");
        return null;
    }

    private async Task CloseAsync(string reason)
    {
        using var patience = new CancellationTokenSource(HelloTime);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, reason, patience.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            socket.Abort();
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (type, bytes) in _sending.Reader.ReadAllAsync(cancellationToken))
                await socket.SendAsync(bytes, type, endOfMessage: true, cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }
}
