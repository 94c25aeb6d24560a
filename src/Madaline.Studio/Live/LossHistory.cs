using System.Diagnostics;
using Madaline.Training;

namespace Madaline.Studio.Live;

/// <summary>How loss and score went: means over the steps between two points, few enough to draw.</summary>
internal sealed class LossHistory
{
    private const int MaxPoints = 2000;
    private static readonly long Interval = Stopwatch.Frequency / 200;

    private readonly Lock _gate = new();
    private readonly List<float> _steps = [], _losses = [], _scores = [];
    private readonly List<(long Step, double Score)> _tests = [];
    private long _next, _keepEvery = 1, _offered;
    private double _loss, _score;
    private int _epoch, _step;

    /// <summary>Notes a step, unless the last note is just behind: to ask for a loss is to wait for it.</summary>
    /// <param name="progress">Where training is.</param>
    /// <param name="isForced">Whether to note it in any case, as when training waits.</param>
    public void Note(in TrainingProgress progress, bool isForced)
    {
        long now = Stopwatch.GetTimestamp();
        if (now < _next && !isForced && progress.Step < progress.Steps)
            return;
        _next = now + Interval;
        if (progress.Epoch == _epoch && progress.Step == _step)
            return;
        double loss = progress.Loss, score = progress.Score;
        // They are means over the epoch so far; batches are of equal size but for the last.
        int before = progress.Epoch == _epoch ? _step : 0, steps = progress.Step;
        double meanLoss = Since(before, _loss, steps, loss), meanScore = Since(before, _score, steps, score);
        (_epoch, _step, _loss, _score) = (progress.Epoch, steps, loss, score);
        Add(progress.TotalSteps, meanLoss, meanScore);
    }

    private static double Since(int before, double earlier, int steps, double mean) =>
        before == 0 ? mean : ((mean * steps) - (earlier * before)) / (steps - before);

    /// <summary>Notes an epoch of a training that is over.</summary>
    public void NoteEpoch(long step, EpochResult epoch) => Add(step, epoch.Loss, epoch.Score);

    /// <summary>Notes how the network did on samples that it does not train on.</summary>
    public void NoteTest(long step, double score)
    {
        lock (_gate)
            _tests.Add((step, score));
    }

    /// <summary>A copy of what there is.</summary>
    public HistoryCopy Copy()
    {
        lock (_gate)
            return new HistoryCopy([.. _steps], [.. _losses], [.. _scores], [.. _tests]);
    }

    private void Add(long step, double loss, double score)
    {
        lock (_gate)
        {
            if (_offered++ % _keepEvery != 0)
                return;
            _steps.Add(step);
            _losses.Add((float)loss);
            _scores.Add((float)score);
            if (_steps.Count < MaxPoints)
                return;
            foreach (var list in new[] { _steps, _losses, _scores })
            {
                for (int i = 0; 2 * i < list.Count; i++)
                    list[i] = list[2 * i];
                list.RemoveRange((list.Count + 1) / 2, list.Count / 2);
            }

            _keepEvery *= 2;
        }
    }
}

/// <summary>What a history held at a moment.</summary>
/// <param name="Steps">Steps done, of each point.</param>
/// <param name="Losses">Mean training loss since the point before.</param>
/// <param name="Scores">The task's score likewise; NaN where it has none.</param>
/// <param name="Tests">Scores on the test part.</param>
internal sealed record HistoryCopy(
    float[] Steps, float[] Losses, float[] Scores, (long Step, double Score)[] Tests);
