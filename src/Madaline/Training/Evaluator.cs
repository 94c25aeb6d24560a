using Madaline.Data;
using Madaline.NN;

namespace Madaline.Training;

/// <summary>Evaluates networks on samples whose classes or numbers are known.</summary>
public static class Evaluator
{
    /// <summary>Runs a network in evaluation mode over a data set.</summary>
    /// <param name="network">Gives [n, classes] scores, or a number a sample.</param>
    /// <param name="loss">The mean loss is reported with it; it says whether targets are classes or numbers.</param>
    /// <param name="data">Inputs and class indices, or numbers.</param>
    /// <param name="majorityClass">The most frequent class of the training part, for the baseline; of these samples
    /// when null.</param>
    /// <param name="batchSize">Samples at a time.</param>
    /// <param name="progress">Told how many samples are done.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <remarks>
    /// Of equal scores the first class counts as the most likely; NaN counts as the smallest score. The
    /// network is taken in evaluation mode whatever mode it is in, and nothing of it changes: other threads may use it
    /// meanwhile, but not train it.
    /// </remarks>
    /// <exception cref="TensorException">The network does not give one score a class, or a target is no
    /// class.</exception>
    public static Evaluation Run(
        Module network, Loss loss, Dataset data, int? majorityClass = null, int batchSize = 500,
        IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        Run(network, loss, data, new EvaluatorOptions { MajorityClass = majorityClass, BatchSize = batchSize },
            progress, cancellationToken);

    /// <summary>The same, with all that can be said.</summary>
    /// <param name="network">Gives [n, classes] scores, or a number a sample.</param>
    /// <param name="loss">The mean loss is reported with it; it says whether targets are classes or numbers.</param>
    /// <param name="data">Inputs and class indices, or numbers on the scale that the options name.</param>
    /// <param name="options">The baseline, the scale of numbers, and how probabilities are made.</param>
    /// <param name="progress">Told how many samples are done.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="TensorException">The network does not give one score a class, or a target is no
    /// class.</exception>
    public static Evaluation Run(
        Module network, Loss loss, Dataset data, EvaluatorOptions options,
        IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var evaluation = RunSilently(network, loss, data, options, progress, cancellationToken);
        EvaluationHints.Look(network, loss, data, evaluation);
        return evaluation;
    }

    /// <summary>An evaluation in the midst of a training, of which nothing is expected yet.</summary>
    internal static Evaluation RunSilently(
        Module network, Loss loss, Dataset data, EvaluatorOptions options,
        IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        int batchSize = options.BatchSize;
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var tally = LearningTask.Of(loss).NewTally(data.ClassNames, options);
        var pending = new PendingBatches(tally.Add);
        List<KeptOutputs>? kept = options.Metrics.Any(metric => metric.NeedsOutputs) ? [] : null;
        var indices = new int[Math.Min(batchSize, Math.Max(1, data.Count))];
        for (int start = 0; start < data.Count; start += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(batchSize, data.Count - start);
            for (int i = 0; i < count; i++)
                indices[i] = start + i;
            pending.Add(EvaluateBatch(network, loss, data.Gather(indices.AsSpan(0, count)), tally.Task, options, kept));
            progress?.Report(start + count);
        }

        pending.Finish();
        var evaluation = tally.Finish();
        evaluation.Metrics = KeptOutputs.Measure(options.Metrics, evaluation, kept, options.TargetScale);
        return evaluation;
    }

    private static EvaluatedBatch EvaluateBatch(
        Module network, Loss loss, Batch batch, LearningTask task, EvaluatorOptions options, List<KeptOutputs>? kept)
    {
        using var scope = new NoGrad();
        var (inputs, targets) = batch.To(network.Device);
        Tensor outputs = network.Evaluate(inputs);
        kept?.Add(new KeptOutputs(outputs.Detach(), batch.Targets));
        return EvaluatedBatch.Of(loss.Call(outputs, targets), outputs, batch.Targets, task, options);
    }
}
