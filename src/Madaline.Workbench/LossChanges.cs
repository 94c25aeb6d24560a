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
        return loss == recipe.Loss.Type ? recipe : With(recipe, loss);
    }

    /// <summary>The recipe with a loss and the end of the network that this loss is made for.</summary>
    private static Recipe With(Recipe recipe, string loss) =>
        recipe with { Loss = new Spec(loss), Layers = LayersFor(recipe.Layers, loss) };

    /// <summary>
    /// The layers without what stands behind the last linear one and would spoil the loss: cross-entropy has a softmax
    /// inside, numbers are not bounded, nll takes logarithms of probabilities, and quadratic no logarithms.
    /// </summary>
    private static IReadOnlyList<Spec> LayersFor(IReadOnlyList<Spec> layers, string loss)
    {
        int last = layers.ToList().FindLastIndex(layer => layer.Type is "linear" or "conv2d");
        if (last < 0)
            return layers;
        bool isQuadratic = loss == "quadratic";
        Spec[] kept = [.. layers.Where((layer, at) => at <= last
            || !(isQuadratic ? layer.Type == "log-softmax" : IsEnd(layer)))];
        return loss != "nll" || layers.Any(layer => layer.Type == "log-softmax")
            ? kept.Length == layers.Count || loss == "nll" ? layers : kept
            : [.. kept, new Spec("log-softmax")];
    }

    /// <summary>What was done to the end of the network for another loss; null for nothing.</summary>
    public static Note? NoteOn(Recipe before, Recipe after)
    {
        if (before.Loss.Type == after.Loss.Type)
            return null;
        string[] gone = Ends(before).Except(Ends(after)).ToArray(), come = Ends(after).Except(Ends(before)).ToArray();
        string what = gone.Length == 0 ? "" : $"its last layer, {string.Join(" and ", gone)}, is left out";
        if (come.Length > 0)
            what += $"{(what.Length > 0 ? ", and " : "")}{string.Join(" and ", come)} is put at its end";
        return what.Length == 0 ? null : new Note($"The network of {before.Name} was made for the loss "
            + $"{before.Loss.Type}. For {after.Loss.Type}, which expects {Expected(after.Loss.Type)}, {what}.");

        static IEnumerable<string> Ends(Recipe recipe) =>
            recipe.Layers.Reverse().TakeWhile(layer => layer.Type is not ("linear" or "conv2d")).Where(IsEnd)
                .Select(layer => layer.Type);
    }

    private static string Expected(string loss) => loss switch
    {
        "cross-entropy" => "scores without a softmax or sigmoid",
        "nll" => "logarithms of probabilities",
        "quadratic" => "scores or probabilities",
        _ => "numbers without bounds",
    };

    private static bool IsEnd(Spec layer) => layer.Type is "softmax" or "log-softmax"
        || RecipeCatalog.Layers.Find(layer.Type) is { IsActivation: true };

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

        return With(recipe, Array.Find(Usual, usual => usual.Task == task).Loss);
    }
}
