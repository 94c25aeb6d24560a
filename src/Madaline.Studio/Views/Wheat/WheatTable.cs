using Madaline.Data;
using Madaline.Workbench;

namespace Madaline.Studio.Views.Wheat;

/// <summary>All rows of a session's table, in the order of their file where that is known.</summary>
internal sealed class WheatTable
{
    /// <summary>Of a longer table every second, third, … row is shown.</summary>
    private const int MaxRows = 1000;

    /// <summary>Columns beyond these are trained on, but not drawn.</summary>
    private const int MaxColumns = 24;

    private WheatTable(TensorDataset samples, int all)
    {
        (Samples, AllRows) = (samples, all);
        Columns = Math.Min(MaxColumns, samples.InputShape[0]);
        Classes = samples.Targets.ToArray<long>();
        Values = samples.Inputs.To(DType.Float64).ToArray<double>();
        Names = samples.FeatureNames.Count == samples.InputShape[0] ? samples.FeatureNames
            : [.. Enumerable.Range(1, samples.InputShape[0]).Select(i => $"column {i}")];
    }

    /// <summary>The rows.</summary>
    public TensorDataset Samples { get; }

    /// <summary>How many rows the table has.</summary>
    public int AllRows { get; }

    /// <summary>How many columns are drawn: the first ones.</summary>
    public int Columns { get; }

    /// <summary>The names of all columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The class of each row.</summary>
    public long[] Classes { get; }

    /// <summary>All numbers, row by row.</summary>
    public double[] Values { get; }

    /// <summary>How many rows there are here.</summary>
    public int Count => Classes.Length;

    /// <summary>How many columns the table has.</summary>
    public int Width => Names.Count;

    /// <summary>The table of a session.</summary>
    /// <exception cref="ViewException">There is none, or it has no classes.</exception>
    public static WheatTable Of(PreparedData data)
    {
        const string Remedy = "Start the studio with a table that has classes: the recipe wheat, which needs no "
            + "download on the set wheat-sample, or the recipe table with a file of yours.";
        TensorDataset train = data.Train, test = data.Test;
        if (train.IsImages || train.InputShape.Rank != 1)
            throw new ViewException($"The samples of this training are no rows of a table. {Remedy}");
        if (train.ClassNames.Count == 0)
            throw new ViewException($"This table's target is a number: there are no classes to tell apart. {Remedy}");
        var all = new TensorDataset(Tensor.Concat([train.Inputs, test.Inputs]),
            Tensor.Concat([train.Targets, test.Targets]), train.ClassNames)
        {
            Name = train.Name,
            FeatureNames = train.FeatureNames,
            Encoder = train.Encoder,
            SourceLines = train.SourceLines.Count == 0 || test.SourceLines.Count == 0 ? []
                : [.. train.SourceLines, .. test.SourceLines],
        };
        int stride = (all.Count + MaxRows - 1) / MaxRows;
        int[] order = [.. Order(all).Where((_, i) => i % stride == 0)];
        return new WheatTable(all.Take(order), all.Count);
    }

    /// <summary>The same table with one other number.</summary>
    public WheatTable With(Slip slip)
    {
        double[] values = [.. Values];
        values[(slip.Row * Width) + slip.Column] = slip.Value;
        return new WheatTable(
            Samples.With(Tensor.From(values, [Count, Width]).To(Samples.Inputs.DType)), AllRows);
    }

    /// <summary>A number.</summary>
    public double At(int row, int column) => Values[(row * Width) + column];

    /// <summary>A column as a tensor of its own. Shape: [n, 1].</summary>
    public Tensor Column(int column) => Samples.Inputs.To(DType.Float64).Narrow(1, column, 1).Contiguous();

    /// <summary>What a person calls a row: its line in the file, where that is known.</summary>
    public string Place(int row) => Samples.SourceLines.Count == 0 ? $"sample {row}"
        : $"sample {row} (line {Samples.SourceLines[row]})";

    /// <summary>As in the file: training and test part each keep that order, and lines tell how they mix.</summary>
    private static IEnumerable<int> Order(TensorDataset all)
    {
        var rows = Enumerable.Range(0, all.Count);
        return all.SourceLines.Count > 0 && all.SourceLines.Distinct().Count() == all.Count
            ? rows.OrderBy(row => all.SourceLines[row]) : rows;
    }
}
