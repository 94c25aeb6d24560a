namespace Madaline.Training;

/// <summary>How well numbers were predicted, in the target's own unit.</summary>
/// <remarks>
/// Intervals are 95% percentile intervals over resampled samples: the same samples give the same bits.
/// </remarks>
public sealed class RegressionScores
{
    private readonly double[] _targets, _predictions;
    private readonly Lazy<(double Low, double High)[]> _intervals;

    /// <summary>Compares predictions with the truth.</summary>
    /// <param name="targets">The true numbers, at least one.</param>
    /// <param name="predictions">What was predicted, in the same order.</param>
    /// <param name="baseline">The mean of the training part; of the targets when null.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are none.</exception>
    public RegressionScores(double[] targets, double[] predictions, double? baseline = null)
    {
        if (targets.Length == 0 || targets.Length != predictions.Length)
        {
            throw new ArgumentException("regression scores: the lengths do not fit together. There are "
                + $"{targets.Length} targets and {predictions.Length} predictions; expected as many, and at least one.",
                nameof(predictions));
        }

        (_targets, _predictions) = (targets, predictions);
        double mean = targets.Average();
        Baseline = baseline ?? mean;
        Spread = targets.Sum(y => (y - mean) * (y - mean));
        double squares = 0, sizes = 0, baseSquares = 0, baseSizes = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            double error = targets[i] - predictions[i], far = targets[i] - Baseline;
            (squares, sizes) = (squares + (error * error), sizes + Math.Abs(error));
            (baseSquares, baseSizes) = (baseSquares + (far * far), baseSizes + Math.Abs(far));
        }

        int n = targets.Length;
        (Rmse, Mae, R2) = (Math.Sqrt(squares / n), sizes / n, RSquared(squares, Spread));
        (BaselineRmse, BaselineMae, BaselineR2) =
            (Math.Sqrt(baseSquares / n), baseSizes / n, RSquared(baseSquares, Spread));
        _intervals = new(Resample);
    }

    /// <summary>The true numbers, in order.</summary>
    public IReadOnlyList<double> Targets => _targets;

    /// <summary>What was predicted, in order.</summary>
    public IReadOnlyList<double> Predictions => _predictions;

    /// <summary>Mean absolute error.</summary>
    public double Mae { get; }

    /// <summary>Root of the mean squared error.</summary>
    public double Rmse { get; }

    /// <summary>
    /// R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²: 1 is perfect, 0 as good as the mean of these samples; NaN where all targets are
    /// the same.
    /// </summary>
    public double R2 { get; }

    /// <summary>The 95% interval of <see cref="Mae"/>.</summary>
    public (double Low, double High) MaeInterval => _intervals.Value[0];

    /// <summary>The 95% interval of <see cref="Rmse"/>.</summary>
    public (double Low, double High) RmseInterval => _intervals.Value[1];

    /// <summary>The 95% interval of <see cref="R2"/>.</summary>
    public (double Low, double High) R2Interval => _intervals.Value[2];

    /// <summary>What the baseline predicts for every sample: the mean of the training part.</summary>
    public double Baseline { get; }

    /// <summary>The baseline's mean absolute error.</summary>
    public double BaselineMae { get; }

    /// <summary>The baseline's root of the mean squared error.</summary>
    public double BaselineRmse { get; }

    /// <summary>The baseline's R², at most 0.</summary>
    public double BaselineR2 { get; }

    /// <summary>Σ(y − ȳ)².</summary>
    private double Spread { get; }

    private static double RSquared(double squares, double spread) => spread > 0 ? 1 - (squares / spread) : double.NaN;

    private (double Low, double High)[] Resample()
    {
        int n = _targets.Length;
        double mean = _targets.Average();
        double[] errors = new double[n], sizes = new double[n], centred = new double[n], squares = new double[n];
        for (int i = 0; i < n; i++)
        {
            double error = _targets[i] - _predictions[i];
            (errors[i], sizes[i]) = (error * error, Math.Abs(error));
            centred[i] = _targets[i] - mean;
            squares[i] = centred[i] * centred[i];
        }

        return Bootstrap.Intervals([errors, sizes, centred, squares],
            sums => sums[1] / n, sums => Math.Sqrt(sums[0] / n),
            sums => RSquared(sums[0], sums[3] - (sums[2] * sums[2] / n)));
    }

    /// <summary>The errors, in a line.</summary>
    public override string ToString() => EvaluationText.Of(this);
}
