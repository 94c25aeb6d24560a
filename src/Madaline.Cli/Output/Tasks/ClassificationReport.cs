using System.Globalization;
using System.Text.Json;
using Madaline.Cli.Terminal;
using Madaline.Data;
using Madaline.Plots;
using Madaline.Recipes;
using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Cli.Output;

/// <summary>Networks that tell classes apart.</summary>
internal sealed class ClassificationReport() : TaskReport(LearningTask.Classification)
{
    public override void WriteScores(Utf8JsonWriter json, Evaluation evaluation) =>
        EvaluationReport.WriteScores(json, evaluation);

    public override void WriteClasses(Utf8JsonWriter json, Evaluation evaluation) =>
        EvaluationReport.WriteClasses(json, evaluation);

    public override void WriteDetails(Utf8JsonWriter json, Evaluation evaluation)
    {
        EvaluationReport.WriteDetails(json, evaluation);
        RankingText.Write(json, evaluation);
    }

    public override void Show(Report report, Evaluation evaluation, string target, TensorDataset samples)
    {
        EvaluationReport.Show(report, evaluation);
        report.Note(Note.Of(evaluation));
    }

    public override void WriteFold(Utf8JsonWriter json, Evaluation evaluation)
    {
        json.WriteNumber("accuracy", evaluation.Accuracy);
        Report.Number(json, "baseline_accuracy", evaluation.BaselineAccuracy);
        RankingText.WriteAreas(json, evaluation);
    }

    public override string FoldText(Evaluation evaluation) =>
        $"accuracy {EvaluationReport.Percent(evaluation.Accuracy)}  ({evaluation.Count} samples)  baseline "
            + $"{EvaluationReport.Percent(evaluation.BaselineAccuracy)}";

    public override void WriteFolds(Utf8JsonWriter json, CrossValidationResult result)
    {
        json.WriteStartArray("fold_accuracies");
        foreach (var fold in result.Folds)
            json.WriteNumberValue(fold.Evaluation.Accuracy);
        json.WriteEndArray();
        Report.Number(json, "mean_accuracy", result.MeanAccuracy);
        Report.Number(json, "std_accuracy", result.StdAccuracy);
        Report.Number(json, "baseline_accuracy", result.Mean(evaluation => evaluation.BaselineAccuracy));
        Report.Number(json, "mean_f1", result.Mean(evaluation => evaluation.F1));
        Report.Number(json, "mean_roc_auc", result.Mean(evaluation => evaluation.Ranking?.RocAuc ?? double.NaN));
        Report.Number(json, "mean_pr_auc", result.Mean(evaluation => evaluation.Ranking?.PrAuc ?? double.NaN));
    }

    public override void ShowFolds(Report report, CrossValidationResult result, string target)
    {
        report.Line(string.Create(CultureInfo.InvariantCulture,
            $"mean accuracy {EvaluationReport.Percent(result.MeanAccuracy)}, standard deviation "
                + $"{result.StdAccuracy * 100:F2} points over {result.Folds.Count} folds"));
        double baseline = result.Mean(evaluation => evaluation.BaselineAccuracy);
        report.Line($"majority baseline {EvaluationReport.Percent(baseline)}  (always the most frequent class of the "
            + "training part, mean of the folds)");
        report.Line(RankingText.OfFolds(result));
        foreach (Note note in result.Folds.SelectMany(fold => Note.Of(fold.Evaluation)).Distinct())
            report.Note(note);
    }

    public override void Draw(
        Report report, FigureDrawing drawing, Evaluation evaluation, string title, string target)
    {
        string share = EvaluationReport.Percent(evaluation.Accuracy);
        string heading = $"{title}: {share} of {evaluation.Evaluated} right";
        if (drawing.AsText)
            TextFigures.Confusion(report, evaluation);
        drawing.Files.SaveBoth(ConfusionFigure.Draw(evaluation, title), drawing.Folder, "confusion");
        if (drawing.AsText)
            TextFigures.Classes(report, evaluation);
        drawing.Files.SaveBoth(ClassesFigure.Draw(evaluation, heading), drawing.Folder, "classes");
    }

    public override void Answer(Report report, TrainedModel model, ModelInput input, double? threshold)
    {
        var prediction = model.Classify(input.Values.Unsqueeze(0), threshold)[0];
        var probabilities = prediction.Probabilities;
        int best = prediction.ClassIndex;
        WriteEvent(report, input.Name, prediction, input.Remarks);
        var next = Enumerable.Range(0, probabilities.Count).Where(c => c != best)
            .OrderByDescending(c => probabilities[c]).Take(2).Select(Share);
        string others = string.Join(", ", next);
        report.Line($"{input.Name}: {Share(best)}{(others.Length > 0 ? $"  (then {others})" : "")}");

        string Share(int c) =>
            string.Create(CultureInfo.InvariantCulture, $"{model.ClassNames[c]}  {probabilities[c] * 100:F1}%");
    }

    public override void Compare(Report report, string dataset, ComparedRun a, ComparedRun b, string target)
    {
        var comparison = new ComparisonReport(dataset, a, b);
        report.Write(comparison.Write);
        comparison.Show(report);
    }

    /// <summary>The event of one answer, of a single input as of a folder's.</summary>
    internal static void WriteEvent(
        Report report, string input, Prediction prediction, IReadOnlyList<CellRemark>? remarks = null) =>
        report.Write(json =>
        {
            json.WriteString("event", "prediction");
            json.WriteString("input", input);
            json.WriteString("class", prediction.ClassName);
            Report.Number(json, "probability", prediction.Probabilities[prediction.ClassIndex]);
            json.WriteStartObject("probabilities");
            for (int c = 0; c < prediction.Probabilities.Count; c++)
                Report.Number(json, prediction.ClassNames[c], prediction.Probabilities[c]);
            json.WriteEndObject();
            Report.Remarks(json, remarks ?? []);
        });
}
