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
