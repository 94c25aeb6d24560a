using System.Globalization;
using System.Text.Json;
using Madaline.Data;
using Madaline.Plots;
using Madaline.Recipes;
using Madaline.Training;
using Madaline.Workbench;
using Spectre.Console;
using Table = Spectre.Console.Table;

namespace Madaline.Cli.Output;

/// <summary>Networks that predict a number.</summary>
internal sealed class RegressionReport() : TaskReport(LearningTask.Regression)
{
    private const int LargestErrors = 5;

    public override void WriteScores(Utf8JsonWriter json, Evaluation evaluation)
    {
        var scores = Scores(evaluation);
        Report.Number(json, "test_rmse", scores.Rmse);
        Report.Number(json, "test_mae", scores.Mae);
        Report.Number(json, "test_r2", scores.R2);
        Report.Number(json, "test_loss", evaluation.Loss);
        Report.Number(json, "baseline_rmse", scores.BaselineRmse);
        Report.Number(json, "baseline_mae", scores.BaselineMae);
        Report.Number(json, "baseline_r2", scores.BaselineR2);
    }

    public override void WriteClasses(Utf8JsonWriter json, Evaluation evaluation)
    {
        // There are no classes.
    }

    public override void WriteDetails(Utf8JsonWriter json, Evaluation evaluation)
    {
        var scores = Scores(evaluation);
        json.WriteNumber("test_samples", evaluation.Count);
        Interval(json, "test_rmse_interval", scores.RmseInterval);
        Interval(json, "test_mae_interval", scores.MaeInterval);
        Interval(json, "test_r2_interval", scores.R2Interval);
        Report.Number(json, "baseline", scores.Baseline);
    }

    public override void Show(Report report, Evaluation evaluation, string target, TensorDataset samples)
    {
        var scores = Scores(evaluation);
        string name = target.Length == 0 ? "the target" : $"\"{target}\"";
        report.Line($"predicts           {name}, {evaluation.Count} samples");
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("", "test", "95% interval", "baseline: the mean of the training part");
        Row(table, "RMSE", scores.Rmse, scores.RmseInterval, scores.BaselineRmse);
        Row(table, "MAE", scores.Mae, scores.MaeInterval, scores.BaselineMae);
        Row(table, "R²", scores.R2, scores.R2Interval, scores.BaselineR2);
        report.Show(table);
        report.Line($"baseline           always {Number(scores.Baseline)}");
        report.Line($"test loss          {evaluation.Loss.ToString("F4", CultureInfo.InvariantCulture)}  (of scaled "
            + "targets)");
        report.Line($"largest errors     {Largest(scores, samples)}");
    }

    public override void WriteFold(Utf8JsonWriter json, Evaluation evaluation)
    {
        var scores = Scores(evaluation);
        Report.Number(json, "rmse", scores.Rmse);
        Report.Number(json, "mae", scores.Mae);
        Report.Number(json, "r2", scores.R2);
        Report.Number(json, "baseline_rmse", scores.BaselineRmse);
    }

    public override string FoldText(Evaluation evaluation)
    {
        var scores = Scores(evaluation);
        return $"RMSE {Number(scores.Rmse)}  MAE {Number(scores.Mae)}  R² {Share(scores.R2)}  "
            + $"({evaluation.Count} samples)  baseline RMSE {Number(scores.BaselineRmse)}";
    }

    public override void WriteFolds(Utf8JsonWriter json, CrossValidationResult result)
    {
        json.WriteStartArray("fold_rmses");
        foreach (var fold in result.Folds)
            json.WriteNumberValue(Scores(fold.Evaluation).Rmse);
        json.WriteEndArray();
        foreach (var (name, value) in (IEnumerable<(string, Func<Evaluation, double>)>)[("rmse", Rmse), ("mae", Mae),
            ("r2", R2)])
        {
            Report.Number(json, $"mean_{name}", result.Mean(value));
            Report.Number(json, $"std_{name}", result.Std(value));
        }

        Report.Number(json, "baseline_rmse", result.Mean(evaluation => Scores(evaluation).BaselineRmse));
        Report.Number(json, "baseline_mae", result.Mean(evaluation => Scores(evaluation).BaselineMae));
    }

    public override void ShowFolds(Report report, CrossValidationResult result, string target)
    {
        report.Line($"mean RMSE {Number(result.Mean(Rmse))}, standard deviation {Number(result.Std(Rmse))} over "
            + $"{result.Folds.Count} folds");
        report.Line($"mean MAE {Number(result.Mean(Mae))}, mean R² {Share(result.Mean(R2))}");
        report.Line($"baseline RMSE {Number(result.Mean(evaluation => Scores(evaluation).BaselineRmse))}, MAE "
            + $"{Number(result.Mean(evaluation => Scores(evaluation).BaselineMae))}  (always the mean of the training "
            + "part, mean of the folds)");
    }

    public override void Draw(
        Report report, FigureDrawing drawing, Evaluation evaluation, string title, string target)
    {
        var scores = Scores(evaluation);
        string heading = $"{title}: RMSE {Number(scores.Rmse)}, R² {Share(scores.R2)}";
        drawing.Files.SaveBoth(PredictionsFigure.Draw(scores, heading, target), drawing.Folder, "predictions");
        drawing.Files.SaveBoth(ResidualsFigure.Draw(scores, heading, target), drawing.Folder, "residuals");
    }

    public override void Answer(Report report, TrainedModel model, ModelInput input, double? threshold)
    {
        if (threshold is not null)
            throw new UsageException("--threshold is for two classes, and this network predicts a number. Leave it "
                + "out.");
        double number = model.PredictNumbers(input.Values.Unsqueeze(0))[0];
        string target = model.TargetName.Length == 0 ? "prediction" : model.TargetName;
        report.Write(json =>
        {
            json.WriteString("event", "prediction");
            json.WriteString("input", input.Name);
            json.WriteString("target", model.TargetName);
            json.WriteNumber("value", number);
            Report.Remarks(json, input.Remarks);
        });
        report.Line($"{input.Name}: {target} {Number(number)}");
    }

    public override void Compare(Report report, string dataset, ComparedRun a, ComparedRun b, string target)
    {
        var comparison = new RegressionComparison(dataset, a, b, target);
        report.Write(comparison.Write);
        comparison.Show(report);
    }

    /// <summary>A number in the target's unit, with as many digits as tell something.</summary>
    internal static string Number(double value) => LearningTask.Regression.Measure.Text(value);

    internal static string Share(double value) =>
        double.IsNaN(value) ? "–" : value.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>An interval as an array of its ends; null where there is none.</summary>
    internal static void Interval(Utf8JsonWriter json, string name, (double Low, double High) interval)
    {
        if (double.IsFinite(interval.Low) && double.IsFinite(interval.High))
            EvaluationReport.Interval(json, name, interval);
        else
            json.WriteNull(name);
    }

    internal static RegressionScores Scores(Evaluation evaluation) => evaluation.Regression
        ?? throw new TensorException("evaluate", "there are no numbers to compare. The network's outputs and the "
            + "targets are of different shapes; expected one number a sample.");

    private static double Rmse(Evaluation evaluation) => Scores(evaluation).Rmse;

    private static double Mae(Evaluation evaluation) => Scores(evaluation).Mae;

    private static double R2(Evaluation evaluation) => Scores(evaluation).R2;

    private static void Row(Table table, string name, double value, (double Low, double High) interval, double baseline)
    {
        Func<double, string> text = name == "R²" ? Share : Number;
        table.AddRow(name, text(value), $"{text(interval.Low)} to {text(interval.High)}", text(baseline));
    }

    private static string Largest(RegressionScores scores, TensorDataset samples)
    {
        var worst = scores.Targets.Zip(scores.Predictions).Index()
            .OrderByDescending(pair => Math.Abs(pair.Item.First - pair.Item.Second)).Take(LargestErrors);
        string list = string.Join(", ", worst.Select(pair =>
            $"{Place(pair.Index)}: {Number(pair.Item.Second)} for {Number(pair.Item.First)}"));
        return samples.SourceLines.Count == 0 ? list
            : $"{list}  (lines of {samples.Name[(samples.Name.IndexOf(':', StringComparison.Ordinal) + 1)..]})";

        string Place(int index) => samples.SourceLines.Count == 0 ? $"sample {index}"
            : $"sample {index} in line {samples.SourceLines[index]}";
    }
}
