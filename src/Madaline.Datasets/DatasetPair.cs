using Madaline.Data;

namespace Madaline.Datasets;

/// <summary>What a set offers to train on and to evaluate on.</summary>
/// <param name="Train">Samples to train on.</param>
/// <param name="Test">Samples to evaluate on; null where the set has no such part and the caller splits.</param>
/// <param name="Note">Where the samples came from, as a sentence.</param>
public sealed record DatasetPair(TensorDataset Train, TensorDataset? Test, string Note)
{
    /// <summary>What is not as published and the user should know, as sentences; mostly none.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Both parts, a line each.</summary>
    public override string ToString() =>
        $"train: {Train}\ntest: {(Test is null ? "none, split the training part" : $"{Test}")}";
}
