using System.Text.Json;
using Madaline.Training;
using Madaline.Workbench;
using Spectre.Console;

namespace Madaline.Cli.Output;

/// <summary>Two networks that predict the same number, side by side.</summary>
internal sealed class RegressionComparison(string dataset, ComparedRun a, ComparedRun b, string target)
{
    private readonly PairedErrors _errors =
        PairedErrors.Of(RegressionReport.Scores(a.Evaluation), RegressionReport.Scores(b.Evaluation));

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("event", "result");
        json.WriteString("dataset", dataset);
        json.WriteString("target", target);
        json.WriteNumber("test_samples", _errors.A.Targets.Count);
        WriteRun(json, "a", a);
        WriteRun(json, "b", b);
        Report.Number(json, "difference", _errors.Difference);
        RegressionReport.Interval(json, "difference_interval", _errors.Interval);
        json.WriteString("test", _errors.Test.Method);
        if (_errors.Test.Statistic is { } statistic)
            json.WriteNumber("statistic", statistic);
        Report.Number(json, "p_value", _errors.Test.PValue);
        json.WriteBoolean("beyond_chance", _errors.IsBeyondChance);
        json.WriteString("better", !_errors.IsBeyondChance ? null : _errors.Difference > 0 ? "a" : "b");
    }

    public void Show(Report report)
    {
        report.Line($"Evaluated on {dataset}, {_errors.A.Targets.Count} samples"
            + (target.Length == 0 ? "" : $", predicting \"{target}\""));
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "run", "recipe", "RMSE", "95% interval",
            "MAE", "R²");
        foreach (var side in (ComparedRun[])[a, b])
        {
            var scores = RegressionReport.Scores(side.Evaluation);
            var (low, high) = scores.RmseInterval;
            table.AddRow(side.Letter, Markup.Escape(side.Run), Markup.Escape(side.Recipe),
                RegressionReport.Number(scores.Rmse),
                $"{RegressionReport.Number(low)} to {RegressionReport.Number(high)}",
                RegressionReport.Number(scores.Mae), RegressionReport.Share(scores.R2));
        }

        report.Show(table);
        report.Line($"baseline: RMSE {RegressionReport.Number(_errors.A.BaselineRmse)}, MAE "
            + $"{RegressionReport.Number(_errors.A.BaselineMae)}  (always the mean of the training part)");
        report.Line(Sentence());
    }

    private string Sentence()
    {
        bool isA = _errors.Difference >= 0;
        var (low, high) = isA ? _errors.Interval : (-_errors.Interval.High, -_errors.Interval.Low);
        string size = RegressionReport.Number(Math.Abs(_errors.Difference));
        string evidence = $"(95% interval {RegressionReport.Number(low)} to {RegressionReport.Number(high)}, "
            + $"{ComparisonText.P(_errors.Test.PValue)}; {_errors.Test.Method})";
        return _errors.IsBeyondChance
            ? $"{(isA ? "A is better than B" : "B is better than A")}: its mean absolute error is lower by {size} "
                + $"{evidence}."
            : $"There is no difference larger than chance makes: the mean absolute error of {(isA ? "A" : "B")} is "
                + $"lower by {size} {evidence}.";
    }

    private static void WriteRun(Utf8JsonWriter json, string name, ComparedRun side)
    {
        var scores = RegressionReport.Scores(side.Evaluation);
        json.WriteStartObject(name);
        json.WriteString("run", side.Run);
        json.WriteString("recipe", side.Recipe);
        Report.Number(json, "rmse", scores.Rmse);
        RegressionReport.Interval(json, "interval", scores.RmseInterval);
        Report.Number(json, "mae", scores.Mae);
        Report.Number(json, "r2", scores.R2);
        Report.Number(json, "baseline_rmse", scores.BaselineRmse);
        EvaluationReport.WriteSeen(json, side.Seen);
        json.WriteEndObject();
    }
}
