using System.Globalization;
using System.Text.Json;
using Madaline.Training;
using Spectre.Console;

namespace Madaline.Cli.Output;

/// <summary>An evaluation as JSON fields and as tables.</summary>
internal static class EvaluationReport
{
    public static void WriteScores(Utf8JsonWriter json, Evaluation evaluation)
    {
        Report.Number(json, "test_accuracy", evaluation.Accuracy);
        Report.Number(json, "test_loss", evaluation.Loss);
        Report.Number(json, "baseline_accuracy", evaluation.BaselineAccuracy);
    }

    public static void WriteClasses(Utf8JsonWriter json, Evaluation evaluation)
    {
        json.WriteStartObject("class_accuracy");
        foreach (var score in evaluation.Classes)
            Report.Number(json, score.Name, score.Accuracy);
        json.WriteEndObject();
    }

    /// <summary>What the required fields leave out: interval, counts, precision and F1, the confusion matrix.</summary>
    public static void WriteDetails(Utf8JsonWriter json, Evaluation evaluation)
    {
        json.WriteNumber("test_samples", evaluation.Count);
        json.WriteStartArray("test_accuracy_interval");
        json.WriteNumberValue(evaluation.Interval.Low);
        json.WriteNumberValue(evaluation.Interval.High);
        json.WriteEndArray();
        Report.Number(json, "macro_f1", evaluation.MacroF1);
        json.WriteStartObject("class_precision");
        foreach (var score in evaluation.Classes)
            Report.Number(json, score.Name, score.Precision);
        json.WriteEndObject();
        json.WriteStartArray("confusion");
        for (int i = 0; i < evaluation.ClassNames.Count; i++)
        {
            json.WriteStartArray();
            for (int j = 0; j < evaluation.ClassNames.Count; j++)
                json.WriteNumberValue(evaluation.Confusion[i, j]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    public static void Show(Report report, Evaluation evaluation)
    {
        var (low, high) = evaluation.Interval;
        report.Line($"test accuracy      {Percent(evaluation.Accuracy)}  (95% interval {Percent(low)} to "
            + $"{Percent(high)}, {evaluation.Count} samples)");
        report.Line($"majority baseline  {Percent(evaluation.BaselineAccuracy)}  (always "
            + $"\"{evaluation.ClassNames[evaluation.BaselineClass]}\")");
        report.Line($"test loss          {evaluation.Loss.ToString("F4", CultureInfo.InvariantCulture)}");
        var table = new Table().Border(TableBorder.Simple).AddColumns("class", "samples", "accuracy", "95% interval",
            "precision", "F1");
        foreach (var score in evaluation.Classes)
        {
            double right = double.IsNaN(score.Accuracy) ? 0 : score.Support * score.Accuracy;
            var interval = Evaluation.WilsonInterval((long)Math.Round(right), score.Support);
            table.AddRow(
                Markup.Escape(score.Name), score.Support.ToString(CultureInfo.InvariantCulture),
                Percent(score.Accuracy),
                $"{Percent(interval.Low)} to {Percent(interval.High)}", Percent(score.Precision), Percent(score.F1));
        }

        report.Show(table);
        if (evaluation.ClassNames.Count is > 1 and <= 20)
            report.Show(ConfusionTable(evaluation));
    }

    public static string Percent(double value) =>
        double.IsNaN(value) ? "–" : (value * 100).ToString("F2", CultureInfo.InvariantCulture) + "%";

    private static Table ConfusionTable(Evaluation evaluation)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("true \\ said");
        foreach (string name in evaluation.ClassNames)
            table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        for (int i = 0; i < evaluation.ClassNames.Count; i++)
        {
            var row = new List<string> { Markup.Escape(evaluation.ClassNames[i]) };
            for (int j = 0; j < evaluation.ClassNames.Count; j++)
                row.Add(evaluation.Confusion[i, j] == 0 ? "·"
                    : evaluation.Confusion[i, j].ToString(CultureInfo.InvariantCulture));
            table.AddRow([.. row]);
        }

        return table;
    }
}
