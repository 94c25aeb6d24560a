namespace Madaline.Data;

/// <summary>A set whose batches pass through a transform.</summary>
internal sealed class TransformedDataset(Dataset data, Transform transform) : Dataset
{
    /// <summary>What is transformed.</summary>
    public Dataset Source => data;

    public override int Count => data.Count;

    public override Shape InputShape { get; } = transform.OutputShape(data.InputShape);

    public override Tensor Targets => data.Targets;

    public override IReadOnlyList<string> ClassNames => data.ClassNames;

    public override Batch Gather(ReadOnlySpan<int> indices, Rng? rng = null) =>
        data.GatherThrough(transform, indices, rng);
}
