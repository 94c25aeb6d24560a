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
        var lines = new EpochLines(report, epochs);
        if (!report.ShowsProgress || !report.Notes.Profile.Capabilities.Interactive)
        {
            var ended = train(null, [lines]);
            lines.Finish();
            return ended;
        }

        TrainingResult? result = null;
        report.Notes.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(context => result = train(new Bar(context.AddTask("starting")), [lines]));
        lines.Finish();
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
                $"epoch {value.Epoch}/{value.Epochs}  loss {value.Loss:F4}  {value.Measure} ")
                + value.Measure.Text(value.Score);
        }
    }

    /// <summary>
    /// A line an epoch, and the JSON events: where epochs are many, the first, a twentieth of them and the last, and
    /// at least one a second.
    /// </summary>
    private sealed class EpochLines(Report report, int epochs) : TrainerCallback
    {
        private const int AllUpTo = 50, Lines = 20;

        private readonly int _every = epochs <= AllUpTo ? 1 : epochs / Lines;
        private long _shown = Stopwatch.GetTimestamp();
        private EpochResult? _waiting;
        private bool _isFirst = true;

        public override bool OnEpoch(EpochResult epoch)
        {
            _waiting = epoch;
            if (_isFirst || epoch.Epoch % _every == 0 || epoch.Epoch == epochs
                || Stopwatch.GetElapsedTime(_shown).TotalSeconds >= 1 / LinesPerSecond)
                Finish();
            return true;
        }

        /// <summary>Shows the last epoch, if it is not shown yet.</summary>
        public void Finish()
        {
            if (_waiting is not { } epoch)
                return;
            (_waiting, _isFirst, _shown) = (null, false, Stopwatch.GetTimestamp());
            report.Write(json =>
            {
                json.WriteString("event", "epoch");
                json.WriteNumber("epoch", epoch.Epoch);
                json.WriteNumber("epochs", epochs);
                json.WriteNumber("loss", epoch.Loss);
                Output.Report.Number(json, epoch.Measure.Name, epoch.Score);
                json.WriteNumber("lr", epoch.LearningRate);
                json.WriteNumber("seconds", Math.Round(epoch.Seconds, 4));
                if (epoch.ValidationLoss is { } loss)
                    json.WriteNumber("validation_loss", loss);
                if (epoch.ValidationScore is { } score)
                    json.WriteNumber($"validation_{epoch.Measure}", score);
            });
            string validation = epoch.ValidationScore is { } value ? $"  validation {epoch.Measure.Text(value)}" : "";
            if (report.ShowsProgress && !report.Notes.Profile.Capabilities.Interactive)
            {
                report.Note(string.Create(CultureInfo.InvariantCulture,
                    $"epoch {epoch.Epoch}/{epochs}  loss {epoch.Loss:F4}  {epoch.Measure} "
                        + $"{epoch.Measure.Text(epoch.Score)}{validation}  {epoch.Seconds:F2} s"));
            }
        }
    }
}
