using System.Diagnostics;
using System.Globalization;

namespace Madaline.Training;

/// <summary>Shows a training as it goes, on a console or in any other text: a line an epoch.</summary>
/// <remarks>
/// <code>
/// var options = new TrainerOptions { Epochs = 5, Callbacks = [new ConsoleProgress(Console.Out)] };
/// trainer.Fit(loader, options, validation);
/// // epoch 5  loss 0.2168  accuracy 94.00%  validation loss 0.2611, accuracy 92.55%  0.44 s
/// </code>
/// In a terminal the line under way is written anew a few times a second; text that goes to a file has whole lines
/// only.
/// </remarks>
public sealed class ConsoleProgress : TrainerCallback
{
    private const double SecondsBetween = 0.2;

    private readonly TextWriter _output;
    private readonly bool _isRewritten;
    private long _shown;
    private int _width;

    /// <summary>Shows a training.</summary>
    /// <param name="output">Where: <c>Console.Out</c>, <c>Console.Error</c>, a file.</param>
    /// <param name="isTerminal">Whether a line can be written over: true for a terminal, not for a file.</param>
    public ConsoleProgress(TextWriter output, bool isTerminal = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        (_output, _isRewritten) = (output, isTerminal);
    }

    /// <summary>Numbers of your own at the end of each line, such as another metric of the validation data.</summary>
    public Func<EpochResult, string>? More { get; init; }

    /// <inheritdoc/>
    public override bool OnStep(in TrainingProgress progress)
    {
        if (!_isRewritten || (_shown != 0 && Stopwatch.GetElapsedTime(_shown).TotalSeconds < SecondsBetween))
            return true;
        _shown = Stopwatch.GetTimestamp();
        Rewrite(Line($"epoch {progress.Epoch}/{progress.Epochs}  step {progress.Step}/{progress.Steps}",
            progress.Loss, progress.Measure, progress.Score));
        return true;
    }

    /// <inheritdoc/>
    public override bool OnEpoch(EpochResult epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        string line = Line($"epoch {epoch.Epoch}", epoch.Loss, epoch.Measure, epoch.Score);
        if (epoch.ValidationLoss is { } loss)
        {
            line += string.Create(CultureInfo.InvariantCulture, $"  validation loss {loss:F4}")
                + (epoch.ValidationScore is { } score ? $", {epoch.Measure.Name} {epoch.Measure.Text(score)}" : "");
        }

        if (epoch.Metrics.Count > 0)
            line += $", {epoch.Metrics}";
        line += string.Create(CultureInfo.InvariantCulture, $"  {epoch.Seconds:F2} s");
        if (More is not null)
            line += $"  {More(epoch)}";
        if (_isRewritten)
            Rewrite(line);
        else
            _output.Write(line);
        _output.WriteLine();
        _width = 0;
        return true;
    }

    private static string Line(string place, double loss, Measure measure, double score) =>
        string.Create(CultureInfo.InvariantCulture, $"{place}  loss {loss:F4}")
            + (double.IsNaN(score) ? "" : $"  {measure.Name} {measure.Text(score)}");

    /// <summary>Over the line before, and over what is left of it where that was longer.</summary>
    private void Rewrite(string line)
    {
        _output.Write('\r');
        _output.Write(line.PadRight(_width));
        _output.Flush();
        _width = line.Length;
    }
}
