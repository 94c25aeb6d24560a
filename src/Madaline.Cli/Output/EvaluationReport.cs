using System.Globalization;
using System.Text.Json;
using Madaline.Cli.Terminal;
using Madaline.Formats;
using Madaline.Plots;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Cli.Output;

/// <summary>An evaluation as JSON fields and as tables.</summary>
internal static class EvaluationReport
{
    /// <summary>What a network was trained on, in a title.</summary>
    public static string DataOf(Recipe recipe) =>
        recipe.Dataset.Type == Recipe.Own ? "data of its program's own"
            : recipe.Dataset.Text("path") is { Length: > 0 } path ? FileNameOf(path) : recipe.Dataset.Type;

    /// <summary>The name of a file or folder without the folders above it, for people.</summary>
    private static string FileNameOf(string path) =>
        PlainText.Of(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } name ? name : path);

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
        WriteConfusion(json, evaluation.Confusion);
        WriteDifferences(json, evaluation);
    }

    /// <summary>The scores at a threshold.</summary>
    public static void WriteAt(Utf8JsonWriter json, Evaluation evaluation, ThresholdScores at)
    {
        json.WriteStartObject("at_threshold");
        json.WriteNumber("threshold", at.Threshold);
        json.WriteString("positive_class", at.Positive.Name);
        Report.Number(json, "accuracy", at.Accuracy);
        Report.Number(json, "f1", at.Positive.F1);
        Report.Number(json, "precision", at.Positive.Precision);
        Report.Number(json, "recall", at.Positive.Recall);
        WriteConfusion(json, at.Confusion);
        json.WriteEndObject();
    }

    /// <summary>The scores at a threshold for people.</summary>
    public static void ShowAt(Report report, Evaluation evaluation, ThresholdScores at)
    {
        report.Line(string.Create(CultureInfo.InvariantCulture, $"at threshold       {at.Threshold:F4}  (\"")
            + $"{at.Positive.Name}\" from that probability on)");
        report.Line($"accuracy           {Percent(at.Accuracy)}");
        report.Line($"F1                 {Percent(at.Positive.F1)}  (precision {Percent(at.Positive.Precision)}, "
            + $"recall {Percent(at.Positive.Recall)})");
        Confusion(report, evaluation, at.Confusion);
    }

    private static void WriteConfusion(Utf8JsonWriter json, long[,] confusion)
    {
        json.WriteStartArray("confusion");
        for (int i = 0; i < confusion.GetLength(0); i++)
        {
            json.WriteStartArray();
            for (int j = 0; j < confusion.GetLength(1); j++)
                json.WriteNumberValue(confusion[i, j]);
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
        report.Line(RankingText.Of(evaluation));
        if (RankingText.OfThreshold(evaluation) is { } threshold)
            report.Line(threshold);
        foreach (string line in ClassTable(evaluation).Lines(report.Width))
            report.Line(line);
        if (DifferenceText.OfClasses(evaluation, ClassDifferences.Of(evaluation)) is { Length: > 0 } text)
            report.Line(text);
        if (evaluation.ClassNames.Count is > 1 and <= 20)
            Confusion(report, evaluation, evaluation.Confusion);
    }

    /// <summary>A confusion matrix of an evaluation's classes, as wide as there is room for.</summary>
    public static void Confusion(Report report, Evaluation evaluation, long[,] counts)
    {
        report.Line("");
        report.Draw((to, options) => Plots.Show.Confusion(evaluation.ClassNames, counts, to, options));
        report.Line("");
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

    /// <summary>A row a class; where there is little room, what was mistaken is left out first.</summary>
    private static TextTable ClassTable(Evaluation evaluation)
    {
        string Count(long count) => count.ToString(CultureInfo.InvariantCulture);
        string Mistaken(ClassScore score) => score.MistakenFor is { } other
            ? $"{PlainText.Of(evaluation.ClassNames[other])} ({score.Mistaken}×)" : "–";
        TextColumn Column(string name, Func<ClassScore, string> cell, int rank) =>
            new(name, [.. evaluation.Classes.Select(cell)], rank);
        return new TextTable(
        [
            Column("class", score => PlainText.Of(score.Name), 0) with { IsName = true },
            Column("samples", score => Count(score.Support), 2) with { IsNumber = true },
            Column("right", score => Count(score.Right), 5) with { IsNumber = true },
            Column("accuracy", score => Percent(score.Accuracy), 0) with { IsNumber = true },
            Column("95% interval", score => $"{Percent(score.Interval.Low)} to {Percent(score.Interval.High)}", 3)
                with { IsNumber = true },
            Column("precision", score => Percent(score.Precision), 4) with { IsNumber = true },
            Column("F1", score => Percent(score.F1), 1) with { IsNumber = true },
            Column("most often taken for", Mistaken, 6) with { IsName = true },
        ]);
    }

    public static string Percent(double value) =>
        double.IsNaN(value) ? "–" : (value * 100).ToString("F2", CultureInfo.InvariantCulture) + "%";
}
