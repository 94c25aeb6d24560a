namespace Madaline.Training;

/// <summary>
/// Where a training is, apart from weights and optimizer: what a checkpoint must hold to go on as if never stopped.
/// </summary>
internal sealed class TrainerState
{
    /// <summary>Epochs finished.</summary>
    public int Epoch { get; set; }

    /// <summary>Steps done in the epoch under way.</summary>
    public int Step { get; set; }

    /// <summary>The rate of the last step.</summary>
    public double Rate { get; set; }

    public double LossSum { get; set; }

    public long Seen { get; set; }

    public long Correct { get; set; }

    /// <summary>Samples seen that have a class, to be right or wrong about.</summary>
    public long Evaluated { get; set; }

    public double Seconds { get; set; }

    public double EpochSeconds { get; set; }

    public double BestLoss { get; set; } = double.PositiveInfinity;

    public int? BestEpoch { get; set; }

    public List<EpochResult> History { get; } = [];

    public double MeanLoss => Seen == 0 ? double.NaN : LossSum / Seen;

    public double Accuracy => Evaluated == 0 ? double.NaN : (double)Correct / Evaluated;

    /// <summary>Whether the validation has not got better for a number of epochs.</summary>
    public bool IsPatienceOver(int? patience) => patience is { } most && Epoch - (BestEpoch ?? 0) >= most;

    public void BeginNextEpoch()
    {
        Epoch++;
        Step = 0;
        (LossSum, Seen, Correct, Evaluated, EpochSeconds) = (0, 0, 0, 0, 0);
    }
}
