using System.Diagnostics;
using System.Text.Json;
using Madaline.Recipes;
using Madaline.Studio.Views;
using Madaline.Studio.Wire;

namespace Madaline.Studio.Live;

/// <summary>
/// A page that wants to see something. It has credit for one frame: the next one is made when it has acknowledged the
/// last, so nothing queues, and a hidden page costs nothing.
/// </summary>
/// <param name="id">The page's own number for it.</param>
/// <param name="view">What is looked at.</param>
/// <param name="args">What of it.</param>
/// <param name="send">Takes a frame.</param>
internal sealed class Subscription(int id, View view, JsonElement args, Action<byte[]> send)
{
    /// <summary>No state has this version.</summary>
    private const long Never = long.MinValue;

    private readonly ViewArguments _arguments = new(args);
    /// <summary>While training goes as fast as it can, looks take at most this part of its time, as 1 in N.</summary>
    private const int Share = 60;

    /// <summary>The first looks take longest; nobody waits for the next one longer than this.</summary>
    private static readonly long LongestPause = Stopwatch.Frequency;

    private readonly long _interval = Stopwatch.Frequency / view.FramesPerSecond;
    private Recipe? _recipe;
    private long _sentAt, _took, _shown = Never;
    private int _hasCredit = 1;

    /// <summary>The page's number.</summary>
    public int Id => id;

    /// <summary>Whether it shows how training goes on, also while an earlier step is shown.</summary>
    public bool FollowsTraining => view.FollowsTraining;

    /// <summary>Whether a frame may be sent, now or soon.</summary>
    public bool HasCredit => Volatile.Read(ref _hasCredit) != 0;

    /// <summary>The page has shown the last frame.</summary>
    public void Acknowledge() => Volatile.Write(ref _hasCredit, 1);

    /// <summary>When a frame is due, if something has changed; null where it has to wait for something else.</summary>
    /// <param name="version">Which state there is now.</param>
    /// <param name="isAtFullSpeed">Whether what a look takes is missing elsewhere.</param>
    public long? DueAt(long version, bool isAtFullSpeed) =>
        HasCredit && version != Volatile.Read(ref _shown) ? EarliestAt(isAtFullSpeed) : null;

    /// <summary>Before this there is no other frame.</summary>
    /// <param name="isAtFullSpeed">Whether what a look takes is missing elsewhere.</param>
    public long EarliestAt(bool isAtFullSpeed)
    {
        long pause = isAtFullSpeed
            ? Math.Max(_interval, Math.Min(Share * Volatile.Read(ref _took), LongestPause)) : _interval;
        return Volatile.Read(ref _sentAt) + pause;
    }

    /// <summary>Sends what there is to see.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="version">Which state it is of.</param>
    public void Send(Moment moment, long version)
    {
        Volatile.Write(ref _hasCredit, 0);
        Volatile.Write(ref _shown, version);
        _arguments.WantsMore = false;
        if (!ReferenceEquals(_recipe, moment.Stage.Experiment.Model.Recipe))
        {
            _recipe = moment.Stage.Experiment.Model.Recipe;
            _arguments.Forget();
        }

        long before = Stopwatch.GetTimestamp();
        byte[] frame = Frame.Write(id, moment.Stage.Step, (json, numbers) => Write(moment, json, numbers));
        Volatile.Write(ref _took, Stopwatch.GetTimestamp() - before);
        Volatile.Write(ref _sentAt, before);
        if (_arguments.WantsMore)
            Volatile.Write(ref _shown, Never);
        send(frame);
    }

    private void Write(Moment moment, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        try
        {
            view.Look(moment, _arguments, json, numbers);
        }
        catch (Exception e) when (e is TensorException or ViewException)
        {
            // The frame says so in place of what cannot be shown; nothing was written before the first property.
            json.WriteString("problem", e.Message);
        }
    }
}
