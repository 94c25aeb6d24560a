using System.Globalization;
using System.Numerics;
using Madaline.Devices;

namespace Madaline.Training;

/// <summary>Adds up what a network said of batches.</summary>
/// <param name="task">What the network is for.</param>
internal abstract class Tally(LearningTask task)
{
    private double _loss;

    public LearningTask Task => task;

    protected int Count { get; private set; }

    protected double Loss => Count == 0 ? double.NaN : _loss / Count;

    /// <summary>Takes a batch into account.</summary>
    public void Add(EvaluatedBatch batch)
    {
        _loss += batch.Loss.Get<double>()[0] * batch.Rows;
        Count += batch.Rows;
        if (batch.Scores is not null)
            AddScores(batch, batch.Scores.Get<double>());
    }

    public abstract Evaluation Finish();

    protected abstract void AddScores(EvaluatedBatch batch, ReadOnlySpan<double> scores);
}

/// <summary>Keeps the numbers that were predicted beside the true ones, in the target's own unit.</summary>
internal sealed class NumberTally(LearningTask task, EvaluatorOptions options) : Tally(task)
{
    private readonly List<double> _targets = [], _predictions = [];

    public override Evaluation Finish() => new(Task, Count, Loss)
    {
        Regression = Count == 0 || _targets.Count < Count ? null
            : new RegressionScores([.. _targets], [.. _predictions], options.TargetScale?.Mean),
    };

    protected override void AddScores(EvaluatedBatch batch, ReadOnlySpan<double> scores)
    {
        var scale = options.TargetScale ?? Data.TargetScale.None;
        ReadOnlySpan<double> targets = batch.Targets!.Get<double>();
        for (int i = 0; i < batch.Rows; i++)
        {
            _targets.Add(scale.Invert(targets[i]));
            _predictions.Add(scale.Invert(scores[i]));
        }
    }
}

/// <summary>
/// Counts what was said of what; without class names, classes are called by their numbers. Where targets are no
/// classes, only the loss counts. Targets that are no class although the loss took them are those it ignores.
/// </summary>
internal sealed class ClassTally(LearningTask task, IReadOnlyList<string> names, EvaluatorOptions options) : Tally(task)
{
    private readonly List<Answer> _answers = [];
    private readonly List<double> _probabilities = [];
    private IReadOnlyList<string> _names = names;
    private long[,] _confusion = new long[names.Count, names.Count];
    private long[] _inTop = new long[Math.Max(1, names.Count)];

    public override Evaluation Finish()
    {
        var evaluation = new Evaluation(Task, Count, Loss, _names, _confusion, _inTop, _answers, options.MajorityClass);
        if (_answers.Count > 0 && _probabilities.Count == _answers.Count * _names.Count)
            evaluation.Ranking = new RankingScores(evaluation, [.. _probabilities]);
        return evaluation;
    }

    protected override void AddScores(EvaluatedBatch batch, ReadOnlySpan<double> scores)
    {
        int width = batch.Output[1];
        Begin(width, batch.Output);
        ReadOnlySpan<long> classes = batch.Targets!.Get<long>();
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

        if (batch.Probabilities is { } probabilities)
            _probabilities.AddRange(probabilities.Get<double>());
    }

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
}
