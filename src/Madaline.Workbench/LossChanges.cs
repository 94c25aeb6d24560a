using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Workbench;

/// <summary>Another loss in a recipe, and with it another task.</summary>
internal static class LossChanges
{
    private const string Weights = "class-weights", Balanced = "balanced";

    /// <summary>The loss that stands for a task where a recipe's is for another.</summary>
    private static readonly (LearningTask Task, string Loss)[] Usual =
        [(LearningTask.Classification, "cross-entropy"), (LearningTask.Regression, "mse")];

    /// <summary>A recipe with another loss.</summary>
    /// <exception cref="RequestException">There is no such loss or task, they contradict each other, or the loss
    /// knows no weights.</exception>
    public static Recipe Apply(Recipe recipe, string? loss, string? task, IReadOnlyList<double>? weights)
    {
        if (loss is not null)
            recipe = WithLoss(recipe, loss);
        if (task is not null)
            recipe = WithTask(recipe, task, isLossGiven: loss is not null);
        if (weights is null)
            return recipe;
        if (RecipeCatalog.Losses.Find(recipe.Loss.Type) is not { } type || type.Arguments.All(a => a.Name != Weights))
        {
            string[] able = [.. RecipeCatalog.Losses.Where(known => known.Arguments.Any(a => a.Name == Weights))
                .Select(known => known.Name)];
            throw new RequestException($"the loss {recipe.Loss.Type} knows no weights of classes; expected one of "
                + $"{string.Join(", ", able)}.");
        }

        object value = weights.Count == 0 ? Balanced : weights.ToArray();
        return recipe with { Loss = recipe.Loss.With(Weights, value) };
    }

    /// <summary>A recipe that draws its samples otherwise.</summary>
    /// <exception cref="RequestException">There is no such sampler.</exception>
    public static Recipe WithSampler(Recipe recipe, string sampler)
    {
        if (sampler == "none")
            return recipe with { Sampler = null };
        if (RecipeCatalog.Samplers.Find(sampler) is null)
            throw new RequestException(RecipeCatalog.Samplers.Unknown(sampler));
        return sampler == recipe.Sampler?.Type ? recipe : recipe with { Sampler = new Spec(sampler) };
    }

    private static Recipe WithLoss(Recipe recipe, string loss)
    {
        if (RecipeCatalog.Losses.Find(loss) is null)
            throw new RequestException(RecipeCatalog.Losses.Unknown(loss));
        return loss == recipe.Loss.Type ? recipe : recipe with { Loss = new Spec(loss) };
    }

    private static Recipe WithTask(Recipe recipe, string name, bool isLossGiven)
    {
        var task = LearningTask.All.FirstOrDefault(known => known.Name == name);
        if (task is null)
        {
            string[] names = [.. LearningTask.All.Select(known => known.Name)];
            throw new RequestException($"there is no task \"{PlainText.Cut(name)}\".{NearestName.Hint(name, names)} "
                + $"Expected {string.Join(" or ", names)}.");
        }

        var meant = RecipeCatalog.TaskOf(recipe);
        if (meant == task)
            return recipe;
        if (isLossGiven)
        {
            throw new RequestException($"the loss {recipe.Loss.Type} is for {meant}, and {task} is asked for; "
                + "expected one of them, or two that agree.");
        }

        return recipe with { Loss = new Spec(Array.Find(Usual, usual => usual.Task == task).Loss) };
    }
}
