using Madaline.Studio.Views;
using Madaline.Training;

namespace Madaline.Studio.Live;

/// <summary>A training without pages, whose moments are kept as it comes by.</summary>
public sealed partial class Session
{
    /// <summary>The moment that is shown now, where nothing trains.</summary>
    internal Moment Now => new(_live, this);

    /// <summary>Trains from the first step to the end, on this thread.</summary>
    /// <param name="steps">After these a moment is kept; 0 before the first.</param>
    /// <param name="keep">Keeps it.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Gives up after the step under way.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    internal void Replay(IReadOnlySet<long> steps, Action<Moment> keep, IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        if (steps.Contains(0))
            keep(Now);
        var result = _live.Experiment.Train(
            callbacks: [new Keeper(this, steps, keep, progress)], cancellationToken: cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        End(result);
    }

    private sealed class Keeper(
        Session session, IReadOnlySet<long> steps, Action<Moment> keep, IProgress<long>? progress) : TrainerCallback
    {
        public override bool OnStep(in TrainingProgress step)
        {
            session._live.Step = step.TotalSteps;
            bool isKept = steps.Contains(step.TotalSteps);
            session._history.Note(step, isKept);
            if (isKept)
                keep(session.Now);
            progress?.Report(step.TotalSteps);
            return true;
        }

        public override bool OnEpoch(EpochResult epoch)
        {
            session.Test(force: true);
            return true;
        }
    }
}
