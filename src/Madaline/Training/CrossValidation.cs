using Madaline.Data;

namespace Madaline.Training;

/// <summary>
/// k-fold cross-validation of whatever trains, stratified where there are classes: it starts anew in each fold.
/// </summary>
public static class CrossValidation
{
    /// <summary>Trains on all folds but one and evaluates on that one, once a fold.</summary>
    /// <param name="samples">All samples.</param>
    /// <param name="folds">At least 2; no more than the smallest class has samples, or than there are numbers.</param>
    /// <param name="rng">Decides the folds.</param>
    /// <param name="train">
    /// Trains anew on the first samples and evaluates on the second, given the fold's number from 0; returns the
    /// evaluation and the seconds spent in training steps.
    /// </param>
    /// <param name="progress">Told after every fold.</param>
    public static CrossValidationResult Run(
        TensorDataset samples, int folds, Rng rng,
        Func<TensorDataset, TensorDataset, int, (Evaluation Evaluation, double Seconds)> train,
        IProgress<FoldResult>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        var results = new List<FoldResult>();
        foreach (var split in LearningTask.Of(samples.Targets).Folds(samples.Targets, folds, rng))
        {
            var (training, test) = samples.Split(split);
            var (evaluation, seconds) = train(training, test, results.Count);
            var result = new FoldResult(results.Count + 1, folds, evaluation, seconds);
            results.Add(result);
            progress?.Report(result);
        }

        return new CrossValidationResult(results);
    }
}

/// <summary>One fold's score.</summary>
/// <param name="Fold">From 1.</param>
/// <param name="Folds">How many there are.</param>
/// <param name="Evaluation">On the part left out of training.</param>
/// <param name="Seconds">Time spent in training steps.</param>
public sealed record FoldResult(int Fold, int Folds, Evaluation Evaluation, double Seconds)
{
    /// <summary>The fold's numbers, in a line.</summary>
    public override string ToString() => $"fold {Fold}/{Folds}: {Evaluation} ({Seconds:F2} s)";
}

/// <summary>All folds' scores.</summary>
/// <param name="Folds">In order.</param>
public sealed record CrossValidationResult(IReadOnlyList<FoldResult> Folds)
{
    /// <summary>The number that says how well the networks do.</summary>
    public Measure Measure => Folds.Count == 0 ? Measure.Accuracy : Folds[0].Evaluation.Task.Measure;

    /// <summary>The mean of the folds' values of <see cref="Measure"/>.</summary>
    public double MeanScore => Mean(evaluation => evaluation.Score);

    /// <summary>Their standard deviation (n − 1).</summary>
    public double StdScore => Std(evaluation => evaluation.Score);

    /// <summary>The mean of the folds' accuracies; NaN where numbers are predicted.</summary>
    public double MeanAccuracy => Mean(evaluation => evaluation.Accuracy);

    /// <summary>Their standard deviation (n − 1).</summary>
    public double StdAccuracy => Std(evaluation => evaluation.Accuracy);

    /// <summary>The mean over the folds of any number of an evaluation.</summary>
    /// <param name="value">The number.</param>
    public double Mean(Func<Evaluation, double> value) => Folds.Average(fold => value(fold.Evaluation));

    /// <summary>The standard deviation over the folds (n − 1) of any number of an evaluation.</summary>
    /// <param name="value">The number.</param>
    public double Std(Func<Evaluation, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        double mean = Mean(value);
        return Folds.Count < 2 ? 0 : Math.Sqrt(Folds.Sum(fold =>
            (value(fold.Evaluation) - mean) * (value(fold.Evaluation) - mean)) / (Folds.Count - 1));
    }

    /// <summary>The mean over the folds, and that of each.</summary>
    public override string ToString() => Folds.Count == 0 ? "no folds"
        : $"{Folds.Count} folds: {Measure.Name} {Measure.Text(MeanScore)} ± {Measure.Text(StdScore)} ("
            + $"{string.Join(", ", Folds.Select(fold => Measure.Text(fold.Evaluation.Score)))})";
}
