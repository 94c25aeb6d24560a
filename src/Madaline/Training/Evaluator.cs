using System.Globalization;
using System.Numerics;
using Madaline.Data;
using Madaline.NN;

namespace Madaline.Training;

/// <summary>Judges networks on labelled samples.</summary>
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
    /// Of equal scores the first class counts as the most likely; a score that is no number counts as the least. The
    /// network is taken in evaluation mode whatever mode it is in, and nothing of it changes: other threads may use it
    /// meanwhile, but not train it.
    /// </remarks>
    /// <exception cref="TensorException">The network does not give one score a class, or a target is no
    /// class.</exception>
    public static Evaluation Run(
        Module network, Loss loss, Dataset data, int? majorityClass = null, int batchSize = 500,
        IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var tally = new Tally(data.ClassNames);
        var indices = new int[Math.Min(batchSize, Math.Max(1, data.Count))];
        for (int start = 0; start < data.Count; start += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(batchSize, data.Count - start);
            for (int i = 0; i < count; i++)
                indices[i] = start + i;
            var (outputs, targets, mean) = EvaluateBatch(network, loss, data, indices.AsSpan(0, count));
            tally.Add(outputs, targets, mean);
            progress?.Report(start + count);
        }

        return tally.Finish(majorityClass);
    }

    private static (Tensor Outputs, Tensor Targets, double Loss) EvaluateBatch(
        Module network, Loss loss, Dataset data, ReadOnlySpan<int> indices)
    {
        using var scope = new NoGrad();
        var (inputs, targets) = data.Gather(indices).To(network.Device);
        Tensor outputs = network.Evaluate(inputs);
        return (outputs, targets, loss.Call(outputs, targets).Item<double>());
    }

    /// <summary>How many rows of scores have their largest at the target.</summary>
    internal static int CountCorrect(Tensor outputs, Tensor targets)
    {
        float[] scores = outputs.Detach().To(DType.Float32).ToArray<float>();
        long[] classes = targets.To(DType.Int64).ToArray<long>();
        int width = classes.Length == 0 ? 0 : scores.Length / classes.Length, correct = 0;
        for (int i = 0; i < classes.Length; i++)
            correct += Best<float>(scores.AsSpan(i * width, width)) == classes[i] ? 1 : 0;
        return correct;
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

        public void Add(Tensor outputs, Tensor targets, double meanLoss)
        {
            int rows = targets.Rank == 0 ? 1 : targets.Shape[0];
            _loss += meanLoss * rows;
            _count += rows;
            if (targets.DType.IsFloating() || targets.Rank != 1 || outputs.Rank != 2)
                return;
            int width = outputs.Shape[1];
            Begin(width, outputs.Shape);
            double[] scores = outputs.To(DType.Float64).ToArray<double>();
            long[] classes = targets.To(DType.Int64).ToArray<long>();
            for (int i = 0; i < rows; i++)
            {
                var row = scores.AsSpan(i * width, width);
                int truth = (ulong)classes[i] < (ulong)width ? (int)classes[i] : -1, said = Best<double>(row);
                _answers.Add(new Answer(truth, said));
                if (truth < 0)
                    continue;
                _confusion[truth, said]++;
                _inTop[Rank(row, truth)]++;
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
