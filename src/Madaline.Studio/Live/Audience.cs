using System.Collections.Immutable;
using System.Diagnostics;
using Madaline.Studio.Views;

namespace Madaline.Studio.Live;

/// <summary>All pages that look on.</summary>
internal sealed class Audience
{
    private readonly Lock _serving = new();
    private ImmutableArray<Subscription> _subscriptions = [];

    /// <summary>Whether nobody looks on.</summary>
    public bool IsEmpty => _subscriptions.IsEmpty;

    /// <summary>When the next frame is due, if there is something new by then; the end of time where nobody waits for
    /// one.</summary>
    /// <param name="isAtFullSpeed">Whether what a look takes is missing elsewhere.</param>
    public long NextLook(bool isAtFullSpeed)
    {
        long next = long.MaxValue;
        foreach (var subscription in _subscriptions)
        {
            if (subscription.HasCredit)
                next = Math.Min(next, subscription.EarliestAt(isAtFullSpeed));
        }

        return next;
    }

    /// <summary>Lets one in.</summary>
    public void Add(Subscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, list => list.Add(subscription));

    /// <summary>One has gone.</summary>
    public void Remove(Subscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, list => list.Remove(subscription));

    /// <summary>Sends frames to those for whom one is due.</summary>
    /// <param name="moment">What is shown.</param>
    /// <param name="stageVersion">Which state of the network it is.</param>
    /// <param name="version">Which state of the session.</param>
    /// <returns>When the next one is due, of those that wait for nothing else.</returns>
    public long? Serve(Moment moment, long stageVersion, long version)
    {
        long? next = null;
        lock (_serving)
        {
            foreach (var subscription in _subscriptions)
            {
                long state = subscription.FollowsTraining ? version : stageVersion;
                if (subscription.DueAt(state, moment.Session.IsAtFullSpeed) is not { } due)
                    continue;
                if (due <= Stopwatch.GetTimestamp())
                    subscription.Send(moment, state);
                else
                    next = Math.Min(next ?? long.MaxValue, due);
            }
        }

        return next;
    }
}
