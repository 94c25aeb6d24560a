using Madaline.Formats;

namespace Madaline.Data;

/// <summary>What a user should know of a target that could be read as classes and as a number.</summary>
internal static class NumericTarget
{
    public const int MaxPlainClasses = 10;

    /// <summary>A note on a column whose numbers are predicted.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="values">Its different values, or the first few of them.</param>
    public static TableNote? NoteOf(string column, HashSet<double> values)
    {
        if (values.Count == 1)
        {
            return new TableNote($"All rows have the same number in column '{column}': there is nothing to "
                + "predict.",
                new TableRemedy(TableRemedyKind.ChooseTarget));
        }

        if (values.Count <= MaxPlainClasses && values.All(value => value == Math.Floor(value)))
        {
            return new TableNote($"Column '{column}' holds {values.Count} different integers, and is predicted "
                + "as a number, as the loss says.", new TableRemedy(TableRemedyKind.PredictClass));
        }

        return null;
    }

    /// <summary>What tells that integers are no classes: many of them, or one in nearly every row.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="data">What was made of it.</param>
    public static DataFormatException? ProblemOfClasses(string table, TableData data)
    {
        int place = data.Encoder.Target;
        if (data.Encoder.Columns[place] is not ClassColumn { IsInteger: true } column
            || (column.Values.Count <= MaxPlainClasses && 2 * column.Values.Count <= Math.Max(data.Count, 4)))
            return null;
        return new DataFormatException(table, 0, place + 1, $"column '{CellNumber.Show(column.Name)}' holds "
            + $"{column.Values.Count} different integers, some in one row only; expected classes of several rows each.",
            new TableRemedy(TableRemedyKind.PredictNumber));
    }

    /// <summary>A note on a column whose values are taken for classes.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="values">Its different values.</param>
    public static TableNote? NoteOfClasses(string column, Vocabulary values)
    {
        if (values.IsInteger && values.Count > MaxPlainClasses)
        {
            return new TableNote($"Column '{column}' holds {values.Count} different integers, and each is taken "
                + "for a class, as the loss says.", new TableRemedy(TableRemedyKind.PredictNumber));
        }

        return null;
    }
}
