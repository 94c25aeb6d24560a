using System.Numerics;

namespace Madaline.Data;

/// <summary>What scalers need to know of each column, in double precision; sums run down the rows in order.</summary>
internal sealed class ColumnStatistics
{
    private ColumnStatistics(int columns)
    {
        Minimum = new double[columns];
        Maximum = new double[columns];
        Mean = new double[columns];
        Deviation = new double[columns];
        Minimum.AsSpan().Fill(double.PositiveInfinity);
        Maximum.AsSpan().Fill(double.NegativeInfinity);
    }

    public double[] Minimum { get; }

    public double[] Maximum { get; }

    public double[] Mean { get; }

    /// <summary>Over n, not n − 1; exactly 0 for a constant column.</summary>
    public double[] Deviation { get; }

    /// <summary>Statistics of floating [n, d], n at least 1, all finite.</summary>
    public static ColumnStatistics Of(string op, Tensor x) => x.DType == DType.Float64
        ? Of<double>(op, x.ToArray<double>(), x.Shape)
        : Of<float>(op, x.ToArray<float>(), x.Shape);

    private static ColumnStatistics Of<T>(string op, T[] values, Shape shape) where T : unmanaged, INumber<T>
    {
        int columns = shape[1];
        var result = new ColumnStatistics(columns);
        for (int i = 0; i < values.Length; i++)
            result.TakeIn(op, i / columns, i % columns, double.CreateChecked(values[i]));
        for (int c = 0; c < columns; c++)
            result.Mean[c] /= shape[0];
        for (int i = 0; i < values.Length; i++)
        {
            double difference = double.CreateChecked(values[i]) - result.Mean[i % columns];
            result.Deviation[i % columns] += difference * difference;
        }

        for (int c = 0; c < columns; c++)
        {
            bool isConstant = result.Minimum[c] == result.Maximum[c];
            result.Deviation[c] = isConstant ? 0 : Math.Sqrt(result.Deviation[c] / shape[0]);
        }

        return result;
    }

    private void TakeIn(string op, int row, int column, double value)
    {
        if (!double.IsFinite(value))
        {
            throw new TensorException(op, $"cannot be fitted to what is not a number. Row {row}, column {column} is "
                + $"{value}; expected finite numbers. Remove or repair such rows first.");
        }

        Minimum[column] = Math.Min(Minimum[column], value);
        Maximum[column] = Math.Max(Maximum[column], value);
        Mean[column] += value;
    }
}
