namespace Madaline.Training;

/// <summary>Where training is.</summary>
/// <remarks>
/// Loss and accuracy stay on the device until they are asked for: asking waits for the step, so ask as often as
/// something is shown, not after every step. They are those of this step whenever they are asked for.
/// </remarks>
public readonly record struct TrainingProgress
{
    private readonly StepMeans? _means;
    private readonly Measure? _measure;
    private readonly double _loss, _score;

    /// <summary>A report whose numbers are known.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="epochs">How many there will be.</param>
    /// <param name="step">Steps done in this epoch.</param>
    /// <param name="steps">Steps of an epoch.</param>
    /// <param name="loss">Mean loss of the epoch so far.</param>
    /// <param name="accuracy">Fraction right in the epoch so far; NaN where targets are no classes.</param>
    /// <param name="learningRate">The rate of the last step.</param>
    public TrainingProgress(
        int epoch, int epochs, int step, int steps, double loss, double accuracy, double learningRate)
    {
        (Epoch, Epochs, Step, Steps, LearningRate) = (epoch, epochs, step, steps, learningRate);
        (_loss, _score) = (loss, accuracy);
    }

    internal TrainingProgress(
        int epoch, int epochs, int step, int steps, StepMeans means, Measure measure, double learningRate)
        : this(epoch, epochs, step, steps, double.NaN, double.NaN, learningRate) =>
        (_means, _measure) = (means, measure);

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>How many there will be.</summary>
    public int Epochs { get; }

    /// <summary>Steps done in this epoch.</summary>
    public int Step { get; }

    /// <summary>Steps of an epoch.</summary>
    public int Steps { get; }

    /// <summary>Steps done over all epochs.</summary>
    public long TotalSteps => ((long)(Epoch - 1) * Steps) + Step;

    /// <summary>Mean loss of the epoch so far; NaN where the training is about to fail.</summary>
    public double Loss => _means is null ? _loss : _means.Loss;

    /// <summary>
    /// Fraction right in the epoch so far, before each step's update; NaN where targets are no classes.
    /// </summary>
    public double Accuracy => Measure == Measure.Accuracy ? Score : double.NaN;

    /// <summary>The number that says how well the network does.</summary>
    public Measure Measure => _measure ?? Measure.Accuracy;

    /// <summary>Its value in the epoch so far, before each step's update; NaN where it has none.</summary>
    public double Score => _means is null ? _score : _means.Score;

    /// <summary>The rate of the last step.</summary>
    public double LearningRate { get; }
}
