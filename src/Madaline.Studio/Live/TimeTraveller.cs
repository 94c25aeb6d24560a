using System.Diagnostics;
using Madaline.Training;

namespace Madaline.Studio.Live;

/// <summary>Shows an earlier step, on a thread of its own, while the training goes on or waits.</summary>
internal sealed class TimeTraveller : IDisposable
{
    private readonly Session _session;
    private readonly Func<Stage> _make;
    private readonly TimeMachine _time;
    private readonly Signal _wake = new();
    private readonly CancellationTokenSource _ends = new();
    private long _wanted, _version;

    /// <summary>Goes to a first step.</summary>
    /// <param name="session">Whose pages are served.</param>
    /// <param name="make">Makes the second training.</param>
    /// <param name="time">Brings it back.</param>
    /// <param name="step">Where to go first.</param>
    public TimeTraveller(Session session, Func<Stage> make, TimeMachine time, long step)
    {
        (_session, _make, _time, _wanted) = (session, make, time, step);
        new Thread(Run) { IsBackground = true, Name = "Madaline time travel" }.Start();
    }

    /// <summary>The step that is shown, or on its way.</summary>
    public long Shown => Volatile.Read(ref _wanted);

    /// <summary>Shows a step; one that is still on its way is passed over.</summary>
    public void GoTo(long step)
    {
        Volatile.Write(ref _wanted, step);
        Interlocked.Increment(ref _version);
        Attract();
    }

    /// <summary>Somebody wants to see something.</summary>
    public void Attract() => _wake.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        _ends.Cancel();
        _wake.Set();
    }

    private void Run()
    {
        Stage? stage = null;
        while (!_ends.IsCancellationRequested)
        {
            // The version before the step: a step that is asked for in between is shown again under its own version.
            long version = Volatile.Read(ref _version), wanted = Volatile.Read(ref _wanted);
            try
            {
                stage ??= _make();
                if (stage.Step != wanted || stage.Step == 0)
                {
                    _time.GoTo(wanted, stage.Experiment.Setup, _ends.Token);
                    stage.Step = wanted;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }

            long? due = _session.Serve(stage, -1 - version);
            if (wanted == Volatile.Read(ref _wanted))
                _wake.Wait(due is { } at ? (int)Math.Clamp(
                    (at - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency, 1, 60_000) : Timeout.Infinite);
        }
    }
}
