using System.Globalization;
using Madaline.Training;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>
/// Draws the loss and the measure that counts, accuracy or RMSE, over the epochs, of training and, where there is one,
/// validation; below them metrics of your own; the best epoch as a line, and the test result as a mark.
/// </summary>
public static class CurvesFigure
{
    private const int Width = 1080, Height = 420, TitleHeight = 40, MaxMarkers = 40, Margin = 12, LegendHeight = 34;
    private static readonly Lettering Title = new(15, Bold: true);

    /// <summary>Draws them, two in a row.</summary>
    /// <param name="epochs">The epochs of a run; at least one.</param>
    /// <param name="title">What was trained on what; a plain title where empty.</param>
    /// <param name="target">The number that is predicted, with its unit; empty for classes.</param>
    /// <param name="test">How the trained network did on the test part, or null.</param>
    /// <param name="keptEpoch">The epoch whose weights were tested; the last where null.</param>
    public static Figure Draw(
        IReadOnlyList<EpochResult> epochs, string title = "", string target = "", Evaluation? test = null,
        int? keptEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        ArgumentOutOfRangeException.ThrowIfZero(epochs.Count);
        if (title.Length == 0)
            title = epochs.Count == 1 ? "Training of one epoch" : $"Training of {epochs.Count} epochs";
        Measure measure = epochs[^1].Measure;
        string label = target.Length == 0 ? measure.Label : $"{measure.Label}, {ScatterPanel.Shown(target)}";
        var marks = new Marks(BestEpoch(epochs), keptEpoch ?? epochs[^1].Epoch);
        var loss = new Curve("loss", e => e.Loss, e => e.ValidationLoss, test?.Loss,
            value => value.ToString("0.0000", CultureInfo.InvariantCulture));
        var score = new Curve(label, e => measure.Factor * e.Score, e => measure.Factor * e.ValidationScore,
            measure.Factor * test?.Score, value => measure.Text(value / measure.Factor));
        Curve[] metrics = [.. MetricsOf(epochs, test)];
        var text = new FigureText(title, Description(epochs, loss, score, metrics, marks));
        int rows = 1 + ((metrics.Length + 1) / 2);
        return new Figure(Width, (rows * Height) + TitleHeight, text, canvas =>
        {
            Title.Draw(canvas, title, 16, 16 + (Title.LineHeight / 2));
            foreach (var (i, curve) in ((IEnumerable<Curve>)[loss, score, .. metrics]).Index())
            {
                var place = new SKPoint((i % 2 * (Width / 2)) + Margin, TitleHeight + (i / 2 * Height));
                DrawPanel(canvas, epochs, curve, marks, place);
            }
        });
    }

    /// <summary>
    /// The epoch of the lowest validation loss, RMSE of numbers, or best value of the metric that decides, as training
    /// counts its patience; null without validation.
    /// </summary>
    /// <param name="epochs">The epochs of a run.</param>
    public static int? BestEpoch(IReadOnlyList<EpochResult> epochs)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        if (epochs.Count > 0 && epochs[^1].IsBest is not null)
            return epochs.LastOrDefault(e => e.IsBest == true)?.Epoch;
        return epochs.Select(e => (e.Epoch, Value: e.Measure.IsHigherBetter ? e.ValidationLoss : e.ValidationScore))
            .Where(e => e.Value is { } value && double.IsFinite(value))
            .OrderBy(e => e.Value).Select(e => (int?)e.Epoch).FirstOrDefault();
    }

    /// <summary>A curve for each metric; those of the epochs come only from validation.</summary>
    private static IEnumerable<Curve> MetricsOf(IReadOnlyList<EpochResult> epochs, Evaluation? test) => epochs
        .SelectMany(e => e.Metrics).Select(value => value.Name).Distinct().Select(name => new Curve(
            name, _ => double.NaN, e => e.Metrics.Find(name), test?.Metrics.Find(name),
            value => new MetricValue(name, value).Text));

    private static string Description(
        IReadOnlyList<EpochResult> epochs, Curve loss, Curve score, Curve[] metrics, Marks marks)
    {
        var (first, last) = (epochs[0], epochs[^1]);
        string text = $"Over {epochs.Count} epochs the training loss goes from {loss.Text(loss.Train(first))} to "
            + $"{loss.Text(loss.Train(last))} and the training {last.Measure.Name} from "
            + $"{score.Text(score.Train(first))} to {score.Text(score.Train(last))}";
        foreach (Curve metric in metrics)
        {
            double[] values = [.. epochs.Select(metric.Validation).OfType<double>().Where(double.IsFinite)];
            if (values is [var start, .., var end])
                text += $"; the validation {metric.Label} goes from {metric.Text(start)} to {metric.Text(end)}";
        }

        if (marks.Best is { } best)
            text += $"; the best epoch is {best}";
        return score.Test is { } test ? $"{text}; the test {last.Measure.Name} is {score.Text(test)}." : $"{text}.";
    }

    /// <summary>A plot with its legend below: it never lies over the curves.</summary>
    private static void DrawPanel(
        SKCanvas canvas, IReadOnlyList<EpochResult> epochs, Curve curve, Marks marks, SKPoint place)
    {
        var names = new List<NamedSign>();
        var plot = new Plot();
        Typefaces.Use(plot);
        if (marks.Best is { } best)
            plot.Add.VerticalLine(best, 1.5f, Palette.Grey.ToScottPlot());
        if (Add(plot, epochs, e => curve.Train(e), Palette.Blue, MarkerShape.FilledCircle) is { } training)
            names.Add(new(new(SignShape.Dot, Palette.Blue), "training", IsLine: true, training.HasMarkers));
        if (Add(plot, epochs, curve.Validation, Palette.Vermilion, MarkerShape.OpenSquare) is { } validation)
        {
            var sign = new Sign(SignShape.OpenSquare, Palette.Vermilion);
            names.Add(new(sign, "validation", IsLine: true, validation.HasMarkers));
        }

        if (marks.Best is { } line)
            names.Add(new(new(SignShape.Upright, Palette.Grey), $"best epoch: {line}", IsLine: false, HasSign: true));
        if (curve.Test is { } test && double.IsFinite(test))
        {
            plot.Add.Marker(marks.Kept, test, MarkerShape.FilledDiamond, 13, Palette.Ink.ToScottPlot());
            var sign = new Sign(SignShape.Diamond, Palette.Ink);
            names.Add(new(sign, $"test: {curve.Text(test)}", IsLine: false, HasSign: true));
        }

        Label(plot, curve.Label);
        float right = place.X + (Width / 2) - Margin, bottom = place.Y + Height;
        var legend = new NameList(names, right - place.X);
        float below = Math.Max(LegendHeight, legend.Height);
        Panels.Draw(canvas, plot, new PixelRect(place.X, right, bottom - below, place.Y));
        legend.Draw(canvas, (place.X + right) / 2, bottom - below + ((below - legend.Height) / 2) + 4);
    }

    private static void Label(Plot plot, string label)
    {
        plot.XLabel("epoch", 13);
        plot.YLabel(label, 13);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = 12;
        plot.Axes.Left.TickLabelStyle.OffsetY = 2;
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { TickDensity = 0.6 };
        plot.Axes.Margins(0.04, 0.08);
    }

    /// <summary>Adds a curve, if there is one; null where no value is known.</summary>
    private static Line? Add(
        Plot plot, IReadOnlyList<EpochResult> epochs, Func<EpochResult, double?> value, Colour colour,
        MarkerShape marker)
    {
        EpochResult[] known = [.. epochs.Where(e => value(e) is { } number && double.IsFinite(number))];
        if (known.Length == 0)
            return null;
        var line = plot.Add.Scatter(known.Select(e => (double)e.Epoch).ToArray(),
            known.Select(e => value(e)!.Value).ToArray(), colour.ToScottPlot());
        line.LineWidth = 2;
        line.MarkerShape = marker;
        bool hasMarkers = known.Length <= MaxMarkers;
        line.MarkerSize = hasMarkers ? 6 : 0;
        return new Line(hasMarkers);
    }

    /// <summary>How a curve was drawn: its sign in the legend has a marker only where the curve has.</summary>
    private readonly record struct Line(bool HasMarkers);

    /// <summary>One panel: a number over the epochs.</summary>
    private sealed record Curve(
        string Label, Func<EpochResult, double> Train, Func<EpochResult, double?> Validation, double? Test,
        Func<double, string> Text);

    /// <summary>Epochs of note.</summary>
    private readonly record struct Marks(int? Best, int Kept);
}
