using System.Globalization;
using System.Text.Json;
using Madaline.Formats;
using Madaline.Plots;
using Madaline.Recipes;
using Madaline.Training;
using Spectre.Console;

namespace Madaline.Cli.Output;

/// <summary>
/// Two runs by what they wrote while training, for networks that only their programs can build: of each the best epoch,
/// or the last one where there was no validation.
/// </summary>
internal sealed class MetricsComparison
{
    private readonly Side _a, _b;
    private readonly Measure _measure;

    /// <summary>Reads the metrics of both.</summary>
    /// <exception cref="TensorException">A run has none, or they measure different things.</exception>
    public MetricsComparison(RunFolder a, RunFolder b)
    {
        (_a, _b) = (Side.Of("A", a), Side.Of("B", b));
        _measure = _a.Epoch.Measure;
        if (_measure != _b.Epoch.Measure)
            throw new TensorException("compare", $"the networks are for different tasks. A is measured by {_measure}, "
                + $"B by {_b.Epoch.Measure}; expected the same. Compare runs of one task.");
    }

    /// <summary>The metric of their own by which both chose the best epoch; null where by others.</summary>
    private DecidingMetric? Deciding => _a.Epoch.BestBy == _b.Epoch.BestBy ? _a.Epoch.BestBy : null;

    /// <summary>What one is called better by.</summary>
    private string Criterion => Deciding?.Name ?? _measure.Name;

    /// <summary>How much better B is by the validation, above 0, or A, below; null where one had none.</summary>
    private double? Difference => Deciding is { } by ? By(by)
        : (_a.Epoch.ValidationScore, _b.Epoch.ValidationScore) is ({ } a, { } b)
        ? (_measure.IsHigherBetter ? b - a : a - b) : null;

    private double? By(DecidingMetric by)
    {
        if ((_a.Epoch.Metrics.Find(by.Name), _b.Epoch.Metrics.Find(by.Name)) is not ({ } a, { } b)
            || !double.IsFinite(a - b))
            return null;
        return by.IsHigherBetter ? b - a : a - b;
    }

    /// <summary>Writes it as the result, or as a table and a sentence.</summary>
    public void Write(Report report)
    {
        report.Note("Compared by their metrics, since files carry no code and the network of at least one run is a "
            + "class of its program. Whether a difference is beyond chance shows only on the same samples: evaluate "
            + "both in the program.");
        report.Write(WriteResult);
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "run", "recipe", "epoch", "loss",
            _measure.Name, "validation loss", $"validation {_measure.Name}");
        foreach (Side side in (Side[])[_a, _b])
        {
            table.AddRow(side.Letter, Markup.Escape(side.Run.Path), Markup.Escape(PlainText.Of(side.Name)),
                $"{side.Epoch.Epoch} of {side.Epochs}", Loss(side.Epoch.Loss), _measure.Text(side.Epoch.Score),
                Loss(side.Epoch.ValidationLoss), _measure.Text(side.Epoch.ValidationScore ?? double.NaN));
        }

        report.Show(table);
        ShowMetrics(report);
        string how = Deciding is null ? "" : ", the metric that decided which epoch is the best";
        report.Line(Difference switch
        {
            null => "Neither is called better: a run without validation says only how well it fits what it was "
                + "trained on.",
            0 => $"Both reached the same validation {Criterion}{how}.",
            var difference => $"{(difference > 0 ? "B" : "A")} reached the better validation {Criterion}{how}.",
        });
    }

    /// <summary>Metrics of the programs' own, side by side.</summary>
    private void ShowMetrics(Report report)
    {
        string[] names = [.. _a.Epoch.Metrics.Concat(_b.Epoch.Metrics).Select(value => value.Name).Distinct()];
        if (names.Length == 0)
            return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("validation", "A", "B", "decides in");
        foreach (string name in names)
        {
            string[] decided = [.. ((Side[])[_a, _b]).Where(side => side.Epoch.BestBy?.Name == name)
                .Select(side => side.Letter)];
            table.AddRow(Markup.Escape(name), Text(_a), Text(_b), decided.Length == 0 ? "–"
                : string.Join(" and ", decided));

            string Text(Side side) => new MetricValue(name, side.Epoch.Metrics.Find(name) ?? double.NaN).Text;
        }

        report.Show(table);
    }

    private static string Loss(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture) ?? "–";

    private void WriteResult(Utf8JsonWriter json)
    {
        json.WriteString("event", "result");
        json.WriteString("compared", "metrics");
        WriteSide(json, "a", _a);
        WriteSide(json, "b", _b);
        json.WriteString("criterion", Difference is null ? null : Criterion);
        json.WriteString("better", Difference is null or 0 ? null : Difference > 0 ? "b" : "a");
    }

    private static void WriteSide(Utf8JsonWriter json, string name, Side side)
    {
        json.WriteStartObject(name);
        json.WriteString("run", side.Run.Path);
        json.WriteString("recipe", side.Name);
        json.WriteNumber("epochs", side.Epochs);
        json.WritePropertyName("metrics");
        RunFolder.WriteEpoch(json, side.Epoch);
        json.WriteEndObject();
    }

    private sealed record Side(string Letter, RunFolder Run, string Name, int Epochs, EpochResult Epoch)
    {
        public static Side Of(string letter, RunFolder run)
        {
            var epochs = run.ReadMetrics();
            if (epochs.Count == 0)
                throw new TensorException("compare", $"{letter} ({run.Path}) has no metrics. {run.MetricsPath} is "
                    + "missing or empty; expected a line an epoch. Save the run with its epochs, or train with a "
                    + "MetricsLog.");
            int best = CurvesFigure.BestEpoch(epochs) ?? epochs[^1].Epoch;
            return new Side(letter, run, run.ReadRecipe().Name, epochs.Count, epochs.First(e => e.Epoch == best));
        }
    }
}
