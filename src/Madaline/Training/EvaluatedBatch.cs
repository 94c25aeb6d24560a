using Madaline.Devices;

namespace Madaline.Training;

/// <summary>What a network said of a batch, on its way to the host.</summary>
/// <param name="Rows">How many samples.</param>
/// <param name="Output">The output's shape.</param>
/// <param name="Loss">Their mean loss.</param>
/// <param name="Scores">Float64, a row for each; null where targets are not classes.</param>
/// <param name="Classes">Int64, one for each; null where targets are not classes.</param>
internal sealed record EvaluatedBatch(int Rows, Shape Output, Readback Loss, Readback? Scores, Readback? Classes)
{
    /// <summary>How much memory of the host it takes.</summary>
    public long Bytes => Loss.Bytes + (long)(Scores?.Bytes ?? 0) + (Classes?.Bytes ?? 0);

    /// <summary>Whether all of it is there.</summary>
    public bool IsReady => Loss.IsReady && Scores is null or { IsReady: true } && Classes is null or { IsReady: true };

    /// <summary>Asks for all of it.</summary>
    /// <param name="cost">The mean loss.</param>
    /// <param name="outputs">What the network gave.</param>
    /// <param name="targets">What it should have given, on any device.</param>
    public static EvaluatedBatch Of(Tensor cost, Tensor outputs, Tensor targets)
    {
        int rows = targets.Rank == 0 ? 1 : targets.Shape[0];
        bool hasClasses = !targets.DType.IsFloating() && targets.Rank == 1 && outputs.Rank == 2;
        return new EvaluatedBatch(
            rows, outputs.Shape, Ask(StepTensors.OneNumber(cost), DType.Float64),
            hasClasses ? Ask(outputs, DType.Float64) : null, hasClasses ? Ask(targets, DType.Int64) : null);
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
