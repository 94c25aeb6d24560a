using System.Diagnostics;
using Madaline.Autograd;
using Madaline.Data;
using Madaline.Devices;
using Madaline.NN;
using Madaline.Optim;

namespace Madaline.Training;

/// <summary>Trains a network: the loop of forward, backward and step, with all that surrounds it.</summary>
/// <param name="network">What learns.</param>
/// <param name="loss">What it minimises, averaged over a batch.</param>
/// <param name="optimizer">The optimizer.</param>
public sealed class Trainer(Module network, Loss loss, Optimizer optimizer)
{
    private TrainerState _state = new();
    private PendingSteps? _pending;
    private IReadOnlyDictionary<string, Tensor>? _best;

    /// <summary>The network.</summary>
    public Module Network => network;

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer => optimizer;

    /// <summary>What the network is for: the loss decides.</summary>
    public LearningTask Task { get; } = LearningTask.Of(loss);

    /// <summary>The scale of numeric targets.</summary>
    internal TargetScale Scale { get; private set; } = TargetScale.None;

    /// <summary>The task's measure over the epoch so far.</summary>
    internal double MeanScore => Task.Mean(_state.ScoreSum, _state.Evaluated, Scale);

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

    /// <summary>What the device knows of the last steps.</summary>
    internal PendingSteps Pending => _pending ??= new PendingSteps(this);

    /// <summary>Trains over a loader's batches.</summary>
    /// <remarks>
    /// A step never waits for the device: losses and scores are read every 64 steps, when a report's are asked
    /// for, and at an epoch's end. A loss of NaN is noticed then, up to 63 steps after its own, and the error names the
    /// step it came from.
    /// </remarks>
    /// <param name="loader">Gives the batches of each epoch.</param>
    /// <param name="options">Epochs, schedule, clipping, stopping.</param>
    /// <param name="validation">Evaluated after every epoch; null for none.</param>
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
        options.RequireMetrics(validation is not null);
        Scale = options.TargetScale ?? TargetScale.None;
        Pending.Resume();
        options.Checkpoint?.Restore(this, loader, options);
        _state.DecideBy(options.BestBy);
        if (_state.Epoch >= options.Epochs)
            HintAtNothingToDo(options);
        network.Train();
        optimizer.IsGuarded = true;
        if (validation is not null && _state is { Epoch: 0, Step: 0 })
            ValidationHints.Look(loader.Dataset, validation);
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

        Pending.Read();
        options.Checkpoint?.Save(this, loader, options, force: true);
        if (options.KeepBest && _best is not null && end != TrainingEnd.Cancelled)
            network.LoadStateDict(_best);
        return new TrainingResult(end, [.. _state.History], _state.BestEpoch, _state.Seconds);
    }

    private void HintAtNothingToDo(TrainerOptions options) => Hints.Give(HintKind.NothingToTrain, "there is nothing "
        + $"to train: {_state.Epoch} epochs are done, and {options.Epochs} are asked for, which counts all of them.",
        $"Set Epochs to {_state.Epoch + options.Epochs} to go on for as many, or make a new Trainer to start anew.");

    private TrainingEnd RunEpoch(
        DataLoader loader, TrainerOptions options, IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        loader.Epoch = _state.Epoch;
        loader.Position = _state.Step;
        int steps = loader.BatchCount;
        Device device = network.Device;
        bool isWatched = progress is not null || options.Callbacks.Count > 0;
        long started = Stopwatch.GetTimestamp();
        foreach (var batch in loader)
        {
            var (inputs, targets) = batch.To(device);
            _state.Rate = optimizer.LearningRate;
            StepMeans? means = isWatched ? new StepMeans(Pending) : null;
            TryStep(inputs, targets, options, means);
            _state.Step++;
            Pending.MakeRoom();
            CountTime(ref started);
            if (means is not null && !IsToGoOn(options, progress, means, steps))
                return TrainingEnd.StoppedByCallback;
            Pending.ThrowIfFailed();

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

    private void CountTime(ref long started)
    {
        long now = Stopwatch.GetTimestamp();
        double seconds = Stopwatch.GetElapsedTime(started, now).TotalSeconds;
        _state.Seconds += seconds;
        _state.EpochSeconds += seconds;
        started = now;
    }

    /// <summary>Tells the callbacks; false where one of them stops the training.</summary>
    private bool IsToGoOn(
        TrainerOptions options, IProgress<TrainingProgress>? progress, StepMeans means, int steps)
    {
        var report = new TrainingProgress(_state.Epoch + 1, options.Epochs, _state.Step, steps, means,
            Task.Measure, _state.Rate);
        progress?.Report(report);
        foreach (var callback in options.Callbacks)
        {
            if (!callback.OnStep(report))
                return false;
        }

        return true;
    }

    /// <summary>What goes wrong after a loss of NaN comes from it.</summary>
    private void TryStep(Tensor inputs, Tensor targets, TrainerOptions options, StepMeans? means)
    {
        try
        {
            Step(inputs, targets, options, means);
        }
        catch (TensorException)
        {
            Pending.Read();
            throw;
        }
    }

    private void Step(Tensor inputs, Tensor targets, TrainerOptions options, StepMeans? means)
    {
        optimizer.ZeroGrad();
        Tensor outputs = network.Call(inputs), cost = loss.Call(outputs, targets);
        Tensor? scored = Task.Scored(loss, outputs, targets);
        Pending.Add(cost, outputs, scored, new PendingStep(
            _state.Epoch + 1, _state.Step + 1, inputs.Shape[0], scored is not null, _state.Rate, means));
        cost.Backward();
        if (options.ClipNorm is { } norm)
            GradientClipping.ByNorm(network.Parameters(), norm);
        if (options.ClipValue is { } limit)
            GradientClipping.ByValue(network.Parameters(), limit);
        optimizer.Step();
        if (options.ScheduleCountsSteps)
            options.Schedule?.Step();
    }

    /// <summary>The error of a step whose loss is not finite.</summary>
    internal TrainingException Diverged(double value, in PendingStep step) => new(
        $"the loss is {value} in epoch {step.Epoch}, step {step.Step} (mean loss before: {_state.MeanLoss:G4}). "
        + RemedyAt(step.Rate));

    private static string RemedyAt(double rate) =>
        $"The weights have run away: lower the learning rate (now {rate:G4}), clip gradients, or scale the inputs. "
        + "A DetectAnomaly scope names the operation that made the first NaN.";

    private TrainingEnd FinishEpoch(
        DataLoader loader, TrainerOptions options, Dataset? validation, CancellationToken cancellationToken)
    {
        ReadEpoch();
        if (!options.ScheduleCountsSteps)
            options.Schedule?.Step();
        Evaluation? evaluation = validation is null
            ? null
            : Evaluator.RunSilently(
                network, loss, validation, options.Validation, cancellationToken: CancellationToken.None);
        if (evaluation is not null && !double.IsFinite(evaluation.Loss))
            throw new TrainingException($"the validation loss is {evaluation.Loss} after epoch {_state.Epoch + 1}. "
                + $"{RemedyAt(optimizer.LearningRate)}");
        var result = EpochResult.Of(
            Task, _state.Epoch + 1, _state.MeanLoss, MeanScore, _state.Rate, _state.EpochSeconds, evaluation?.Loss,
            evaluation is not null && !double.IsNaN(evaluation.Score) ? evaluation.Score : null);
        bool isBest = evaluation is not null && IsBest(evaluation, options);
        if (evaluation is not null)
        {
            result = result with
            {
                Metrics = evaluation.Metrics,
                IsBest = options.BestBy is null ? null : isBest,
                BestBy = options.BestBy is { } by ? new DecidingMetric(by.Name, by.IsHigherBetter) : null,
            };
        }

        _state.History.Add(result);
        if (isBest && options.KeepBest)
            _best = network.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Detach().Clone());

        _state.BeginNextEpoch();
        bool last = _state.Epoch >= options.Epochs;
        if (last && evaluation is not null)
            EvaluationHints.Look(network, loss, validation!, evaluation);
        var end = TrainingEnd.Completed;
        foreach (var callback in options.Callbacks)
            end = callback.OnEpoch(result) ? end : TrainingEnd.StoppedByCallback;
        if (!last && _state.IsPatienceOver(options.Patience))
            end = TrainingEnd.StoppedEarly;
        if (end == TrainingEnd.Completed && !last)
            options.Checkpoint?.Save(this, loader, options, force: false);
        return end;
    }

    /// <summary>Whether no epoch's validation was better; then it is the best one so far.</summary>
    private bool IsBest(Evaluation evaluation, TrainerOptions options)
    {
        double value = options.BestBy is { } metric ? metric.AsLoss(evaluation.Metrics[metric.Name])
            : Task.StoppingValue(evaluation);
        if (!double.IsFinite(value) || value >= _state.BestLoss)
            return false;
        (_state.BestLoss, _state.BestEpoch) = (value, _state.Epoch + 1);
        return true;
    }

    /// <summary>
    /// Reads the last losses, and whether all weights are finite, in one wait: the last step of an epoch may break the
    /// weights without a loss after it to show that.
    /// </summary>
    private void ReadEpoch()
    {
        using var scope = new Unrecorded();
        var sums = new List<(string Name, Readback Sum)>();
        foreach (var (name, parameter) in network.NamedParameters())
        {
            // 0 · x is 0 for all numbers but infinities and NaN.
            if (parameter.Elements > 0)
                sums.Add((name, parameter.Device.ReadLater((parameter.Detach() * 0).Sum().To(DType.Float64))));
        }

        long started = Stopwatch.GetTimestamp();
        Pending.Read();
        CountTime(ref started);
        foreach (var (name, sum) in sums)
        {
            if (sum.Get<double>()[0] != 0)
                throw new TrainingException($"{name} holds values that are infinite or no numbers after epoch "
                    + $"{_state.Epoch + 1}. {RemedyAt(optimizer.LearningRate)}");
        }
    }

    /// <summary>What is trained by what, in a line.</summary>
    public override string ToString() => $"Trainer: {network.Kind} by {loss}, {optimizer}; {_state.Epoch} epochs done";
}
