using Madaline.Training;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>
/// Draws the loss and the measure that counts, accuracy or RMSE, over the epochs, of training and, where there is one,
/// validation.
/// </summary>
public static class CurvesFigure
{
    private const int Width = 1000, Height = 400, TitleHeight = 40, MaxMarkers = 40;
    private static readonly Lettering Title = new(15, Bold: true);

    /// <summary>Draws both, side by side.</summary>
    /// <param name="epochs">The epochs of a run; at least one.</param>
    /// <param name="title">What was trained on what.</param>
    /// <param name="target">The number that is predicted, with its unit; empty for classes.</param>
    public static Figure Draw(IReadOnlyList<EpochResult> epochs, string title, string target = "")
    {
        ArgumentOutOfRangeException.ThrowIfZero(epochs.Count);
        Measure measure = epochs[^1].Measure;
        string label = target.Length == 0 ? measure.Label : $"{measure.Label}, {ScatterPanel.Shown(target)}";
        return new Figure(Width, Height + TitleHeight, canvas =>
        {
            Title.Draw(canvas, title, 16, 16 + (Title.LineHeight / 2));
            Panels.Draw(canvas, Panel(epochs, "loss", Alignment.UpperRight, e => e.Loss, e => e.ValidationLoss),
                new PixelRect(0, Width / 2, TitleHeight + Height, TitleHeight));
            Panels.Draw(canvas, Panel(epochs, label,
                measure.IsHigherBetter ? Alignment.LowerRight : Alignment.UpperRight, e => measure.Factor * e.Score,
                e => measure.Factor * e.ValidationScore),
                new PixelRect(Width / 2, Width, TitleHeight + Height, TitleHeight));
        });
    }

    private static Plot Panel(IReadOnlyList<EpochResult> epochs, string what, Alignment legend,
        Func<EpochResult, double> train, Func<EpochResult, double?> validation)
    {
        var plot = new Plot();
        Typefaces.Use(plot);
        bool both = epochs.Any(e => validation(e) is not null);
        Add(plot, epochs, e => train(e), both ? "training" : "", Palette.Blue, MarkerShape.FilledCircle);
        if (both)
            Add(plot, epochs, validation, "validation", Palette.Vermilion, MarkerShape.OpenSquare);
        plot.XLabel("epoch", 13);
        plot.YLabel(what, 13);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = 12;
        plot.Axes.Left.TickLabelStyle.OffsetY = 2;
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { TickDensity = 0.6 };
        plot.Axes.Margins(0.04, 0.08);
        if (both)
        {
            var shown = plot.ShowLegend(legend);
            shown.FontSize = 12;
            shown.ShadowColor = Colors.Transparent;
        }

        return plot;
    }

    private static void Add(Plot plot, IReadOnlyList<EpochResult> epochs, Func<EpochResult, double?> value, string name,
        Colour colour, MarkerShape marker)
    {
        EpochResult[] known = [.. epochs.Where(e => value(e) is { } number && double.IsFinite(number))];
        if (known.Length == 0)
            return;
        var line = plot.Add.Scatter(known.Select(e => (double)e.Epoch).ToArray(),
            known.Select(e => value(e)!.Value).ToArray(), colour.ToScottPlot());
        line.LineWidth = 2;
        line.MarkerShape = marker;
        line.MarkerSize = known.Length <= MaxMarkers ? 6 : 0;
        line.LegendText = name;
    }
}
