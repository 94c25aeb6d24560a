using System.Diagnostics;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Studio.Live;

/// <summary>The loop of a session: waiting, training, and looks between two steps.</summary>
public sealed partial class Session
{
    /// <summary>Testing may take this share of the time.</summary>
    private const double TestShare = 0.01;

    private const int TestSamples = 1000;

    private bool _isAttached;
    private long _testedAt, _testTook, _toldAt;

    /// <summary>Trains as pages ask for it, on this thread, until <see cref="Stop"/> or cancelled.</summary>
    /// <param name="cancellationToken">Ends the session after the step under way.</param>
    public void Run(CancellationToken cancellationToken = default)
    {
        using var stop = cancellationToken.Register(Stop);
        while (WaitUntilGo())
        {
            Follow();
            TrainOnce(cancellationToken);
            if (_restarts)
                BeginAnew();
        }
    }

    /// <summary>
    /// Looks on at a training that another program runs: pass it <see cref="Callbacks"/>, and call
    /// <see cref="Stay"/> when it is over.
    /// </summary>
    /// <param name="isPlaying">Whether it begins without waiting for play.</param>
    public void Attach(bool isPlaying)
    {
        (_isAttached, _isPlaying) = (true, isPlaying);
        Follow();
        SetPhase(SessionPhase.Training, "");
    }

    /// <summary>What a training is to be given, so that pages see it.</summary>
    public IReadOnlyList<TrainerCallback> Callbacks => [_time!, new Pace(this)];

    /// <summary>Goes on to show a training that is over, until <see cref="Stop"/> or cancelled.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="cancellationToken">Ends the session.</param>
    public void Stay(TrainingResult result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var stop = cancellationToken.Register(Stop);
        End(result);
        WaitUntilGo();
    }

    private void Follow() => _time = new TimeMachine(_live.Experiment.Setup, changes: _rates.Apply);

    private void TrainOnce(CancellationToken cancellationToken)
    {
        SetPhase(SessionPhase.Training, "");
        try
        {
            End(_live.Experiment.Train(callbacks: Callbacks, cancellationToken: cancellationToken));
        }
        catch (TrainingException e)
        {
            SetPhase(SessionPhase.Ended, e.Message);
        }
    }

    private void End(TrainingResult result)
    {
        string how = result.End switch
        {
            TrainingEnd.Completed => $"all {result.Epochs.Count} epochs are done",
            TrainingEnd.StoppedEarly => $"stopped early after epoch {result.Epochs.Count}",
            TrainingEnd.StoppedByCallback => "stopped",
            TrainingEnd.Cancelled => "cancelled",
            _ => throw new UnreachableException($"{result.End} is no end"),
        };
        Test(force: true);
        SetPhase(SessionPhase.Ended, how);
    }

    private void BeginAnew()
    {
        lock (_gate)
        {
            LeavePast();
            _live = _built ?? StageOf(_recipe)();
            (_built, _recipe) = (null, _live.Experiment.Model.Recipe);
            (_restarts, _time, _rates, _history) = (false, null, new RateChanges(), new LossHistory());
        }

        SetPhase(SessionPhase.Waiting, "");
    }

    private void SetPhase(SessionPhase phase, string end)
    {
        lock (_gate)
        {
            (_phase, _end) = (phase, end);
            _isPlaying &= phase != SessionPhase.Ended;
            _version++;
        }
    }

    /// <summary>Serves pages until there is a step to take; false where there will be none.</summary>
    private bool WaitUntilGo()
    {
        while (true)
        {
            Volatile.Write(ref _attention, 0);
            bool isWaiting;
            long? goAt = null;
            lock (_gate)
            {
                if (_stops)
                    return false;
                if (_restarts && _phase != SessionPhase.Training)
                    BeginAnew();
                if (_restarts)
                    return false;
                ApplyRate();
                if (_stopAt is { } end && _live.Step >= end)
                    (_isPlaying, _stopAt, _version) = (false, null, _version + 1);
                isWaiting = !_isPlaying || _phase == SessionPhase.Ended;
                if (!isWaiting)
                    goAt = _nextStepAt;
            }

            long? dueAt = ServeStage();
            long now = Stopwatch.GetTimestamp();
            if (goAt <= now)
            {
                KeepAttention();
                return true;
            }

            _wake.Wait(Milliseconds(Math.Min(goAt ?? long.MaxValue, dueAt ?? long.MaxValue), now));
        }
    }

    /// <summary>Shows the newest step; where an earlier one is shown, its thread is told now and then.</summary>
    private long? ServeStage()
    {
        if (_traveller is not { } traveller)
            return Serve(_live, Version);
        long now = Stopwatch.GetTimestamp();
        if (now - _toldAt > Stopwatch.Frequency / 20)
        {
            _toldAt = now;
            traveller.Attract();
        }

        return null;
    }

    /// <summary>When a step is to come by here again: at a set speed the next, else at an end or when a look is
    /// due.</summary>
    private void KeepAttention()
    {
        if (_stepsPerSecond > 0)
            _nextStepAt = Math.Max(_nextStepAt, Stopwatch.GetTimestamp() - Stopwatch.Frequency)
                + (long)(Stopwatch.Frequency / _stepsPerSecond);
        Volatile.Write(ref _attendStep, _stepsPerSecond > 0 ? 0 : _stopAt ?? long.MaxValue);
        Volatile.Write(ref _attendAt, _audience.NextLook(IsAtFullSpeed));
    }

    private void ApplyRate()
    {
        if (_rate is not { } rate)
            return;
        _rate = null;
        _live.Experiment.Setup.Trainer.Optimizer.LearningRate = rate;
        _rates.Add(_live.Step, rate);
    }

    private static int Milliseconds(long until, long now) => until == long.MaxValue ? Timeout.Infinite
        : (int)Math.Clamp((until - now) * 1000 / Stopwatch.Frequency, 1, 60_000);

    /// <summary>How the network does on samples that it does not train on, as often as costs next to nothing.</summary>
    private void Test(bool force)
    {
        long now = Stopwatch.GetTimestamp();
        if (!force && (_audience.IsEmpty || now - _testedAt < _testTook / TestShare))
            return;
        var test = _data.Test;
        var evaluation = _live.Experiment.Evaluate(test[..Math.Min(TestSamples, test.Count)]);
        _history.NoteTest(_live.Step, evaluation.Score);
        _testedAt = Stopwatch.GetTimestamp();
        _testTook = _testedAt - now;
    }

    /// <summary>Called between two steps.</summary>
    private sealed class Pace(Session session) : TrainerCallback
    {
        public override bool OnStep(in TrainingProgress progress)
        {
            session._live.Step = progress.TotalSteps;
            Interlocked.Increment(ref session._version);
            bool attends = Volatile.Read(ref session._attention) != 0
                || progress.TotalSteps >= Volatile.Read(ref session._attendStep)
                || Stopwatch.GetTimestamp() >= Volatile.Read(ref session._attendAt);
            session._history.Note(progress, isForced: attends && !session._isPlaying);
            return !attends || session.WaitUntilGo();
        }

        public override bool OnEpoch(EpochResult epoch)
        {
            session.Test(force: false);
            return true;
        }
    }
}
