namespace Madaline.Data;

/// <summary>From 0 to 1 for every column: <c>y = (x − minimum) / (maximum − minimum)</c>.</summary>
/// <remarks>
/// Samples not fitted may lie outside 0 … 1. A constant column becomes 0. State: <c>minimum</c>, <c>maximum</c>.
/// </remarks>
public sealed class MinMaxScaler : Scaler
{
    /// <inheritdoc/>
    public override string Kind => "minmax";

    private protected override (string First, string Second) Names => ("minimum", "maximum");

    private protected override (double[] First, double[] Second) Learn(Tensor x)
    {
        var statistics = ColumnStatistics.Of(Kind, x);
        return (statistics.Minimum, statistics.Maximum);
    }

    private protected override (double Offset, double Width) ScaleOf(double first, double second) =>
        (first, second - first);
}
