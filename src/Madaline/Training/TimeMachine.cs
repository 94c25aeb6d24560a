using System.Diagnostics;

namespace Madaline.Training;

/// <summary>
/// Goes back to any step of a training that is under way or over: to the same bits of every weight, average and stream.
/// </summary>
/// <remarks>
/// A callback of the training that it follows (<see cref="TrainerOptions.Callbacks"/>). Now and then it keeps a copy in
/// memory; from the last copy before the step asked for, the steps are taken again by a second training that was made
/// as the first one was (same data, seed and settings), so the first is not disturbed.
/// <code>
/// TrainingSetup training = Make(), again = Make();
/// var time = new TimeMachine(training);
/// training.Trainer.Fit(training.Loader, training.Options with { Callbacks = [time] });
/// time.GoTo(137, again);       // again.Trainer.Network is as it was after 137 steps
/// </code>
/// Threads: one may train while another goes back.
/// </remarks>
public sealed class TimeMachine : TrainerCallback
{
    private readonly TrainingSetup _training;
    private readonly long _maxBytes;
    private readonly double _replaySeconds;
    private readonly Action<TrainingSetup, long>? _changes;
    private readonly Lock _gate = new();
    private readonly List<TrainerMoment> _moments = [];
    private long _minDistance = 1, _bytes, _latest, _kept = Stopwatch.GetTimestamp();

    /// <summary>Follows a training from here on.</summary>
    /// <param name="training">The training, before its first step.</param>
    /// <param name="maxBytes">What copies may hold together; beyond it every second one is dropped.</param>
    /// <param name="replaySeconds">How long the training goes on between two copies, as long as they have room.</param>
    /// <param name="changes">
    /// Does again to a second training what was done to the first by hand after a number of steps, such as another
    /// rate: called where a replay starts and after each of its steps. Null where nothing was.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not above 0.</exception>
    public TimeMachine(
        TrainingSetup training, long maxBytes = 256L << 20, double replaySeconds = 0.025,
        Action<TrainingSetup, long>? changes = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replaySeconds);
        (_training, _maxBytes, _replaySeconds, _changes) = (training, maxBytes, replaySeconds, changes);
        Keep();
    }

    /// <summary>Steps done so far, over all epochs: as far as one can go.</summary>
    public long Latest => Volatile.Read(ref _latest);

    /// <summary>The steps of which there is a copy.</summary>
    internal IReadOnlyList<long> Kept
    {
        get
        {
            lock (_gate)
                return [.. _moments.Select(moment => moment.Step)];
        }
    }

    /// <inheritdoc/>
    public override bool OnStep(in TrainingProgress progress)
    {
        long step = progress.TotalSteps;
        Volatile.Write(ref _latest, step);
        if (Stopwatch.GetElapsedTime(_kept).TotalSeconds >= _replaySeconds && step - _moments[^1].Step >= _minDistance)
            Keep();
        return true;
    }

    /// <summary>Weights of the training at some of its steps, from the first on: the way that it went.</summary>
    /// <remarks>They are the copies that it keeps anyway, and are not to be changed.</remarks>
    /// <param name="count">How many at most, as evenly spread over the copies as can be; at least 2.</param>
    /// <returns>For each the steps done, and weights and buffers by their dotted names.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 2.</exception>
    public IReadOnlyList<(long Step, IReadOnlyDictionary<string, Tensor> Weights)> Copies(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        lock (_gate)
        {
            int kept = Math.Min(count, _moments.Count);
            return [.. Enumerable.Range(0, kept)
                .Select(i => _moments[kept == 1 ? 0 : i * (_moments.Count - 1) / (kept - 1)])
                .Select(moment => (moment.Step, moment.Weights))];
        }
    }

    /// <summary>Brings a second training to a step of the first.</summary>
    /// <param name="step">
    /// Steps done, over all epochs: from 0, or where the training began, to <see cref="Latest"/>.
    /// </param>
    /// <param name="again">
    /// A training made as the first one was; its network, optimizer and streams are changed.
    /// </param>
    /// <param name="cancellationToken">Stops after a step; then it is at an earlier one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There was no such step.</exception>
    /// <exception cref="ArgumentException">It is the training that is followed.</exception>
    /// <exception cref="TensorException">It has another network or optimizer.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void GoTo(long step, TrainingSetup again, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(again);
        if (ReferenceEquals(again.Trainer, _training.Trainer) || ReferenceEquals(again.Loader, _training.Loader))
            throw new ArgumentException("time machine: the training that is followed is not to be disturbed. again is "
                + "that training; expected another one. Make it a second time.", nameof(again));
        TrainerMoment from;
        lock (_gate)
        {
            if (step < _moments[0].Step || step > Latest)
                throw new ArgumentOutOfRangeException(nameof(step), step,
                    $"time machine: there was no such step. Expected {_moments[0].Step} to {Latest}.");
            from = _moments.FindLast(moment => moment.Step <= step)!;
        }

        from.PutInto(again);
        _changes?.Invoke(again, from.Step);
        if (from.Step < step)
            Replay(step, again, cancellationToken);
    }

    private void Replay(long step, TrainingSetup again, CancellationToken cancellationToken)
    {
        // What reads or decides between steps is left out: it changes no weight before the training's end.
        var options = again.Options with
        {
            Callbacks = [new StopAt(step, done => _changes?.Invoke(again, done))],
            Checkpoint = null,
            KeepBest = false,
            Patience = null,
            Metrics = [],
            BestBy = null,
        };
        again.Trainer.Fit(again.Loader, options, cancellationToken: cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Keep()
    {
        var moment = new TrainerMoment(_training);
        lock (_gate)
        {
            _moments.Add(moment);
            _bytes += moment.Bytes;
            while (_bytes > _maxBytes && _moments.Count > 2)
                ThinOut();
        }

        Volatile.Write(ref _latest, moment.Step);
        _kept = Stopwatch.GetTimestamp();
    }

    /// <summary>Drops every second copy, and keeps them at twice the distance from now on.</summary>
    private void ThinOut()
    {
        _minDistance = Math.Max(2 * _minDistance, 2 * (_moments[^1].Step - _moments[^2].Step));
        for (int i = _moments.Count - 2; i > 0; i -= 2)
        {
            _bytes -= _moments[i].Bytes;
            _moments.RemoveAt(i);
        }
    }

    /// <summary>Ends a training after a step.</summary>
    private sealed class StopAt(long step, Action<long> after) : TrainerCallback
    {
        public override bool OnStep(in TrainingProgress progress)
        {
            long done = progress.TotalSteps;
            after(done);
            return done < step;
        }
    }
}
