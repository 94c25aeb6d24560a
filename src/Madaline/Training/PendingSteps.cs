using System.Runtime.ExceptionServices;

namespace Madaline.Training;

/// <summary>
/// Losses and scores of the last steps, left on the device: no step waits for them. They are read when there is
/// no room for another, when somebody asks, and at an epoch's end.
/// </summary>
/// <remarks>
/// What is read is added to the trainer's state in the order of the steps, as if each had been read in its step. Any
/// thread may ask for a <see cref="StepMeans"/>, so the numbers are behind a lock.
/// </remarks>
/// <param name="trainer">Keeps the sums.</param>
internal sealed class PendingSteps(Trainer trainer)
{
    /// <summary>How many steps are left on the device before they are read.</summary>
    public const int Capacity = 64;

    private readonly Lock _gate = new();
    private readonly PendingStep[] _steps = new PendingStep[Capacity];
    private StepTensors? _tensors;
    private int _count;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Leaves the numbers of a step on the device, and what the host knows of it beside them.</summary>
    /// <param name="cost">The mean loss of the batch, one element.</param>
    /// <param name="outputs">What the network gave.</param>
    /// <param name="scored">What it should have given; null where that cannot be scored.</param>
    /// <param name="step">What the host knows.</param>
    public void Add(Tensor cost, Tensor outputs, Tensor? scored, in PendingStep step)
    {
        lock (_gate)
        {
            if (_tensors is null || !ReferenceEquals(_tensors.Device, cost.Device))
            {
                ReadAll();
                _tensors = new StepTensors(trainer.Task, cost.Device, Capacity);
            }

            _tensors.Put(_count, cost, outputs, scored);
            _steps[_count++] = step;
        }
    }

    /// <summary>Begins anew after an error; steps that were done before it still count.</summary>
    public void Resume()
    {
        Settle();
        _failure = null;
    }

    /// <summary>Reads the steps if there is no room for another.</summary>
    /// <exception cref="TrainingException">The loss of one was not finite.</exception>
    public void MakeRoom()
    {
        if (_count == Capacity)
            Read();
    }

    /// <summary>Raises what was found when somebody asked.</summary>
    /// <exception cref="TrainingException">The loss of a step was not finite.</exception>
    public void ThrowIfFailed() => Volatile.Read(ref _failure)?.Throw();

    /// <summary>Reads all steps and adds them to the state.</summary>
    /// <exception cref="TrainingException">The loss of one was not finite.</exception>
    public void Read()
    {
        Settle();
        ThrowIfFailed();
    }

    /// <summary><see cref="Read"/> for reading without training on: an error is left to the trainer.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            try
            {
                ReadAll();
            }
            catch (Exception e) when (e is TrainingException or TensorException)
            {
                _failure ??= ExceptionDispatchInfo.Capture(e);
            }
        }
    }

    private void ReadAll()
    {
        int count = _count;
        if (count == 0)
            return;
        _count = 0;
        try
        {
            var (losses, sums) = _tensors!.Read();
            for (int i = 0; i < count; i++)
                AddToState(_steps[i], losses[i], sums[i]);
        }
        finally
        {
            foreach (PendingStep step in _steps.AsSpan(0, count))
                step.Means?.Settle(double.NaN, double.NaN);
            Array.Clear(_steps);
        }
    }

    private void AddToState(in PendingStep step, double loss, double sum)
    {
        if (!double.IsFinite(loss))
            throw trainer.Diverged(loss, step);
        TrainerState s = trainer.State;
        s.LossSum += loss * step.Samples;
        s.Seen += step.Samples;
        if (step.IsScored)
        {
            s.Evaluated += step.Samples;
            s.ScoreSum += sum;
        }

        step.Means?.Settle(s.MeanLoss, trainer.MeanScore);
    }
}

/// <summary>What the host knows of a step whose numbers are still on the device.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">From 1 in its epoch.</param>
/// <param name="Samples">How many samples the batch has.</param>
/// <param name="IsScored">Whether right answers or errors were summed up.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="Means">Told when the numbers are read; null when nothing listens.</param>
internal readonly record struct PendingStep(
    int Epoch, int Step, int Samples, bool IsScored, double Rate, StepMeans? Means);
