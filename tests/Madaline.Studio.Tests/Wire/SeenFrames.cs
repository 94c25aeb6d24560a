using System.Buffers.Binary;
using System.Text.Json;
using Madaline.Studio.Live;
using Madaline.Studio.Views;
using Madaline.Studio.Wire;

namespace Madaline.Studio.Tests.Wire;

/// <summary>A page without a browser: it acknowledges every frame and keeps the last.</summary>
internal sealed class SeenFrames
{
    private readonly Lock _gate = new();
    private SeenFrame? _last;

    public int Count { get; private set; }

    /// <summary>Looks at a view until disposed of.</summary>
    /// <param name="session">The session.</param>
    /// <param name="view">The view's name.</param>
    /// <param name="args">What of it.</param>
    /// <param name="acknowledges">Whether frames are acknowledged.</param>
    public IDisposable Look(Session session, string view, string args, bool acknowledges = true)
    {
        Subscription? subscription = null;
        subscription = new Subscription(1, ViewCatalog.Find(view)!, JsonDocument.Parse(args).RootElement, bytes =>
        {
            lock (_gate)
                (_last, Count) = (SeenFrame.Read(bytes), Count + 1);
            if (!acknowledges)
                return;
            ThreadPool.QueueUserWorkItem(_ =>
            {
                subscription!.Acknowledge();
                session.Attract();
            });
        });
        session.Audience.Add(subscription);
        session.Attract();
        return new Leaving(() => session.Audience.Remove(subscription));
    }

    public SeenFrame WaitFor(Func<SeenFrame, bool> wanted)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            lock (_gate)
            {
                if (_last is { } last && wanted(last))
                    return last;
            }

            Assert.True(DateTime.UtcNow < deadline, $"no such frame came; the last: {_last?.Text}");
            Thread.Sleep(1);
        }
    }

    private sealed class Leaving(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}

/// <summary>A frame as a page reads it.</summary>
/// <param name="Subscription">Whose it is.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Text">Its JSON.</param>
/// <param name="Numbers">Its numbers.</param>
internal sealed record SeenFrame(int Subscription, long Step, string Text, float[] Numbers)
{
    public JsonElement Json { get; } = JsonDocument.Parse(Text).RootElement;

    /// <summary>The equations as lines of text.</summary>
    public string Equations => Json.TryGetProperty("equations", out var list)
        ? string.Join('\n', list.EnumerateArray().Select(equation => equation.GetProperty("text").GetString()))
        : throw new InvalidOperationException(Text);

    public static SeenFrame Read(byte[] bytes)
    {
        Assert.Equal("MDS1"u8, bytes.AsSpan(0, 4));
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(16));
        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(20));
        Assert.Equal(0, length % 4);
        Assert.Equal(bytes.Length, Frame.HeaderBytes + length + (4 * count));
        var numbers = new float[count];
        for (int i = 0; i < count; i++)
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(Frame.HeaderBytes + length + (4 * i)));
        return new SeenFrame(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)),
            System.Text.Encoding.UTF8.GetString(bytes, Frame.HeaderBytes, length), numbers);
    }
}
