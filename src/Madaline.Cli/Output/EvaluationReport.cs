using System.Globalization;
using System.Text.Json;
using Madaline.Plots;
using Madaline.Recipes;
using Madaline.Training;
using Spectre.Console;

namespace Madaline.Cli.Output;

/// <summary>An evaluation as JSON fields and as tables.</summary>
internal static class EvaluationReport
{
    /// <summary>What a network was trained on, in a title.</summary>
    public static string DataOf(Recipe recipe) =>
        recipe.Dataset.Type == Recipe.Own ? "data of its program's own" : recipe.Dataset.Type;

    /// <summary>How many samples the network was trained on, or null where that is not known.</summary>
    public static void WriteSeen(Utf8JsonWriter json, int? seen)
    {
        if (seen is { } count)
            json.WriteNumber("seen_in_training", count);
        else
            json.WriteNull("seen_in_training");
    }

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
        Interval(json, "test_accuracy_interval", evaluation.Interval);
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
        WriteDifferences(json, evaluation);
    }

    public static void Show(Report report, Evaluation evaluation)
    {
        var (low, high) = evaluation.Interval;
        report.Line($"test accuracy      {Percent(evaluation.Accuracy)}  (95% interval {Percent(low)} to "
            + $"{Percent(high)}, {evaluation.Count} samples)");
        report.Line($"majority baseline  {Percent(evaluation.BaselineAccuracy)}  (always "
            + $"\"{evaluation.ClassNames[evaluation.BaselineClass]}\")");
        report.Line($"test loss          {evaluation.Loss.ToString("F4", CultureInfo.InvariantCulture)}");
        report.Line(RankingText.Of(evaluation));
        if (RankingText.OfThreshold(evaluation) is { } threshold)
            report.Line(threshold);
        report.Show(ClassTable(evaluation));
        if (DifferenceText.OfClasses(evaluation, ClassDifferences.Of(evaluation)) is { Length: > 0 } text)
            report.Line(text);
        if (evaluation.ClassNames.Count is > 1 and <= 20)
            report.Show(ConfusionTable(evaluation));
    }

    /// <summary>The counts of each class, and the pairs of classes that differ by more than chance makes.</summary>
    private static void WriteDifferences(Utf8JsonWriter json, Evaluation evaluation)
    {
        json.WriteStartArray("classes");
        foreach (var score in evaluation.Classes)
            WriteClass(json, evaluation, score);
        json.WriteEndArray();
        var differences = ClassDifferences.Of(evaluation);
        json.WriteStartObject("class_differences");
        json.WriteString("test", "two proportions, Holm");
        json.WriteNumber("level", Significance.Level);
        json.WriteNumber("pairs", differences.All.Count);
        json.WriteStartArray("beyond_chance");
        foreach (var pair in differences.BeyondChance)
        {
            json.WriteStartObject();
            json.WriteString("better", evaluation.ClassNames[pair.Better]);
            json.WriteString("worse", evaluation.ClassNames[pair.Worse]);
            json.WriteNumber("difference", pair.Difference);
            json.WriteNumber("p_value", pair.PValue);
            json.WriteNumber("p_corrected", pair.CorrectedPValue);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteClass(Utf8JsonWriter json, Evaluation evaluation, ClassScore score)
    {
        json.WriteStartObject();
        json.WriteString("name", score.Name);
        json.WriteNumber("samples", score.Support);
        json.WriteNumber("right", score.Right);
        Report.Number(json, "accuracy", score.Accuracy);
        Interval(json, "interval", score.Interval);
        json.WriteString("mistaken_for", score.MistakenFor is { } other ? evaluation.ClassNames[other] : null);
        json.WriteNumber("mistaken", score.Mistaken);
        json.WriteEndObject();
    }

    /// <summary>An interval as an array of its ends.</summary>
    public static void Interval(Utf8JsonWriter json, string name, (double Low, double High) interval)
    {
        json.WriteStartArray(name);
        json.WriteNumberValue(interval.Low);
        json.WriteNumberValue(interval.High);
        json.WriteEndArray();
    }

    private static Table ClassTable(Evaluation evaluation)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("class", "samples", "right", "accuracy",
            "95% interval", "precision", "F1", "most often taken for");
        foreach (var score in evaluation.Classes)
        {
            string mistaken = score.MistakenFor is { } other
                ? $"{evaluation.ClassNames[other]} ({score.Mistaken} times)" : "–";
            table.AddRow(
                Markup.Escape(score.Name), score.Support.ToString(CultureInfo.InvariantCulture),
                score.Right.ToString(CultureInfo.InvariantCulture), Percent(score.Accuracy),
                $"{Percent(score.Interval.Low)} to {Percent(score.Interval.High)}", Percent(score.Precision),
                Percent(score.F1), Markup.Escape(mistaken));
        }

        return table;
    }

    public static string Percent(double value) =>
        double.IsNaN(value) ? "–" : (value * 100).ToString("F2", CultureInfo.InvariantCulture) + "%";

    public static Table ConfusionTable(Evaluation evaluation)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("true \\ said");
        foreach (string name in evaluation.ClassNames)
            table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        for (int i = 0; i < evaluation.ClassNames.Count; i++)
        {
            var row = new List<string> { Markup.Escape(evaluation.ClassNames[i]) };
            for (int j = 0; j < evaluation.ClassNames.Count; j++)
                row.Add(Cell(evaluation.Confusion[i, j], evaluation.Classes[i].Support));
            table.AddRow([.. row]);
        }

        return table;
    }

    /// <summary>A count on the colour that the figures give its share.</summary>
    private static string Cell(long count, long support)
    {
        if (count == 0)
            return "·";
        var (r, g, b) = Palette.Share(Math.Sqrt((double)count / support));
        string ink = new Colour(r, g, b).IsLight ? "black" : "white";
        return $"[{ink} on #{r:x2}{g:x2}{b:x2}]{count.ToString(CultureInfo.InvariantCulture)}[/]";
    }
}
