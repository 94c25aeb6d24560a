using Madaline.Data;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Workbench;

/// <summary>What the user should know, though the work goes on.</summary>
/// <param name="Text">The note, as sentences.</param>
/// <param name="Remedy">What changes it, if anything does.</param>
public sealed record Note(string Text, Remedy? Remedy = null)
{
    private const int NamesShown = 6;

    /// <summary>The note, then the remedy in the terms of the library.</summary>
    public override string ToString() => Remedy is null ? Text : $"{Text} {Remedy}";

    /// <summary>What is to know of a table.</summary>
    /// <param name="encoder">The table's.</param>
    public static IEnumerable<Note> Of(TableEncoder encoder) =>
        encoder.Notes.Select(note => new Note(note.Text, note.Remedy));

    /// <summary>What is to know of an evaluation of classes: one is never answered, or there is one only.</summary>
    /// <param name="evaluation">The evaluation.</param>
    public static IEnumerable<Note> Of(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        if (evaluation.OnlyClass is { } only)
        {
            yield return new Note($"All {evaluation.Evaluated} evaluated samples are of one class, "
                + $"'{evaluation.ClassNames[only]}': an accuracy over them says nothing about telling classes apart.");
            yield break;
        }

        string[] missing = [.. evaluation.NeverPredicted.Select(c =>
            $"'{evaluation.ClassNames[c]}' ({evaluation.Classes[c].Support} samples)")];
        if (missing.Length > 0)
        {
            bool areRare = evaluation.NeverPredicted.All(evaluation.RareClasses.Contains);
            yield return new Note($"The network never answers {string.Join(", ", missing.Take(NamesShown))}"
                + $"{(missing.Length > NamesShown ? $" and {missing.Length - NamesShown} more" : "")}.",
                new WorkbenchRemedy(areRare ? WorkbenchRemedyKind.WeighClasses : WorkbenchRemedyKind.TrainOtherwise));
        }
    }

    /// <summary>What is to know of a table that a recipe trains on.</summary>
    /// <param name="encoder">The table's; null for other data.</param>
    /// <param name="recipe">The recipe.</param>
    public static IEnumerable<Note> Of(TableEncoder? encoder, Recipe recipe)
    {
        if (encoder is null)
            yield break;
        foreach (Note note in Of(encoder))
            yield return note;
        bool isScaled = recipe.Transforms.Any(transform => transform.Type is "z-score" or "min-max");
        if (encoder.DType == DType.Float64 && !isScaled)
        {
            yield return new Note("Some numbers have more digits than single precision holds, and the recipe rounds "
                + "them as they are. Add {\"type\": \"z-score\"} to its transforms: then they are scaled before that.");
        }
    }
}
