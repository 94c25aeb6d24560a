namespace Madaline.Studio.Views.Wheat;

/// <summary>How five folds are trained.</summary>
internal enum FoldSetting
{
    /// <summary>Scaled with the numbers of the training rows, a new network for each fold.</summary>
    Honest,

    /// <summary>Scaled with the numbers of all rows, before the split.</summary>
    ScaledBefore,

    /// <summary>One network goes on from fold to fold: it has been trained on rows that it is tested on.</summary>
    KeptNetwork,
}

/// <summary>Five folds to be trained.</summary>
/// <param name="Setting">How.</param>
/// <param name="Epochs">How long each.</param>
/// <param name="Slip">A number that is wrong in the table; null for none.</param>
internal sealed record FoldJob(FoldSetting Setting, int Epochs, Slip? Slip = null);

/// <summary>How a fold went.</summary>
/// <param name="Score">The share of test rows that are answered rightly after the last epoch.</param>
/// <param name="Best">The share after the epoch that is best on the test rows.</param>
/// <param name="BestEpoch">That epoch, from 1; the first of equal ones.</param>
internal readonly record struct FoldScore(double Score, double Best, int BestEpoch);

/// <summary>What is done of a job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Scores">Of the folds that are done.</param>
/// <param name="Epoch">Epochs done of the next one; null where it is not at work.</param>
/// <param name="Problem">Why there will be no more; empty where there will be.</param>
internal sealed record FoldReport(FoldJob Job, IReadOnlyList<FoldScore> Scores, int? Epoch, string Problem);
