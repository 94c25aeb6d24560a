namespace Madaline.Data;

/// <summary>Mean 0 and deviation 1 for every column: <c>y = (x − mean) / deviation</c>.</summary>
/// <remarks>Deviation over n, not n − 1. A constant column becomes 0. State: <c>mean</c>, <c>deviation</c>.</remarks>
public sealed class ZScoreScaler : Scaler
{
    /// <inheritdoc/>
    public override string Kind => "zscore";

    private protected override (string First, string Second) Names => ("mean", "deviation");

    private protected override (double[] First, double[] Second) Learn(Tensor x)
    {
        var statistics = ColumnStatistics.Of(Kind, x);
        return (statistics.Mean, statistics.Deviation);
    }

    private protected override (double Offset, double Width) ScaleOf(double first, double second) => (first, second);
}
