using Madaline.Training;

namespace Madaline.Plots;

/// <summary>Draws predicted numbers against the true ones: perfect predictions lie on the diagonal.</summary>
public static class PredictionsFigure
{
    /// <summary>Draws a point a sample, and the diagonal.</summary>
    /// <param name="scores">The true and the predicted numbers.</param>
    /// <param name="title">What was evaluated on what; a plain title where empty.</param>
    /// <param name="target">What is predicted, with its unit: a column's name.</param>
    public static Figure Draw(RegressionScores scores, string title = "", string target = "")
    {
        ArgumentNullException.ThrowIfNull(scores);
        string name = ScatterPanel.Shown(target);
        string subject = title.Length > 0 ? $"{title}: predicted against true" : "Predicted against true";
        title = title.Length > 0 ? title : subject;
        var text = new FigureText(subject, ScatterPanel.Description(scores, target));
        return ScatterPanel.Under(title, text, () =>
        {
            var plot = ScatterPanel.Of(scores.Targets, scores.Predictions, $"true {name}", $"predicted {name}");
            double low = Math.Min(scores.Targets.Min(), scores.Predictions.Min());
            double high = Math.Max(scores.Targets.Max(), scores.Predictions.Max());
            double margin = 0.04 * (high > low ? high - low : 1);
            (low, high) = (low - margin, high + margin);
            var diagonal = plot.Add.Line(low, low, high, high);
            (diagonal.LineWidth, diagonal.Color) = (1.5f, Palette.Vermilion.ToScottPlot());
            plot.Axes.SetLimits(low, high, low, high);
            return plot;
        });
    }
}
