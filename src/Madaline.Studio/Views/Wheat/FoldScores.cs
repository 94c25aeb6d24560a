using System.Text.Json;

namespace Madaline.Studio.Views.Wheat;

/// <summary>Scores of folds, honest and leaked ones side by side.</summary>
/// <param name="lab">Where they come from.</param>
/// <param name="reports">What is done; the first one is the honest one.</param>
/// <param name="showsBest">Whether the best epoch is chosen on the test rows, as a leak to be seen.</param>
internal sealed class FoldScores(FoldLab lab, FoldReport[] reports, bool showsBest)
{
    private FoldReport Honest => reports[0];

    /// <summary>Whether there is nothing more to wait for.</summary>
    public bool IsDone => reports.All(report => IsWhole(report) || report.Problem.Length > 0);

    /// <summary>Writes them.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("settings");
        foreach (var report in reports)
        {
            WriteRow(json, report, fold => fold.Score, Title(report.Job), Why(report));
            if (report == Honest && showsBest)
                WriteRow(json, report, fold => fold.Best, "the best epoch, chosen on the test rows", WhyBest());
        }

        json.WriteEndArray();
        json.WriteBoolean("isDone", IsDone);
        json.WriteString("trouble", reports.FirstOrDefault(report => report.Problem.Length > 0)?.Problem ?? "");
    }

    private void WriteRow(
        Utf8JsonWriter json, FoldReport report, Func<FoldScore, double> score, string title, string why)
    {
        double[] scores = [.. report.Scores.Select(score)];
        json.WriteStartObject();
        json.WriteString("title", title);
        json.WriteBoolean("isHonest", title == Title(Honest.Job));
        json.WriteStartArray("scores");
        foreach (double one in scores)
            json.WriteNumberValue(one);
        json.WriteEndArray();
        json.WriteStartArray("texts");
        foreach (double one in scores)
            json.WriteStringValue(WheatText.Percent(one));
        json.WriteEndArray();
        if (scores.Length > 0)
        {
            json.WriteNumber("mean", scores.Average());
            json.WriteNumber("deviation", Deviation(scores));
            json.WriteString("text", $"{WheatText.Percent(scores.Average())} ± {Points(Deviation(scores))}");
        }

        if (IsWhole(report) && IsWhole(Honest))
            json.WriteString("difference", WheatText.Points(scores.Average() - Mean(Honest)));
        json.WriteString("now", report.Epoch is { } epoch && scores.Length < lab.Splits.Length
            ? $"fold {scores.Length + 1}, epoch {epoch} of {report.Job.Epochs}" : "");
        json.WriteString("why", why);
        json.WriteEndObject();
    }

    private static string Title(FoldJob job) => job switch
    {
        { Slip: not null } => "honest, with the slip in the table",
        { Setting: FoldSetting.ScaledBefore } => "scaled by all rows, before the split",
        { Setting: FoldSetting.KeptNetwork } => "the same network goes on",
        _ => "honest",
    };

    /// <summary>What a row's numbers say, once they are there.</summary>
    private string Why(FoldReport report)
    {
        if (report == Honest)
            return "Scaled by the training rows alone, a new network for each fold: what new rows will get.";
        if (!IsWhole(report) || !IsWhole(Honest))
            return "";
        double gain = Mean(report) - Mean(Honest);
        string points = $"{WheatText.Points(gain)} points";
        if (report.Job.Slip is not null)
            return $"{points}: one number of {lab.Table.Count * lab.Table.Width} is wrong."
                + (Math.Abs(gain) < 0.005 ? " The score hardly tells; the scale of the column does." : "");
        if (report.Job.Setting == FoldSetting.ScaledBefore)
            return !lab.Scales ? "This recipe scales nothing with numbers learned from rows: nothing can leak here."
                : $"{points}: {(Math.Abs(gain) < 0.01 ? "a small leak here, for" : "it matters here, though")} "
                    + $"{lab.Splits[0].Train.Length} rows have nearly the scale of all {lab.Table.Count}. "
                    + "It is a mistake all the same: with few rows or outliers it is not small.";
        double later = report.Scores.Skip(1).Average(fold => fold.Score)
            - Honest.Scores.Skip(1).Average(fold => fold.Score);
        return $"{points}, and {WheatText.Points(later)} from the second fold on: there the network is tested on rows "
            + "that it was trained on before. The first fold is honest.";
    }

    private string WhyBest() => !IsWhole(Honest) ? ""
        : $"{WheatText.Points(Honest.Scores.Average(fold => fold.Best) - Mean(Honest))} points: after epoch "
            + $"{string.Join(", ", Honest.Scores.Select(fold => fold.BestEpoch))}, each picked by looking at the very "
            + "rows that are to judge. It is never below the honest score.";

    private bool IsWhole(FoldReport report) => report.Scores.Count == lab.Splits.Length;

    private static double Mean(FoldReport report) => report.Scores.Average(fold => fold.Score);

    private static string Points(double deviation) => WheatText.Percent(deviation).TrimEnd('%');

    /// <summary>Over n − 1, as cross-validation reports it.</summary>
    private static double Deviation(double[] scores)
    {
        double mean = scores.Average();
        return scores.Length < 2 ? 0 : Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / (scores.Length - 1));
    }
}
