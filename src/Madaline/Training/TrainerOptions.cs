using Madaline.Data;
using Madaline.Optim;

namespace Madaline.Training;

/// <summary>How <see cref="Trainer.Fit"/> trains.</summary>
public sealed record TrainerOptions
{
    /// <summary>
    /// Passes over the data in all: a second call of Fit, like a resumed one, goes on where the first ended.
    /// </summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Changes the rate; null leaves it.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Whether the schedule moves after every step rather than every epoch.</summary>
    public bool ScheduleCountsSteps { get; init; }

    /// <summary>The largest norm of all gradients together; null for no limit.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The largest absolute value of a gradient's element; null for no limit.</summary>
    public double? ClipValue { get; init; }

    /// <summary>
    /// Epochs without a better validation loss, RMSE where numbers are predicted, or value of <see cref="BestBy"/>,
    /// before training stops; null for never. Needs validation data.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>Put the weights of the best validation back at the end. Needs validation data.</summary>
    public bool KeepBest { get; init; }

    /// <summary>
    /// Numbers of your own: computed of the validation data after each epoch, shown by <see cref="ConsoleProgress"/>,
    /// kept in <see cref="EpochResult.Metrics"/>, in files of metrics and in curves. Needs validation data; at most 32.
    /// </summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>
    /// The metric whose best value marks the best epoch, for <see cref="KeepBest"/> and <see cref="Patience"/>; it need
    /// not be among <see cref="Metrics"/>. Null for the validation loss, or the RMSE of numbers.
    /// </summary>
    public Metric? BestBy { get; init; }

    /// <summary>The scale that numeric targets were brought to, so that errors are in their own unit; null for
    /// none.</summary>
    public TargetScale? TargetScale { get; init; }

    /// <summary>Called as training goes on.</summary>
    public IReadOnlyList<TrainerCallback> Callbacks { get; init; } = [];

    /// <summary>Saves the state now and then; null for never.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>The metrics, with the one that decides.</summary>
    internal IReadOnlyList<Metric> AllMetrics =>
        BestBy is null || Metrics.Contains(BestBy) ? Metrics : [.. Metrics, BestBy];

    /// <summary>How the validation data are evaluated after an epoch.</summary>
    internal EvaluatorOptions Validation => new()
    {
        TargetScale = TargetScale,
        Metrics = AllMetrics,
        KeepsProbabilities = AllMetrics.Any(metric => !metric.NeedsOutputs),
    };

    /// <summary>Refuses metrics that cannot be told apart, are too many, or have no data.</summary>
    /// <exception cref="ArgumentException">They are such.</exception>
    internal void RequireMetrics(bool hasValidation)
    {
        var metrics = AllMetrics;
        if (metrics.Count > 0 && !hasValidation)
            throw new ArgumentException("trainer: metrics are computed of validation data, and there are none; "
                + "expected some. Pass validation, or set neither Metrics nor BestBy.", nameof(Metrics));
        if (metrics.Count > MetricHistory.MaxMetrics)
            throw new ArgumentException($"trainer: there are {metrics.Count} metrics; expected at most "
                + $"{MetricHistory.MaxMetrics}. Leave some out.", nameof(Metrics));
        if (metrics.GroupBy(metric => metric.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"trainer: two metrics are called {twice.Key}; expected a name for each. "
                + "Rename one.", nameof(Metrics));
    }

    /// <summary>Says with which configuration a checkpoint was made; empty where none is written down.</summary>
    internal string ConfigurationSha256 { get; init; } = "";

    /// <summary>Says which training data a checkpoint was made with; empty for code.</summary>
    internal string DataSha256 { get; init; } = "";
}

/// <summary>Looks on while a network trains, and may stop it.</summary>
public abstract class TrainerCallback
{
    /// <summary>Called after every optimizer step.</summary>
    /// <param name="progress">Where training is.</param>
    /// <returns>False to stop.</returns>
    public virtual bool OnStep(in TrainingProgress progress) => true;

    /// <summary>Called after every epoch and its validation.</summary>
    /// <param name="epoch">How the epoch went.</param>
    /// <returns>False to stop.</returns>
    public virtual bool OnEpoch(EpochResult epoch) => true;
}

/// <summary>How an epoch went.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="Accuracy">Training accuracy, before each step's update; NaN where targets are no classes.</param>
/// <param name="LearningRate">The rate of its last step.</param>
/// <param name="Seconds">How long it took, validation not counted; of the last piece where it was resumed.</param>
/// <param name="ValidationLoss">Mean loss of the validation data, or null.</param>
/// <param name="ValidationAccuracy">Their accuracy; null without validation or where targets are no classes.</param>
public sealed record EpochResult(
    int Epoch, double Loss, double Accuracy, double LearningRate, double Seconds, double? ValidationLoss,
    double? ValidationAccuracy)
{
    /// <summary>The number that says how well the network does.</summary>
    public Measure Measure { get; init; } = Measure.Accuracy;

    /// <summary>Its value on the training part, before each step's update; NaN where it has none.</summary>
    public double Score { get => Measure == Measure.Accuracy ? Accuracy : field; init; } = double.NaN;

    /// <summary>Its value on the validation data; null without validation, or where it has none.</summary>
    public double? ValidationScore { get => Measure == Measure.Accuracy ? ValidationAccuracy : field; init; }

    /// <summary>The values of metrics of your own on the validation data; none without any.</summary>
    public MetricValues Metrics { get; init; } = MetricValues.Empty;

    /// <summary>
    /// Whether it was the best epoch so far by the metric that decides (<see cref="TrainerOptions.BestBy"/>); null
    /// where the validation loss, or the RMSE of numbers, decides.
    /// </summary>
    public bool? IsBest { get; init; }

    /// <summary>That metric; null where none decides.</summary>
    public DecidingMetric? BestBy { get; init; }

    /// <summary>An epoch of a task.</summary>
    internal static EpochResult Of(
        LearningTask task, int epoch, double loss, double score, double rate, double seconds, double? validationLoss,
        double? validationScore) => task.Measure == Measure.Accuracy
        ? new(epoch, loss, score, rate, seconds, validationLoss, validationScore)
        : new(epoch, loss, double.NaN, rate, seconds, validationLoss, null)
        {
            Measure = task.Measure,
            Score = score,
            ValidationScore = validationScore,
        };

    /// <summary>Its numbers, in a line.</summary>
    public override string ToString()
    {
        string text = $"epoch {Epoch}: loss {Loss:G5}";
        if (!double.IsNaN(Score))
            text += $", {Measure.Name} {Measure.Text(Score)}";
        if (ValidationLoss is { } loss)
            text += $"; validation loss {loss:G5}";
        if (ValidationScore is { } score)
            text += $", {Measure.Name} {Measure.Text(score)}";
        return Metrics.Count > 0 ? $"{text}, {Metrics}" : text;
    }
}

/// <summary>The metric that decided which epoch is the best.</summary>
/// <param name="Name">Its name among <see cref="EpochResult.Metrics"/>.</param>
/// <param name="IsHigherBetter">Whether a larger value is better.</param>
public sealed record DecidingMetric(string Name, bool IsHigherBetter);

/// <summary>Why training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs were run.</summary>
    Completed,

    /// <summary>The validation did not get better any more.</summary>
    StoppedEarly,

    /// <summary>A callback said so.</summary>
    StoppedByCallback,

    /// <summary>Cancelled after a step; a checkpoint was saved when there is somewhere to save.</summary>
    Cancelled,
}

/// <summary>What training did.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Epochs">How each epoch went, those before a resume included.</param>
/// <param name="BestEpoch">The epoch with the best validation loss, RMSE of numbers, or value of the metric that
/// decides; or null.</param>
/// <param name="Seconds">Time spent in steps, validation not counted, those before a resume included.</param>
public sealed record TrainingResult(TrainingEnd End, IReadOnlyList<EpochResult> Epochs, int? BestEpoch, double Seconds)
{
    /// <summary>Why and when it ended, the last epoch, and the best one where that is another.</summary>
    public override string ToString()
    {
        string text = $"{End}: {Epochs.Count} epoch{(Epochs.Count == 1 ? "" : "s")} in {Seconds:F2} s";
        if (Epochs.Count == 0)
            return text;
        var best = Epochs.FirstOrDefault(epoch => epoch.Epoch == BestEpoch);
        return $"{text}; {Epochs[^1]}{(best is null || best == Epochs[^1] ? "" : $"; best {best}")}";
    }
}
