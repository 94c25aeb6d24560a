using System.Globalization;
using System.Text.Json;
using Madaline.Training;

namespace Madaline.Cli.Output;

/// <summary>F1 and the areas under the curves, which say how well rare classes are found.</summary>
internal static class RankingText
{
    private const string Means = "means over the classes, one against the rest";

    /// <summary>F1, ROC-AUC and PR-AUC of the positive class, or over all classes.</summary>
    public static void WriteAreas(Utf8JsonWriter json, Evaluation evaluation)
    {
        Report.Number(json, "f1", evaluation.F1);
        Report.Number(json, "roc_auc", evaluation.Ranking?.RocAuc ?? double.NaN);
        Report.Number(json, "pr_auc", evaluation.Ranking?.PrAuc ?? double.NaN);
    }

    /// <summary>The same, with the areas of each class and the best threshold.</summary>
    public static void Write(Utf8JsonWriter json, Evaluation evaluation)
    {
        WriteAreas(json, evaluation);
        json.WriteString("positive_class", evaluation.PositiveClass is { } c ? evaluation.ClassNames[c] : null);
        json.WriteStartArray("never_predicted");
        foreach (int missing in evaluation.NeverPredicted)
            json.WriteStringValue(evaluation.ClassNames[missing]);
        json.WriteEndArray();
        if (evaluation.Ranking is not { } ranking)
            return;
        WriteEach(json, evaluation, "class_roc_auc", ranking.RocAucOf);
        WriteEach(json, evaluation, "class_pr_auc", ranking.PrAucOf);
        if (ranking.BestThreshold is { } best)
        {
            json.WriteNumber("best_threshold", best.Threshold);
            json.WriteNumber("best_threshold_f1", best.F1);
        }
    }

    /// <summary>One line for people.</summary>
    public static string Of(Evaluation evaluation) => $"F1                 {EvaluationReport.Percent(evaluation.F1)}  "
        + $"({Areas(evaluation)}; {(evaluation.PositiveClass is null ? Means : OfPositive(evaluation))})";

    /// <summary>The same scores without saying of what.</summary>
    public static string Scores(Evaluation evaluation) =>
        $"F1 {EvaluationReport.Percent(evaluation.F1)}, {Areas(evaluation)}";

    /// <summary>Of what such scores are.</summary>
    public static string WhoseScores(Evaluation evaluation) => evaluation.PositiveClass is null ? Means
        : $"scores {OfPositive(evaluation)}";

    private static string OfPositive(Evaluation evaluation) =>
        $"of \"{evaluation.ClassNames[evaluation.PositiveClass!.Value]}\", the rarer class in training";

    private static string Areas(Evaluation evaluation) =>
        $"ROC-AUC {Area(evaluation.Ranking?.RocAuc)}, PR-AUC {Area(evaluation.Ranking?.PrAuc)}";

    /// <summary>The threshold that would find the positive class best, or nothing.</summary>
    public static string? OfThreshold(Evaluation evaluation)
    {
        if (evaluation.Ranking?.BestThreshold is not { } best || evaluation.PositiveClass is not { } positive)
            return null;
        return string.Create(CultureInfo.InvariantCulture, $"best threshold     {best.Threshold:F4}  (\"")
            + $"{evaluation.ClassNames[positive]}\" from that probability on: F1 {EvaluationReport.Percent(best.F1)}, "
            + "somewhat too good since it is chosen on these samples)";
    }

    /// <summary>The means of the folds.</summary>
    public static string OfFolds(CrossValidationResult result)
    {
        bool isBinary = result.Folds.All(fold => fold.Evaluation.PositiveClass is not null);
        string of = isBinary ? "of the rarer class in training" : Means;
        return $"mean F1 {EvaluationReport.Percent(result.Mean(evaluation => evaluation.F1))}, ROC-AUC "
            + $"{Area(result.Mean(evaluation => evaluation.Ranking?.RocAuc ?? double.NaN))}, PR-AUC "
            + $"{Area(result.Mean(evaluation => evaluation.Ranking?.PrAuc ?? double.NaN))}  ({of})";
    }

    private static void WriteEach(Utf8JsonWriter json, Evaluation evaluation, string name, Func<int, double> area)
    {
        json.WriteStartObject(name);
        for (int c = 0; c < evaluation.ClassNames.Count; c++)
            Report.Number(json, evaluation.ClassNames[c], area(c));
        json.WriteEndObject();
    }

    private static string Area(double? value) =>
        value is { } area && !double.IsNaN(area) ? area.ToString("F4", CultureInfo.InvariantCulture) : "–";
}
