namespace Madaline.Data;

/// <summary>
/// The scale of a number that a network predicts: <c>z = (y − mean) / deviation</c>, and back. Fitted on the training
/// part in double precision and kept with the model.
/// </summary>
/// <param name="Mean">The mean of the training part, which is also the baseline of a regression.</param>
/// <param name="Deviation">The standard deviation over n, above 0; 1 where all targets are the same.</param>
public sealed record TargetScale(double Mean, double Deviation)
{
    private const string Op = "target scale";

    /// <summary>Leaves targets as they are.</summary>
    public static TargetScale None { get; } = new(0, 1);

    /// <summary>Learns mean and deviation. Give it only the training part.</summary>
    /// <param name="targets">Floating [n] or [n, 1], n at least 1, all finite.</param>
    /// <exception cref="TensorException">Another shape or dtype, or a target that is not finite.</exception>
    public static TargetScale Fit(Tensor targets)
    {
        bool isColumn = targets.Rank == 1 || (targets.Rank == 2 && targets.Shape[1] == 1);
        if (!targets.DType.IsFloating() || !isColumn || targets.Elements == 0)
        {
            throw new TensorException(Op, $"needs a number a sample. targets is {targets.DType} {targets.Shape}; "
                + "expected Float32 or Float64 [n] or [n, 1], and at least one.");
        }

        var statistics = ColumnStatistics.Of(Op, targets.Detach().Reshape(-1, 1));
        double deviation = statistics.Deviation[0];
        return new TargetScale(statistics.Mean[0], deviation > 0 ? deviation : 1);
    }

    /// <summary>Targets on this scale, as Float64.</summary>
    /// <param name="targets">Numbers in their own unit. Shape: [n, …] → the same.</param>
    public Tensor Apply(Tensor targets)
    {
        using var scope = new NoGrad();
        return (targets.Detach().To(DType.Float64) - Mean) / Deviation;
    }

    /// <summary>A number on this scale in the target's own unit.</summary>
    /// <param name="z">What the network gave.</param>
    public double Invert(double z) => Mean + (z * Deviation);

    /// <summary>Numbers on this scale in the target's own unit, as Float64.</summary>
    internal Tensor Invert(Tensor z) => (z.To(DType.Float64) * Deviation) + Mean;

    /// <summary>Mean and deviation.</summary>
    public override string ToString() =>
        $"TargetScale: mean {Mean:G5}, deviation {Deviation:G5}";
}
