using System.Globalization;
using System.Text;
using Madaline.Data;

namespace Madaline.Datasets;

/// <summary>Writes rows of numbers with their classes as CSV.</summary>
internal static class CsvRows
{
    /// <summary>A header, then a line a sample.</summary>
    public static string Of(TensorDataset set)
    {
        int target = set.Encoder?.Columns.ToList().FindIndex(column => column is TargetColumn) ?? -1;
        string name = target < 0 ? "class" : set.Encoder!.Columns[target].Name;
        var text = new StringBuilder().AppendJoin(',', set.FeatureNames.Append(name).Select(Quoted)).Append('\n');
        double[] values = set.Inputs.To(DType.Float64).ToArray<double>();
        bool isSingle = set.Inputs.DType == DType.Float32;
        long[] targets = set.Targets.ToArray<long>();
        for (int row = 0; row < set.Count; row++)
        {
            foreach (double value in values.AsSpan(row * set.FeatureNames.Count, set.FeatureNames.Count))
                text.Append(isSingle ? ((float)value).ToString(CultureInfo.InvariantCulture)
                    : value.ToString(CultureInfo.InvariantCulture)).Append(',');
            text.Append(Quoted(set.ClassNames[(int)targets[row]])).Append('\n');
        }

        return text.ToString();
    }

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny("\",;\n\r\t") || cell.Trim() != cell
        ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
