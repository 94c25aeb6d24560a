using Madaline.Training;

namespace Madaline.Plots;

/// <summary>
/// Draws residuals, true minus predicted, against predictions: a network that has found all there is leaves a band
/// around 0 without a shape.
/// </summary>
public static class ResidualsFigure
{
    /// <summary>Draws a point a sample, a line at 0, and thin grey lines at plus and minus one RMSE.</summary>
    /// <param name="scores">The true and the predicted numbers.</param>
    /// <param name="title">What was evaluated on what; a plain title where empty.</param>
    /// <param name="target">What is predicted, with its unit: a column's name.</param>
    public static Figure Draw(RegressionScores scores, string title = "", string target = "")
    {
        ArgumentNullException.ThrowIfNull(scores);
        string name = ScatterPanel.Shown(target);
        string subject = title.Length > 0 ? $"{title}: residuals" : "Residuals";
        title = title.Length > 0 ? title : subject;
        var text = new FigureText(subject, ScatterPanel.Description(scores, target));
        return ScatterPanel.Under(title, text, () =>
        {
            double[] residuals = [.. scores.Targets.Zip(scores.Predictions, (truth, said) => truth - said)];
            var plot = ScatterPanel.Of(scores.Predictions, residuals, $"predicted {name}",
                $"residual: true − predicted {name}");
            var zero = plot.Add.HorizontalLine(0, 1.5f, Palette.Vermilion.ToScottPlot());
            foreach (double side in (double[])[-scores.Rmse, scores.Rmse])
                plot.Add.HorizontalLine(side, 1, Palette.Grey.ToScottPlot());

            plot.MoveToTop(zero);
            double reach = 1.08 * Math.Max(residuals.Max(Math.Abs), scores.Rmse);
            plot.Axes.AutoScaleX();
            plot.Axes.SetLimitsY(-(reach > 0 ? reach : 1), reach > 0 ? reach : 1);
            return plot;
        });
    }
}
