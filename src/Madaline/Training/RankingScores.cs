namespace Madaline.Training;

/// <summary>
/// How well the probabilities of an evaluation put the samples of a class before the others: what accuracy does not
/// show where a class is rare.
/// </summary>
public sealed class RankingScores
{
    private readonly Evaluation _evaluation;
    private readonly double[] _probabilities;
    private readonly Lazy<double[]> _rocAucs, _prAucs;

    internal RankingScores(Evaluation evaluation, double[] probabilities)
    {
        (_evaluation, _probabilities) = (evaluation, probabilities);
        _rocAucs = new(() => OfEach((scores, marks) => Ranking.RocAuc(scores, marks)));
        _prAucs = new(() => OfEach((scores, marks) => Ranking.AveragePrecision(scores, marks)));
    }

    /// <summary>
    /// Of two classes the area of <see cref="Evaluation.PositiveClass"/>; of more the mean over the classes, one
    /// against the rest, those without samples left out.
    /// </summary>
    public double RocAuc => Of(_rocAucs.Value);

    /// <summary>Average precision, in the same way as <see cref="RocAuc"/>.</summary>
    public double PrAuc => Of(_prAucs.Value);

    /// <summary>The threshold for the probability of the positive class that gives the best F1 on these samples; null
    /// unless there are two classes and samples of the positive one.</summary>
    /// <remarks>It is chosen on the samples that it is measured on, so this F1 is somewhat too good.</remarks>
    public (double Threshold, double F1)? BestThreshold => _evaluation.PositiveClass is { } positive
        ? Ranking.BestF1(Column(positive), Marks(positive)) : null;

    /// <summary>What becomes of the answers where <see cref="Evaluation.PositiveClass"/> is answered from a probability
    /// on, whether or not the other class is more likely.</summary>
    /// <param name="threshold">The probability, 0 to 1.</param>
    /// <exception cref="TensorException">There are not two classes, or the threshold is out of range.</exception>
    public ThresholdScores At(double threshold)
    {
        if (_evaluation.PositiveClass is not { } positive)
            throw new TensorException("evaluate", $"a threshold is for two classes. There are "
                + $"{_evaluation.ClassNames.Count}; expected 2. Leave the threshold out.");
        if (threshold is not (>= 0 and <= 1))
            throw new TensorException("evaluate", $"the threshold is no probability. It is {threshold}; expected 0 to "
                + "1. Give a number in between.");
        return ThresholdScores.Of(
            _evaluation.ClassNames[positive], positive, threshold, Column(positive), Marks(positive));
    }

    /// <summary>The area under the receiver operating characteristic of a class against the rest.</summary>
    /// <param name="c">The class, by index.</param>
    public double RocAucOf(int c) => _rocAucs.Value[c];

    /// <summary>The average precision of a class against the rest.</summary>
    /// <param name="c">The class, by index.</param>
    public double PrAucOf(int c) => _prAucs.Value[c];

    /// <summary>The probability of a class, for each sample that has a class, in order.</summary>
    /// <param name="c">The class, by index.</param>
    public double[] Column(int c)
    {
        int classes = _evaluation.ClassNames.Count;
        return [.. _evaluation.Answers.Index().Where(answer => answer.Item.Target >= 0)
            .Select(answer => _probabilities[(answer.Index * classes) + c])];
    }

    private bool[] Marks(int c) =>
        [.. _evaluation.Answers.Where(answer => answer.Target >= 0).Select(answer => answer.Target == c)];

    private double[] OfEach(Func<double[], bool[], double> area) =>
        [.. Enumerable.Range(0, _evaluation.ClassNames.Count).Select(c => area(Column(c), Marks(c)))];

    private double Of(double[] areas)
    {
        if (_evaluation.PositiveClass is { } positive)
            return areas[positive];
        return areas.Where((area, c) => _evaluation.Classes[c].Support > 0 && !double.IsNaN(area))
            .DefaultIfEmpty(double.NaN).Average();
    }

    /// <summary>Both areas, in a line.</summary>
    public override string ToString() => $"ROC-AUC {RocAuc:F4}, PR-AUC {PrAuc:F4}";
}
