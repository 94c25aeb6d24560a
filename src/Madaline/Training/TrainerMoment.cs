using Madaline.Data;
using Madaline.Optim;

namespace Madaline.Training;

/// <summary>All that a training needs to go on from a step to the same bits, in memory.</summary>
internal sealed class TrainerMoment
{
    private const string Origin = "time machine";

    private readonly TrainerState _state;
    private readonly OptimizerState _optimizer;
    private readonly IReadOnlyDictionary<string, double> _numbers;
    private readonly Dictionary<string, Tensor> _weights;

    /// <summary>Copies what there is between two steps.</summary>
    public TrainerMoment(TrainingSetup setup)
    {
        var (trainer, loader, options) = setup;
        trainer.Pending.Read();
        _state = trainer.State.WithoutHistory();
        _optimizer = trainer.Optimizer.SaveState();
        _numbers = TrainerNumbers.Collect(trainer, loader, options.Schedule, _optimizer);
        _weights = trainer.Network.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Detach().Clone());
        Step = ((long)_state.Epoch * loader.BatchCount) + _state.Step;
        Bytes = _weights.Values.Concat(_optimizer.Tensors.Values)
            .Sum(tensor => (long)tensor.Elements * tensor.DType.Size());
    }

    /// <summary>Steps done by then, over all epochs.</summary>
    public long Step { get; }

    /// <summary>Weights and buffers by their dotted names; not to be changed.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => _weights;

    /// <summary>What its tensors hold.</summary>
    public long Bytes { get; }

    /// <summary>Puts a training there: the one that was copied, or one that was made as it was.</summary>
    public void PutInto(TrainingSetup setup)
    {
        var (trainer, loader, options) = setup;
        trainer.Network.LoadStateDict(_weights);
        trainer.Optimizer.LoadState(_optimizer);
        TrainerNumbers.Restore(_numbers, trainer, options.Schedule, Origin);
        trainer.State = _state.WithoutHistory();
        (loader.Epoch, loader.Position) = (_state.Epoch, _state.Step);
    }
}
