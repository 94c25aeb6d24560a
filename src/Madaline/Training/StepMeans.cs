namespace Madaline.Training;

/// <summary>Mean loss and accuracy of an epoch up to a step: read from the device when they are asked for.</summary>
/// <param name="pending">The steps that are not read yet, this one among them.</param>
internal sealed class StepMeans(PendingSteps pending)
{
    private PendingSteps? _pending = pending;
    private double _loss, _accuracy;

    /// <summary>The mean loss; NaN where the training has failed by then.</summary>
    public double Loss
    {
        get
        {
            Volatile.Read(ref _pending)?.Settle();
            return _loss;
        }
    }

    /// <summary>The fraction right; NaN where targets are not classes.</summary>
    public double Accuracy
    {
        get
        {
            Volatile.Read(ref _pending)?.Settle();
            return _accuracy;
        }
    }

    /// <summary>Says what they are, once.</summary>
    public void Settle(double loss, double accuracy)
    {
        if (_pending is null)
            return;
        (_loss, _accuracy) = (loss, accuracy);
        Volatile.Write(ref _pending, null);
    }
}
