using Madaline.Formats;

namespace Madaline.Data;

/// <summary>What a user should know of a target that could be read as classes and as a number.</summary>
internal static class NumericTarget
{
    private const int MaxPlainClasses = 10;

    /// <summary>Notes on a column whose numbers are predicted.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="values">Its different values.</param>
    public static IEnumerable<TableNote> Notes(string column, HashSet<double> values)
    {
        if (values.Count == 1)
        {
            yield return new TableNote($"All rows have the same number in column '{column}': there is nothing to "
                + "predict.",
                new TableRemedy(TableRemedyKind.ChooseTarget));
        }
        else if (values.Count <= MaxPlainClasses && values.All(value => value == Math.Floor(value)))
        {
            yield return new TableNote($"Column '{column}' holds {values.Count} different integers, and is predicted "
                + "as a number, as the loss says.", new TableRemedy(TableRemedyKind.PredictClass));
        }
    }

    /// <summary>Notes on a column whose values are taken for classes.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="values">Its different values.</param>
    public static IEnumerable<TableNote> NotesOfClasses(string column, Vocabulary values)
    {
        if (values.IsInteger && values.Count > MaxPlainClasses)
        {
            yield return new TableNote($"Column '{column}' holds {values.Count} different integers, and each is taken "
                + "for a class, as the loss says.", new TableRemedy(TableRemedyKind.PredictNumber));
        }
    }
}
