using System.Globalization;
using Madaline.Training;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>Points of two numbers each, with a line that says where they should lie.</summary>
internal static class ScatterPanel
{
    /// <summary>Above this only some are drawn: points hide each other, and an SVG holds each of them.</summary>
    public const int MaxPoints = 2000;

    private const int Width = 640, Height = 520, TitleHeight = 40, Margin = 16;
    private static readonly Lettering Title = new(15, Bold: true);

    /// <summary>A figure of one plot under a title.</summary>
    public static Figure Under(string title, FigureText text, Func<Plot> plot)
    {
        int width = Math.Max(Width, (int)MathF.Ceiling(Title.WidthOf(title)) + (2 * Margin));
        return new Figure(width, Height + TitleHeight, text, canvas =>
        {
            Title.Draw(canvas, title, Margin, Margin + (Title.LineHeight / 2));
            Panels.Draw(canvas, plot(), new PixelRect(Margin / 2, width, TitleHeight + Height, TitleHeight));
        });
    }

    /// <summary>A plot of points, as many as can be told apart: every k-th of many.</summary>
    public static Plot Of(IReadOnlyList<double> x, IReadOnlyList<double> y, string xLabel, string yLabel)
    {
        var plot = new Plot();
        Typefaces.Use(plot);
        int every = (x.Count + MaxPoints - 1) / MaxPoints;
        int[] shown = [.. Enumerable.Range(0, x.Count).Where(i => i % every == 0)];
        var points = plot.Add.ScatterPoints(Array.ConvertAll(shown, i => x[i]), Array.ConvertAll(shown, i => y[i]),
            Palette.Blue.ToScottPlot().WithAlpha(0.45));
        (points.MarkerShape, points.MarkerSize) = (MarkerShape.FilledCircle, shown.Length > 500 ? 4 : 6);
        plot.XLabel(xLabel, 13);
        plot.YLabel(yLabel, 13);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = 12;
        plot.Axes.Left.TickLabelStyle.OffsetY = 2;
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { TickDensity = 0.7 };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { TickDensity = 0.7 };
        plot.Axes.Margins(0.05, 0.06);
        return plot;
    }

    /// <summary>What predictions of numbers are worth, in a sentence.</summary>
    public static string Description(RegressionScores scores, string target)
    {
        Measure rmse = Measure.Rmse;
        string name = target.Length == 0 ? "the target" : $"\"{target}\"";
        return $"{scores.Targets.Count} predictions of {name}: RMSE {rmse.Text(scores.Rmse)}, MAE "
            + $"{rmse.Text(scores.Mae)}, R² {scores.R2.ToString("0.0000", CultureInfo.InvariantCulture)}; always the "
            + $"mean has an RMSE of {rmse.Text(scores.BaselineRmse)}.";
    }

    /// <summary>A name that an axis has room for.</summary>
    public static string Shown(string target) => new Lettering(13).Fit(target.Length == 0 ? "target" : target, 260);
}
