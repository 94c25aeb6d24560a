using System.Collections.Immutable;
using Madaline.Training;

namespace Madaline.Studio.Live;

/// <summary>Learning rates set by hand, and after which step: such a training can be replayed, too.</summary>
internal sealed class RateChanges
{
    private ImmutableList<(long Step, double Rate)> _changes = [];

    /// <summary>Whether there is any: the recipe alone no longer says how the network was trained.</summary>
    public bool Any => !_changes.IsEmpty;

    /// <summary>The changes, in order.</summary>
    public IReadOnlyList<(long Step, double Rate)> All => _changes;

    /// <summary>Writes one down.</summary>
    public void Add(long step, double rate) =>
        ImmutableInterlocked.Update(
            ref _changes, list => list.RemoveAll(change => change.Step == step).Add((step, rate)));

    /// <summary>Does to a training what was done after a step.</summary>
    public void Apply(TrainingSetup training, long step)
    {
        foreach (var change in _changes)
        {
            if (change.Step == step)
                training.Trainer.Optimizer.LearningRate = change.Rate;
        }
    }
}
