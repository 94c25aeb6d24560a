using Madaline.Data;

namespace Madaline.Training;

/// <summary>How <see cref="Evaluator"/> evaluates.</summary>
public sealed record EvaluatorOptions
{
    /// <summary>
    /// The most frequent class of the training part, for the baseline; of the evaluated samples when null.
    /// </summary>
    public int? MajorityClass { get; init; }

    /// <summary>Samples at a time, at least 1.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>
    /// The scale that numbers were brought to: measures are in their own unit, and its mean is the baseline. Null where
    /// targets are as they are; the baseline then is the mean of the evaluated samples.
    /// </summary>
    public TargetScale? TargetScale { get; init; }

    /// <summary>
    /// Makes probabilities of scores [n, classes], for rankings; null for softmax, which suits logits and logarithms of
    /// probabilities.
    /// </summary>
    public Func<Tensor, Tensor>? Probabilities { get; init; }

    /// <summary>Numbers of your own, computed of the whole part.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Whether probabilities are kept; a validation within a training has no use for them.</summary>
    internal bool KeepsProbabilities { get; init; } = true;
}
