using System.Diagnostics;
using System.Globalization;
using Madaline.Training;
using Spectre.Console;

namespace Madaline.Cli.Output;

/// <summary>Shows training as it goes: a bar where someone watches, a line an epoch elsewhere.</summary>
internal static class TrainingDisplay
{
    private const double LinesPerSecond = 1;

    /// <summary>Runs a training with its progress shown.</summary>
    public static TrainingResult Run(Report report, int epochs, Func<IProgress<TrainingProgress>?,
        IReadOnlyList<TrainerCallback>, TrainingResult> train)
    {
        if (!report.ShowsProgress)
            return train(null, [new EpochLines(report, epochs)]);
        if (!report.Notes.Profile.Capabilities.Interactive)
            return train(null, [new EpochLines(report, epochs)]);
        TrainingResult? result = null;
        report.Notes.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(context => result = train(new Bar(context.AddTask("starting")), [new EpochLines(report, epochs)]));
        return result!;
    }

    /// <summary>A bar over all epochs, moved at most twenty times a second.</summary>
    private sealed class Bar(ProgressTask task) : IProgress<TrainingProgress>
    {
        private long _shown;

        public void Report(TrainingProgress value)
        {
            bool last = value.Epoch == value.Epochs && value.Step == value.Steps;
            if (!last && Stopwatch.GetElapsedTime(_shown).TotalMilliseconds < 50)
                return;
            _shown = Stopwatch.GetTimestamp();
            task.MaxValue = (double)value.Epochs * value.Steps;
            task.Value = ((double)(value.Epoch - 1) * value.Steps) + value.Step;
            task.Description = string.Create(CultureInfo.InvariantCulture,
                $"epoch {value.Epoch}/{value.Epochs}  loss {value.Loss:F4}  accuracy {value.Accuracy * 100:F2}%");
        }
    }

    /// <summary>A line an epoch, at most one a second when epochs are short, and the JSON events.</summary>
    private sealed class EpochLines(Report report, int epochs) : TrainerCallback
    {
        private long _shown = Stopwatch.GetTimestamp();

        public override bool OnEpoch(EpochResult epoch)
        {
            bool due = epochs <= 50 || epoch.Epoch == epochs
                || Stopwatch.GetElapsedTime(_shown).TotalSeconds >= LinesPerSecond;
            if (!due)
                return true;
            _shown = Stopwatch.GetTimestamp();
            report.Write(json =>
            {
                json.WriteString("event", "epoch");
                json.WriteNumber("epoch", epoch.Epoch);
                json.WriteNumber("epochs", epochs);
                json.WriteNumber("loss", epoch.Loss);
                json.WriteNumber("accuracy", epoch.Accuracy);
                json.WriteNumber("lr", epoch.LearningRate);
                json.WriteNumber("seconds", Math.Round(epoch.Seconds, 4));
                if (epoch.ValidationAccuracy is { } accuracy)
                    json.WriteNumber("validation_accuracy", accuracy);
            });
            string validation = epoch.ValidationAccuracy is { } judged
                ? $"  validation {EvaluationReport.Percent(judged)}" : "";
            if (report.ShowsProgress && !report.Notes.Profile.Capabilities.Interactive)
            {
                report.Note(string.Create(CultureInfo.InvariantCulture,
                    $"epoch {epoch.Epoch}/{epochs}  loss {epoch.Loss:F4}  accuracy "
                        + $"{epoch.Accuracy * 100:F2}%{validation}  {epoch.Seconds:F2} s"));
            }

            return true;
        }
    }
}
