using System.Diagnostics;
using Madaline.Autograd;
using Madaline.Data;
using Madaline.NN;
using Madaline.Optim;

namespace Madaline.Training;

/// <summary>Trains a network: the loop of forward, backward and step, with all that surrounds it.</summary>
/// <param name="network">What learns.</param>
/// <param name="loss">What it minimises, averaged over a batch.</param>
/// <param name="optimizer">How.</param>
public sealed class Trainer(Module network, Loss loss, Optimizer optimizer)
{
    private TrainerState _state = new();
    private IReadOnlyDictionary<string, Tensor>? _best;

    /// <summary>The network.</summary>
    public Module Network => network;

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer => optimizer;

    internal TrainerState State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>The weights of the best validation so far, copied.</summary>
    internal IReadOnlyDictionary<string, Tensor>? Best
    {
        get => _best;
        set => _best = value;
    }

    /// <summary>Trains over a loader's batches.</summary>
    /// <param name="loader">Gives the batches of each epoch.</param>
    /// <param name="options">Epochs, schedule, clipping, stopping.</param>
    /// <param name="validation">Judged after every epoch; null for none.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellationToken">Stops after the step under way, saving a checkpoint when there is somewhere to
    /// save.</param>
    /// <returns>How it went. A cancelled training does not throw: its state is good to go on with.</returns>
    /// <exception cref="TrainingException">The loss became NaN or infinite.</exception>
    public TrainingResult Fit(
        DataLoader loader, TrainerOptions? options = null, Dataset? validation = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new TrainerOptions();
        if ((options.KeepBest || options.Patience is not null) && validation is null)
            throw new ArgumentException("trainer: keeping the best weights and stopping early need validation data. "
                + "Pass validation, or set neither.", nameof(validation));
        if (loader.BatchCount == 0)
            throw new ArgumentException("trainer: the loader has no batches. It has 0; expected at least 1. "
                + "Give it samples, or keep the last small batch.", nameof(loader));
        options.Checkpoint?.Restore(this, loader, options);
        network.Train();
        var end = TrainingEnd.Completed;
        while (_state.Epoch < options.Epochs && end == TrainingEnd.Completed)
        {
            if (_state.Step == 0 && _state.IsPatienceOver(options.Patience))
                end = TrainingEnd.StoppedEarly;
            else if (cancellationToken.IsCancellationRequested)
                end = TrainingEnd.Cancelled;
            else
                end = RunEpoch(loader, options, progress, cancellationToken);
            if (end == TrainingEnd.Completed)
                end = FinishEpoch(loader, options, validation, cancellationToken);
        }

        options.Checkpoint?.Save(this, loader, options, force: true);
        if (options.KeepBest && _best is not null && end != TrainingEnd.Cancelled)
            network.LoadStateDict(_best);
        return new TrainingResult(end, [.. _state.History], _state.BestEpoch, _state.Seconds);
    }

    private TrainingEnd RunEpoch(
        DataLoader loader, TrainerOptions options, IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        loader.Epoch = _state.Epoch;
        loader.Position = _state.Step;
        int steps = loader.BatchCount;
        Device device = network.Device;
        long started = Stopwatch.GetTimestamp();
        foreach (var batch in loader)
        {
            var (inputs, targets) = batch.To(device);
            _state.Rate = optimizer.LearningRate;
            Step(inputs, targets, options);
            _state.Step++;
            long now = Stopwatch.GetTimestamp();
            _state.Seconds += Stopwatch.GetElapsedTime(started, now).TotalSeconds;
            _state.EpochSeconds += Stopwatch.GetElapsedTime(started, now).TotalSeconds;
            started = now;
            var report = new TrainingProgress(_state.Epoch + 1, options.Epochs, _state.Step, steps, _state.MeanLoss,
                _state.Accuracy, _state.Rate);
            progress?.Report(report);
            foreach (var callback in options.Callbacks)
            {
                if (!callback.OnStep(report))
                    return TrainingEnd.StoppedByCallback;
            }

            // After the last step the epoch is finished first: a checkpoint never lies between an epoch and its end.
            if (_state.Step < steps)
            {
                if (cancellationToken.IsCancellationRequested)
                    return TrainingEnd.Cancelled;
                options.Checkpoint?.Save(this, loader, options, force: false);
            }
        }

        return TrainingEnd.Completed;
    }

    private void Step(Tensor inputs, Tensor targets, TrainerOptions options)
    {
        optimizer.ZeroGrad();
        Tensor outputs = network.Call(inputs), cost = loss.Call(outputs, targets);
        double value = cost.Item<double>();
        if (!double.IsFinite(value))
            throw new TrainingException(Diverged(value));
        int count = inputs.Shape[0];
        _state.LossSum += value * count;
        _state.Seen += count;
        if (ClassesOf(outputs, targets) is { } classes)
        {
            _state.Evaluated += count;
            _state.Correct += Evaluator.CountCorrect(outputs, classes);
        }

        cost.Backward();
        if (options.ClipNorm is { } norm)
            GradientClipping.ByNorm(network.Parameters(), norm);
        if (options.ClipValue is { } limit)
            GradientClipping.ByValue(network.Parameters(), limit);
        optimizer.Step();
        if (options.ScheduleCountsSteps)
            options.Schedule?.Step();
    }

    /// <summary>
    /// Class indices to compare with: of probabilities, as mixup makes them, the class that has the most. Null where
    /// targets are no classes.
    /// </summary>
    private Tensor? ClassesOf(Tensor outputs, Tensor targets)
    {
        if (outputs.Rank != 2)
            return null;
        if (!targets.DType.IsFloating())
            return targets.Rank == 1 ? targets : null;
        return loss is CrossEntropyLoss && targets.Shape.Equals(outputs.Shape) ? targets.ArgMax(1) : null;
    }

    private string Diverged(double value) =>
        $"the loss is {value} in epoch {_state.Epoch + 1}, step {_state.Step + 1} (mean loss before: "
            + $"{_state.MeanLoss:G4}). {Remedy}";

    private string Remedy =>
        $"The weights have run away: lower the learning rate (now {optimizer.LearningRate:G4}), clip gradients, or "
            + $"scale the inputs. "
        + "A DetectAnomaly scope names the operation that made the first NaN.";

    private TrainingEnd FinishEpoch(
        DataLoader loader, TrainerOptions options, Dataset? validation, CancellationToken cancellationToken)
    {
        RequireFiniteWeights();
        if (!options.ScheduleCountsSteps)
            options.Schedule?.Step();
        Evaluation? judged = validation is null
            ? null
            : Evaluator.Run(network, loss, validation, cancellationToken: CancellationToken.None);
        if (judged is not null && !double.IsFinite(judged.Loss))
            throw new TrainingException($"the validation loss is {judged.Loss} after epoch {_state.Epoch + 1}. "
                + $"{Remedy}");
        var result = new EpochResult(
            _state.Epoch + 1, _state.MeanLoss, _state.Accuracy, _state.Rate, _state.EpochSeconds, judged?.Loss,
            judged is { Evaluated: > 0 } ? judged.Accuracy : null);
        _state.History.Add(result);
        if (judged is not null && judged.Loss < _state.BestLoss)
        {
            (_state.BestLoss, _state.BestEpoch) = (judged.Loss, _state.Epoch + 1);
            if (options.KeepBest)
                _best = network.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Detach().Clone());
        }

        _state.BeginNextEpoch();
        bool last = _state.Epoch >= options.Epochs;
        var end = TrainingEnd.Completed;
        foreach (var callback in options.Callbacks)
            end = callback.OnEpoch(result) ? end : TrainingEnd.StoppedByCallback;
        if (!last && _state.IsPatienceOver(options.Patience))
            end = TrainingEnd.StoppedEarly;
        if (end == TrainingEnd.Completed && !last)
            options.Checkpoint?.Save(this, loader, options, force: false);
        return end;
    }

    /// <summary>The last step of an epoch may break the weights without a loss after it to show that.</summary>
    private void RequireFiniteWeights()
    {
        using var scope = new Unrecorded();
        foreach (var (name, parameter) in network.NamedParameters())
        {
            // 0 · x is 0 for all numbers but infinities and NaN.
            if (parameter.Elements > 0 && (parameter.Detach() * 0).Sum().Item<double>() != 0)
                throw new TrainingException($"{name} holds values that are infinite or no numbers after epoch "
                    + $"{_state.Epoch + 1}. {Remedy}");
        }
    }
}
