using System.Globalization;
using System.Numerics;
using Madaline.Data;
using Madaline.NN;

namespace Madaline.Training;

/// <summary>Evaluates networks on labelled samples.</summary>
public static class Evaluator
{
    /// <summary>Runs a network in evaluation mode over a data set.</summary>
    /// <param name="network">Gives [n, classes] scores.</param>
    /// <param name="loss">The mean loss is reported with it.</param>
    /// <param name="data">Inputs and class indices.</param>
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
        IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var evaluation = RunSilently(network, loss, data, majorityClass, batchSize, progress, cancellationToken);
        EvaluationHints.Look(network, loss, data, evaluation);
        return evaluation;
    }

    /// <summary>An evaluation in the midst of a training, of which nothing is expected yet.</summary>
    internal static Evaluation RunSilently(
        Module network, Loss loss, Dataset data, int? majorityClass = null, int batchSize = 500,
        IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var tally = new Tally(data.ClassNames);
        var pending = new PendingBatches(tally.Add);
        var indices = new int[Math.Min(batchSize, Math.Max(1, data.Count))];
        for (int start = 0; start < data.Count; start += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(batchSize, data.Count - start);
            for (int i = 0; i < count; i++)
                indices[i] = start + i;
            pending.Add(EvaluateBatch(network, loss, data, indices.AsSpan(0, count)));
            progress?.Report(start + count);
        }

        pending.Finish();
        return tally.Finish(majorityClass);
    }

    private static EvaluatedBatch EvaluateBatch(
        Module network, Loss loss, Dataset data, ReadOnlySpan<int> indices)
    {
        using var scope = new NoGrad();
        Batch batch = data.Gather(indices);
        var (inputs, targets) = batch.To(network.Device);
        Tensor outputs = network.Evaluate(inputs);
        return EvaluatedBatch.Of(loss.Call(outputs, targets), outputs, batch.Targets);
    }

    private static int Best<T>(ReadOnlySpan<T> scores) where T : IFloatingPoint<T>
    {
        int best = 0;
        for (int j = 1; j < scores.Length; j++)
        {
            if (IsAbove(scores[j], scores[best]))
                best = j;
        }

        return best;
    }

    private static bool IsAbove<T>(T a, T b) where T : IFloatingPoint<T> => a > b || (T.IsNaN(b) && !T.IsNaN(a));

    private static int Rank(ReadOnlySpan<double> scores, int truth)
    {
        int rank = 0;
        for (int j = 0; j < scores.Length; j++)
            rank += IsAbove(scores[j], scores[truth]) || (j < truth && !IsAbove(scores[truth], scores[j])) ? 1 : 0;
        return rank;
    }

    /// <summary>
    /// Counts what was said of what; without class names, classes are called by their numbers. Where targets are no
    /// classes, only the loss counts. Targets that are no class although the loss took them are those it ignores.
    /// </summary>
    private sealed class Tally(IReadOnlyList<string> names)
    {
        private IReadOnlyList<string> _names = names;
        private long[,] _confusion = new long[names.Count, names.Count];
        private long[] _inTop = new long[Math.Max(1, names.Count)];
        private readonly List<Answer> _answers = [];
        private double _loss;
        private int _count;

        public void Add(EvaluatedBatch batch)
        {
            _loss += batch.Loss.Get<double>()[0] * batch.Rows;
            _count += batch.Rows;
            if (batch.Scores is null)
                return;
            int width = batch.Output[1];
            Begin(width, batch.Output);
            ReadOnlySpan<double> scores = batch.Scores.Get<double>();
            ReadOnlySpan<long> classes = batch.Classes!.Get<long>();
            for (int i = 0; i < batch.Rows; i++)
            {
                var row = scores.Slice(i * width, width);
                int target = (ulong)classes[i] < (ulong)width ? (int)classes[i] : -1, predicted = Best<double>(row);
                _answers.Add(new Answer(target, predicted));
                if (target < 0)
                    continue;
                _confusion[target, predicted]++;
                _inTop[Rank(row, target)]++;
            }
        }

        public Evaluation Finish(int? majorityClass) =>
            new(_names, _confusion, _inTop, _answers, _count, _count == 0 ? double.NaN : _loss / _count,
                majorityClass);

        private void Begin(int width, Shape output)
        {
            if (_names.Count == 0)
            {
                _names = [.. Enumerable.Range(0, width).Select(c => c.ToString(CultureInfo.InvariantCulture))];
                (_confusion, _inTop) = (new long[width, width], new long[width]);
            }

            if (_names.Count != width)
            {
                throw new TensorException("evaluate", "the network does not give one score a class. "
                    + $"Output is {output}; expected [*, {_names.Count}].");
            }
        }
    }
}
