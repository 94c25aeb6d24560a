using Madaline.Data;

namespace Madaline.Training;

/// <summary>Trains and judges a recipe once a fold: network, optimizer and scalers start anew in each.</summary>
public static class CrossValidation
{
    /// <summary>Runs stratified k-fold cross-validation.</summary>
    /// <param name="recipe">Its seed decides the folds, and with the fold's number the weights.</param>
    /// <param name="samples">All samples.</param>
    /// <param name="classNames">Class names, by index.</param>
    /// <param name="folds">At least 2; no more than the smallest class has samples.</param>
    /// <param name="progress">Told after every fold.</param>
    /// <param name="cancellationToken">Stops after the step under way.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CrossValidationResult Run(
        Recipe recipe, Samples samples, IReadOnlyList<string> classNames, int folds = 5,
        IProgress<FoldResult>? progress = null, CancellationToken cancellationToken = default)
    {
        var results = new List<FoldResult>();
        foreach (var split in Splits.StratifiedKFold(samples.Targets, folds, new Rng(recipe.Seed).Split("folds")))
        {
            var fold = recipe with { Seed = new Rng(recipe.Seed).Split("fold").Split(results.Count).NextUInt32() };
            var experiment = new Experiment(fold, samples.Take(split.Train), classNames);
            var training = experiment.Train(cancellationToken: cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            var result = new FoldResult(results.Count + 1, folds, experiment.Evaluate(samples.Take(split.Test),
                cancellationToken), training.Seconds);
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
