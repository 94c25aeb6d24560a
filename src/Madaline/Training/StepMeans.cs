namespace Madaline.Training;

/// <summary>Mean loss and score of an epoch up to a step: read from the device when they are asked for.</summary>
/// <param name="pending">The steps that are not read yet, this one among them.</param>
internal sealed class StepMeans(PendingSteps pending)
{
    private PendingSteps? _pending = pending;
    private double _loss, _score;

    /// <summary>The mean loss; NaN where the training has failed by then.</summary>
    public double Loss
    {
        get
        {
            Volatile.Read(ref _pending)?.Settle();
            return _loss;
        }
    }

    /// <summary>The task's measure, such as the fraction right; NaN where there is none.</summary>
    public double Score
    {
        get
        {
            Volatile.Read(ref _pending)?.Settle();
            return _score;
        }
    }

    /// <summary>Says what they are, once.</summary>
    public void Settle(double loss, double score)
    {
        if (_pending is null)
            return;
        (_loss, _score) = (loss, score);
        Volatile.Write(ref _pending, null);
    }
}
