namespace Madaline.Training;

/// <summary>How a network did on samples whose classes or numbers are known.</summary>
/// <remarks>Rows of the confusion matrix are true classes, columns predicted ones.</remarks>
public sealed class Evaluation
{
    /// <summary>Of numbers, or of what is neither number nor class.</summary>
    internal Evaluation(LearningTask task, int count, double loss)
        : this(task, count, loss, [], new long[0, 0], [0], [], null)
    {
    }

    internal Evaluation(
        LearningTask task, int count, double loss, IReadOnlyList<string> classNames, long[,] confusion, long[] inTop,
        IReadOnlyList<Answer> answers, int? majorityClass)
    {
        Task = task;
        Answers = answers;
        ClassNames = classNames;
        Confusion = confusion;
        Loss = loss;
        InTop = inTop;
        int classes = classNames.Count;
        var support = new long[classes];
        for (int i = 0; i < classes; i++)
        {
            for (int j = 0; j < classes; j++)
                support[i] += confusion[i, j];
            Correct += (int)confusion[i, i];
            Evaluated += (int)support[i];
        }

        Count = count;
        BaselineClass = majorityClass is { } majority && majority < classes ? majority
            : (classes == 0 ? 0 : Array.IndexOf(support, support.Max()));
        BaselineAccuracy = Evaluated == 0 ? double.NaN : (double)support[BaselineClass] / Evaluated;
        Classes = [.. Enumerable.Range(0, classes).Select(c => ClassScore.Of(classNames[c], confusion, c))];
    }

    /// <summary>What the network is for.</summary>
    public LearningTask Task { get; }

    /// <summary>How well numbers were predicted; null where the targets are not one number a sample.</summary>
    public RegressionScores? Regression { get; internal init; }

    /// <summary>
    /// How well probabilities rank the samples; null where targets are no classes, and of a validation within a
    /// training.
    /// </summary>
    public RankingScores? Ranking { get; internal set; }

    /// <summary>The values of metrics of your own, where some were asked for.</summary>
    public MetricValues Metrics { get; internal set; } = MetricValues.Empty;

    /// <summary>The value of the task's measure: the accuracy, or the RMSE; NaN where there is none.</summary>
    public double Score => Task.HasNumbers ? Regression?.Rmse ?? double.NaN : Accuracy;

    /// <summary>The 95% interval of <see cref="Score"/>.</summary>
    public (double Low, double High) ScoreInterval => !Task.HasNumbers ? Interval
        : Regression?.RmseInterval ?? (double.NaN, double.NaN);

    /// <summary>The baseline's value of the task's measure.</summary>
    public double BaselineScore => Task.HasNumbers ? Regression?.BaselineRmse ?? double.NaN : BaselineAccuracy;

    /// <summary>Samples seen.</summary>
    public int Count { get; }

    /// <summary>Samples that have a class: all but those the loss ignores; 0 where targets are no classes.</summary>
    public int Evaluated { get; }

    /// <summary>Samples whose most likely class was the true one.</summary>
    public int Correct { get; }

    /// <summary>Mean loss a sample.</summary>
    public double Loss { get; }

    /// <summary>The fraction answered right; NaN for no samples.</summary>
    public double Accuracy => Evaluated == 0 ? double.NaN : (double)Correct / Evaluated;

    /// <summary>The 95% interval of the accuracy (Wilson's score interval).</summary>
    public (double Low, double High) Interval => WilsonInterval(Correct, Evaluated);

    /// <summary>What always answering the most frequent class of the training part would reach.</summary>
    public double BaselineAccuracy { get; }

    /// <summary>That class.</summary>
    public int BaselineClass { get; }

    /// <summary>Class names, by index.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How many samples of class i were taken for class j.</summary>
    public long[,] Confusion { get; }

    /// <summary>Accuracy, precision, recall and F1 of each class.</summary>
    public IReadOnlyList<ClassScore> Classes { get; }

    /// <summary>What was said about each sample, in order; empty where targets are no classes.</summary>
    public IReadOnlyList<Answer> Answers { get; }

    private long[] InTop { get; }

    /// <summary>The mean of the classes' F1 scores, classes without samples left out.</summary>
    public double MacroF1 => Classes.Where(c => c.Support > 0).Select(c => c.F1).DefaultIfEmpty(double.NaN).Average();

    /// <summary>
    /// Of two classes the one that is not the most frequent in training, which is the one to be found; null for more
    /// classes.
    /// </summary>
    public int? PositiveClass => ClassNames.Count == 2 ? 1 - BaselineClass : null;

    /// <summary>F1 of the positive class where there are two; else the mean over the classes
    /// (<see cref="MacroF1"/>).</summary>
    public double F1 => PositiveClass is { } positive ? Classes[positive].F1 : MacroF1;

    /// <summary>Classes that have samples here and that the network never answered, by index.</summary>
    public IReadOnlyList<int> NeverPredicted => [.. Enumerable.Range(0, Classes.Count)
        .Where(c => Classes[c].Support > 0 && double.IsNaN(Classes[c].Precision))];

    /// <summary>The class that all evaluated samples are of, by index; null where there are several.</summary>
    public int? OnlyClass => Classes.Count(score => score.Support > 0) == 1
        ? Enumerable.Range(0, Classes.Count).First(c => Classes[c].Support > 0) : null;

    /// <summary>
    /// Classes that have samples here, but less than half of what each would have if all had as many, by index.
    /// </summary>
    public IReadOnlyList<int> RareClasses => [.. Enumerable.Range(0, Classes.Count)
        .Where(c => Classes[c].Support > 0 && 2 * Classes[c].Support * Classes.Count < Evaluated)];

    /// <summary>The fraction whose true class was among the k most likely.</summary>
    /// <param name="k">From 1 to the number of classes.</param>
    public double TopK(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, Math.Max(1, ClassNames.Count));
        return Evaluated == 0 ? double.NaN : (double)InTop.Take(k).Sum() / Evaluated;
    }

    /// <summary>Wilson's score interval of a proportion at 95%.</summary>
    /// <remarks>Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference".</remarks>
    public static (double Low, double High) WilsonInterval(long successes, long trials)
    {
        if (trials == 0)
            return (0, 1);
        const double z = 1.959963984540054;
        double p = (double)successes / trials, square = z * z / trials;
        double centre = (p + (square / 2)) / (1 + square);
        double half = z / (1 + square) * Math.Sqrt((p * (1 - p) / trials) + (square / (4 * trials)));
        return (successes == 0 ? 0 : Math.Max(0, centre - half), successes == trials ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>The numbers that count, in a line.</summary>
    public override string ToString() => EvaluationText.Of(this);
}

/// <summary>What a network said about one sample.</summary>
/// <param name="Target">Its class; −1 for a sample that the loss ignores.</param>
/// <param name="Predicted">The class with the largest score.</param>
public readonly record struct Answer(int Target, int Predicted)
{
    /// <summary>Whether the two are the same.</summary>
    public bool IsRight => Target == Predicted;
}

/// <summary>How one class fared.</summary>
/// <param name="Name">The class.</param>
/// <param name="Support">Samples of the class.</param>
/// <param name="Accuracy">The fraction of them found: the recall; NaN without samples.</param>
/// <param name="Precision">The fraction of answers of this class that were right; NaN without such answers.</param>
/// <param name="F1">The harmonic mean of the two; 0 when nothing was found.</param>
/// <param name="Right">Samples of the class that were found.</param>
/// <param name="MistakenFor">The class that its samples were most often mistaken for, by index; null for none.</param>
/// <param name="Mistaken">How many of them were.</param>
public sealed record ClassScore(
    string Name, long Support, double Accuracy, double Precision, double F1, long Right, int? MistakenFor,
    long Mistaken)
{
    /// <summary>The 95% interval of the accuracy (Wilson's score interval).</summary>
    public (double Low, double High) Interval => Evaluation.WilsonInterval(Right, Support);

    /// <summary>The fraction of the class's samples found; the same as <see cref="Accuracy"/>.</summary>
    public double Recall => Accuracy;

    internal static ClassScore Of(string name, long[,] confusion, int c)
    {
        long support = 0, answered = 0, found = confusion[c, c], most = 0;
        int? confused = null;
        for (int i = 0; i < confusion.GetLength(0); i++)
        {
            (support, answered) = (support + confusion[c, i], answered + confusion[i, c]);
            if (i != c && confusion[c, i] > most)
                (confused, most) = (i, confusion[c, i]);
        }

        double recall = support == 0 ? double.NaN : (double)found / support;
        double precision = answered == 0 ? double.NaN : (double)found / answered;
        double f1 = support + answered == 0 ? double.NaN : 2.0 * found / (support + answered);
        return new ClassScore(name, support, recall, precision, f1, found, confused, most);
    }

    /// <summary>The class in a line.</summary>
    public override string ToString() => EvaluationText.Of(this);
}
