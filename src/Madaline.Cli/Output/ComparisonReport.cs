using System.Globalization;
using System.Text.Json;
using Madaline.Recipes;
using Madaline.Training;
using Madaline.Workbench;
using Spectre.Console;

namespace Madaline.Cli.Output;

/// <summary>One side of a comparison.</summary>
/// <param name="Letter">A or B.</param>
/// <param name="Run">The run's folder.</param>
/// <param name="Recipe">Its recipe's name.</param>
/// <param name="Evaluation">How it did.</param>
/// <param name="Seen">How many of the evaluated samples it was trained on, or null where it does not say.</param>
internal sealed record ComparedRun(string Letter, string Run, string Recipe, Evaluation Evaluation, int? Seen);

/// <summary>Two networks side by side, as JSON fields and as tables.</summary>
internal sealed class ComparisonReport(string dataset, ComparedRun a, ComparedRun b)
{
    private readonly PairedComparison _all = PairedComparison.Of(a.Evaluation, b.Evaluation);
    private readonly IReadOnlyList<PairedComparison> _classes = PairedComparison.ByClass(a.Evaluation, b.Evaluation);

    private double[] Corrected => Significance.Holm([.. _classes.Select(c => c.Test.PValue)]);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("event", "result");
        json.WriteString("dataset", dataset);
        json.WriteNumber("test_samples", _all.Count);
        WriteRun(json, "a", a);
        WriteRun(json, "b", b);
        json.WriteString("positive_class",
            a.Evaluation.PositiveClass is { } positive ? a.Evaluation.ClassNames[positive] : null);
        WriteCounts(json, _all);
        Report.Number(json, "difference", _all.Difference);
        EvaluationReport.Interval(json, "difference_interval", _all.Interval);
        json.WriteString("test", _all.Test.Method);
        if (_all.Test.Statistic is { } statistic)
            json.WriteNumber("statistic", statistic);
        json.WriteNumber("p_value", _all.Test.PValue);
        json.WriteBoolean("beyond_chance", _all.IsBeyondChance);
        json.WriteString("better", !_all.IsBeyondChance ? null : _all.Difference > 0 ? "b" : "a");
        WriteClasses(json);
    }

    public void Show(Report report)
    {
        report.Line($"Evaluated on {dataset}, {_all.Count} samples");
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "run", "recipe", "accuracy", "95% interval",
            "loss");
        foreach (var side in (ComparedRun[])[a, b])
        {
            var (low, high) = side.Evaluation.Interval;
            table.AddRow(side.Letter, Markup.Escape(side.Run), Markup.Escape(side.Recipe),
                EvaluationReport.Percent(side.Evaluation.Accuracy),
                $"{EvaluationReport.Percent(low)} to {EvaluationReport.Percent(high)}",
                side.Evaluation.Loss.ToString("F4", CultureInfo.InvariantCulture));
        }

        report.Show(table);
        report.Line($"majority baseline: {EvaluationReport.Percent(a.Evaluation.BaselineAccuracy)}");
        report.Line($"{RankingText.WhoseScores(a.Evaluation)}:");
        report.Line($"  A  {RankingText.Scores(a.Evaluation)}");
        report.Line($"  B  {RankingText.Scores(b.Evaluation)}");
        report.Line($"both right {_all.BothRight}, only A {_all.OnlyA}, only B {_all.OnlyB}, both wrong "
            + $"{_all.BothWrong}");
        report.Show(ClassTable());
        report.Line(ComparisonText.OfClasses(a.Evaluation.ClassNames, _classes));
        report.Line(ComparisonText.Verdict(_all));
    }

    private Table ClassTable()
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("class", "samples", "A", "B", "B − A, points",
            "only A", "only B", "p, corrected");
        double[] corrected = Corrected;
        for (int c = 0; c < _classes.Count; c++)
        {
            var one = _classes[c];
            if (one.Count == 0)
                continue;
            table.AddRow(Markup.Escape(a.Evaluation.ClassNames[c]), one.Count.ToString(CultureInfo.InvariantCulture),
                EvaluationReport.Percent(one.AccuracyA), EvaluationReport.Percent(one.AccuracyB),
                ComparisonText.Points(one.Difference), one.OnlyA.ToString(CultureInfo.InvariantCulture),
                one.OnlyB.ToString(CultureInfo.InvariantCulture),
                ComparisonText.P(corrected[c])[2..].Replace("= ", "", StringComparison.Ordinal));
        }

        return table;
    }

    private static void WriteRun(Utf8JsonWriter json, string name, ComparedRun side)
    {
        json.WriteStartObject(name);
        json.WriteString("run", side.Run);
        json.WriteString("recipe", side.Recipe);
        Report.Number(json, "accuracy", side.Evaluation.Accuracy);
        EvaluationReport.Interval(json, "interval", side.Evaluation.Interval);
        Report.Number(json, "loss", side.Evaluation.Loss);
        RankingText.WriteAreas(json, side.Evaluation);
        Report.Number(json, "baseline_accuracy", side.Evaluation.BaselineAccuracy);
        EvaluationReport.WriteSeen(json, side.Seen);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, PairedComparison comparison)
    {
        json.WriteNumber("both_right", comparison.BothRight);
        json.WriteNumber("only_a", comparison.OnlyA);
        json.WriteNumber("only_b", comparison.OnlyB);
        json.WriteNumber("both_wrong", comparison.BothWrong);
    }

    private void WriteClasses(Utf8JsonWriter json)
    {
        double[] corrected = Corrected;
        json.WriteStartArray("classes");
        for (int c = 0; c < _classes.Count; c++)
        {
            json.WriteStartObject();
            json.WriteString("name", a.Evaluation.ClassNames[c]);
            WriteCounts(json, _classes[c]);
            Report.Number(json, "difference", _classes[c].Difference);
            json.WriteNumber("p_value", _classes[c].Test.PValue);
            json.WriteNumber("p_corrected", corrected[c]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
