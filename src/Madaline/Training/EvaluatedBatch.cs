using Madaline.Devices;

namespace Madaline.Training;

/// <summary>What a network said of a batch, on its way to the host.</summary>
/// <param name="Rows">How many samples.</param>
/// <param name="Output">The output's shape.</param>
/// <param name="Loss">Their mean loss.</param>
/// <param name="Scores">Float64, a row for each; null where targets are of no use.</param>
/// <param name="Targets">Classes as Int64 or numbers as Float64, one for each; null where they are neither.</param>
/// <param name="Probabilities">Float64, a row for each; null where none are kept.</param>
internal sealed record EvaluatedBatch(
    int Rows, Shape Output, Readback Loss, Readback? Scores, Readback? Targets, Readback? Probabilities)
{
    /// <summary>How much memory of the host it takes.</summary>
    public long Bytes => Loss.Bytes + (long)(Scores?.Bytes ?? 0) + (Targets?.Bytes ?? 0) + (Probabilities?.Bytes ?? 0);

    /// <summary>Whether all of it is there.</summary>
    public bool IsReady => Loss.IsReady && Scores is null or { IsReady: true } && Targets is null or { IsReady: true }
        && Probabilities is null or { IsReady: true };

    /// <summary>Asks for all of it.</summary>
    /// <param name="cost">The mean loss.</param>
    /// <param name="outputs">What the network gave.</param>
    /// <param name="targets">What it should have given, on any device.</param>
    /// <param name="task">What the network is for.</param>
    /// <param name="options">What is kept.</param>
    public static EvaluatedBatch Of(
        Tensor cost, Tensor outputs, Tensor targets, LearningTask task, EvaluatorOptions options)
    {
        int rows = targets.Rank == 0 ? 1 : targets.Shape[0];
        Readback loss = Ask(StepTensors.OneNumber(cost), DType.Float64);
        if (task.ReadAs(outputs, targets) is not { } dtype)
            return new EvaluatedBatch(rows, outputs.Shape, loss, null, null, null);
        bool keeps = options.KeepsProbabilities && !task.HasNumbers;
        return new EvaluatedBatch(
            rows, outputs.Shape, loss, Ask(outputs, DType.Float64), Ask(targets, dtype),
            keeps ? Ask(options.Probabilities?.Invoke(outputs) ?? outputs.Softmax(-1), DType.Float64) : null);
    }

    private static Readback Ask(Tensor x, DType dtype)
    {
        Tensor given = x.Detach().To(dtype).Contiguous();
        return given.Device.ReadLater(given);
    }
}

/// <summary>
/// Batches that are not read yet, in order. A device that has not come to them is waited for at the end, or when they
/// take much memory.
/// </summary>
/// <param name="take">Takes each when it is there.</param>
internal sealed class PendingBatches(Action<EvaluatedBatch> take)
{
    private const long MaxBytes = 64L << 20;

    private readonly Queue<EvaluatedBatch> _batches = new();
    private long _bytes;

    public void Add(EvaluatedBatch batch)
    {
        _batches.Enqueue(batch);
        _bytes += batch.Bytes;
        while (_batches.TryPeek(out var first) && (first.IsReady || _bytes > MaxBytes))
            TakeFirst();
    }

    /// <summary>Takes those that are left; they come with one wait.</summary>
    public void Finish()
    {
        while (_batches.Count > 0)
            TakeFirst();
    }

    private void TakeFirst()
    {
        EvaluatedBatch first = _batches.Dequeue();
        _bytes -= first.Bytes;
        take(first);
    }
}
