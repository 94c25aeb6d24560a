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

    /// <summary>Right answers, or squared errors, of the samples scored.</summary>
    public double ScoreSum { get; set; }

    /// <summary>Samples seen that have a class or a number, to be right or wrong about.</summary>
    public long Evaluated { get; set; }

    public double Seconds { get; set; }

    public double EpochSeconds { get; set; }

    /// <summary>The metric that decides; empty for the validation loss, or RMSE.</summary>
    public string BestBy { get; set; } = "";

    /// <summary>The value of the best epoch: the lowest validation loss, or RMSE, or the metric as a loss.</summary>
    public double BestLoss { get; set; } = double.PositiveInfinity;

    public int? BestEpoch { get; set; }

    public List<EpochResult> History { get; } = [];

    public double MeanLoss => Seen == 0 ? double.NaN : LossSum / Seen;

    /// <summary>Whether the validation has not got better for a number of epochs.</summary>
    public bool IsPatienceOver(int? patience) => patience is { } most && Epoch - (BestEpoch ?? 0) >= most;

    /// <summary>Says which metric decides from now on.</summary>
    /// <exception cref="ArgumentException">Another one has decided of epochs before.</exception>
    public void DecideBy(Metric? metric)
    {
        string name = metric?.Name ?? "";
        if (name != BestBy && BestEpoch is not null)
        {
            throw new ArgumentException($"trainer: the best of {Epoch} epochs was found by {Shown(BestBy)}, and BestBy "
                + $"is {Shown(name)} now; expected the same. Go on with it, or make a new Trainer.", nameof(metric));
        }

        BestBy = name;

        static string Shown(string by) => by.Length == 0 ? "the validation" : by;
    }

    /// <summary>The same place in a training, without the epochs before it.</summary>
    public TrainerState WithoutHistory() => new()
    {
        Epoch = Epoch,
        Step = Step,
        Rate = Rate,
        LossSum = LossSum,
        Seen = Seen,
        ScoreSum = ScoreSum,
        Evaluated = Evaluated,
        Seconds = Seconds,
        EpochSeconds = EpochSeconds,
    };

    public void BeginNextEpoch()
    {
        Epoch++;
        Step = 0;
        (LossSum, Seen, ScoreSum, Evaluated, EpochSeconds) = (0, 0, 0, 0, 0);
    }
}
