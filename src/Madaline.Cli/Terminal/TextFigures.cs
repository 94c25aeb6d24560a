using System.Globalization;
using Madaline.Cli.Output;
using Madaline.Plots;
using Madaline.Training;

namespace Madaline.Cli.Terminal;

/// <summary>The figures of a run as compact text.</summary>
internal static class TextFigures
{
    private const int BarLetters = 40, LargestMatrix = 20, CurveHeight = 5;
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    /// <summary>The loss and the measure that counts over the epochs.</summary>
    public static void Curves(Report report, IReadOnlyList<EpochResult> epochs)
    {
        double[] numbers = [.. epochs.Select(e => (double)e.Epoch)];
        void Curve(string name, IEnumerable<double> values, string format) =>
            TextFigures.Curve(report, new Series(name, numbers, [.. values]), format);
        Curve("loss", epochs.Select(e => e.Loss), "0.0000");
        if (epochs.Any(e => e.ValidationLoss is not null))
            Curve("validation loss", epochs.Select(e => e.ValidationLoss ?? double.NaN), "0.0000");
        Measure measure = epochs[^1].Measure;
        string format = measure.IsHigherBetter ? "0.00" : "0.####";
        Curve(measure.Label, epochs.Select(e => measure.Factor * e.Score), format);
        if (epochs.Any(e => e.ValidationScore is not null))
        {
            Curve($"validation {measure.Label}",
                epochs.Select(e => measure.Factor * e.ValidationScore ?? double.NaN), format);
        }

        foreach (string metric in epochs.SelectMany(e => e.Metrics).Select(value => value.Name).Distinct())
            Curve($"validation {metric}", epochs.Select(e => e.Metrics.Find(metric) ?? double.NaN), "0.####");
    }

    /// <summary>What was said of what; of many classes only the most frequent confusions.</summary>
    public static void Confusion(Report report, Evaluation evaluation)
    {
        int classes = evaluation.ClassNames.Count;
        if (classes <= LargestMatrix)
        {
            EvaluationReport.Confusion(report, evaluation, evaluation.Confusion);
            return;
        }

        var pairs = from i in Enumerable.Range(0, classes)
                    from j in Enumerable.Range(0, classes)
                    where i != j && evaluation.Confusion[i, j] > 0
                    orderby evaluation.Confusion[i, j] descending
                    select $"  {evaluation.ClassNames[i]} taken for {evaluation.ClassNames[j]}: "
                        + $"{evaluation.Confusion[i, j]} {(evaluation.Confusion[i, j] == 1 ? "time" : "times")}";
        report.Line("Most frequent confusions");
        foreach (string pair in pairs.Take(10))
            report.Line(pair);
        report.Line("");
    }

    /// <summary>The accuracy of each class as a bar.</summary>
    public static void Classes(Report report, Evaluation evaluation)
    {
        const int Numbers = 27;
        int width = Math.Min(Math.Min(20, report.Width / 4), evaluation.ClassNames.Max(name => name.Length));
        int bar = Math.Clamp(report.Width - width - Numbers, 5, BarLetters);
        report.Line("Accuracy of each class, with its 95% interval");
        foreach (var score in evaluation.Classes.Where(score => score.Support > 0))
        {
            string name = score.Name.Length > width ? score.Name[..(width - 1)] + "…" : score.Name;
            report.Line($"{name.PadLeft(width)} {Bar(score.Accuracy, bar)} "
                + $"{Percent(score.Accuracy)} ({Percent(score.Interval.Low)} to {Percent(score.Interval.High)})");
        }

        report.Line("");
    }

    /// <summary>Pictures under headings.</summary>
    public static void Gallery(Report report, Gallery gallery) =>
        report.Draw((to, options) => Show.Gallery(gallery, to, options));

    private static void Curve(Report report, Series series, string format)
    {
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        var (values, epochs) = (series.Y, series.X);
        report.Line(values.Count == 1 ? $"{series.Name}: {Text(values[0])} (one epoch)"
            : $"{series.Name}: {Text(values[0])} to {Text(values[^1])}, epochs {epochs[0]} to {epochs[^1]}");
        if (values.Count > 1 && values.Any(double.IsFinite))
        {
            report.Draw((to, options) => Show.Curve(new Series("", epochs, values), to,
                options with { Height = CurveHeight, NumberFormat = format }));
        }

        report.Line("");
    }

    private static string Bar(double share, int letters)
    {
        int eighths = (int)Math.Round(share * letters * 8);
        string bar = new string('█', eighths / 8) + (eighths % 8 > 0 ? Eighths[eighths % 8] : "");
        return bar.PadRight(letters);
    }

    private static string Percent(double share) =>
        ((100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%").PadLeft(6);
}
