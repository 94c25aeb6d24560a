namespace Madaline.Training;

/// <summary>Evaluations as text, in a line.</summary>
internal static class EvaluationText
{
    /// <summary>The task's measure with its interval and baseline, and the loss.</summary>
    public static string Of(Evaluation evaluation)
    {
        string of = $"{evaluation.Count:N0} samples";
        if (double.IsNaN(evaluation.Score))
            return $"loss {evaluation.Loss:G5} ({of})";
        if (evaluation.Regression is { } scores)
            return $"{scores}, loss {evaluation.Loss:G5} ({of})";
        var measure = evaluation.Task.Measure;
        var (low, high) = evaluation.ScoreInterval;
        return $"{measure.Name} {measure.Text(evaluation.Score)} (95% interval {measure.Text(low)} to "
            + $"{measure.Text(high)}), baseline {measure.Text(evaluation.BaselineScore)} (always "
            + $"\"{evaluation.ClassNames[evaluation.BaselineClass]}\"), F1 {evaluation.F1:F4}, loss "
            + $"{evaluation.Loss:G5} ({of})"
            + (evaluation.Metrics.Count > 0 ? $", {evaluation.Metrics}" : "");
    }

    /// <summary>Errors of numbers.</summary>
    public static string Of(RegressionScores scores)
    {
        var (low, high) = scores.RmseInterval;
        return $"RMSE {Measure.Digits(scores.Rmse)} (95% interval {Measure.Digits(low)} to {Measure.Digits(high)}), "
            + $"baseline {Measure.Digits(scores.BaselineRmse)}, MAE {Measure.Digits(scores.Mae)}, R² {scores.R2:F4}";
    }

    /// <summary>One class.</summary>
    public static string Of(ClassScore score) => $"{score.Name}: {score.Right:N0} of {score.Support:N0} right ("
        + $"{Measure.Accuracy.Text(score.Accuracy)}), precision {Measure.Accuracy.Text(score.Precision)}, F1 "
        + Measure.Accuracy.Text(score.F1);
}
