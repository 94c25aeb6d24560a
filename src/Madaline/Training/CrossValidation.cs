using Madaline.Data;

namespace Madaline.Training;

/// <summary>Stratified k-fold cross-validation of whatever trains: it starts anew in each fold.</summary>
public static class CrossValidation
{
    /// <summary>Trains on all folds but one and evaluates on that one, once a fold.</summary>
    /// <param name="samples">All samples.</param>
    /// <param name="folds">At least 2; no more than the smallest class has samples.</param>
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
        foreach (var split in Splits.StratifiedKFold(samples.Targets, folds, rng))
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
public sealed record FoldResult(int Fold, int Folds, Evaluation Evaluation, double Seconds);

/// <summary>All folds' scores.</summary>
/// <param name="Folds">In order.</param>
public sealed record CrossValidationResult(IReadOnlyList<FoldResult> Folds)
{
    /// <summary>The mean of the folds' accuracies.</summary>
    public double MeanAccuracy => Folds.Average(f => f.Evaluation.Accuracy);

    /// <summary>Their standard deviation (n − 1).</summary>
    public double StdAccuracy
    {
        get
        {
            double mean = MeanAccuracy;
            return Folds.Count < 2
                ? 0
                : Math.Sqrt(Folds.Sum(f => (f.Evaluation.Accuracy - mean) * (
                    f.Evaluation.Accuracy - mean)) / (Folds.Count - 1));
        }
    }
}
