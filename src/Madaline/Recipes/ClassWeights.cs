namespace Madaline.Recipes;

/// <summary>The argument of a loss that makes some classes count more than others in training.</summary>
internal static class ClassWeights
{
    public const string Key = "class-weights", Balanced = "balanced";

    /// <summary>What losses of classes take: <c>balanced</c>, or a weight for each class.</summary>
    public static Argument Argument { get; } = new(Key, $"{Balanced}|numbers", 0);

    /// <summary>The weights of a loss as a tensor; null where there are none, or where they are balanced by samples
    /// that are not known here.</summary>
    public static Tensor? Of(Spec loss) => loss.List(Key) is { } weights ? Tensor.From(weights) : null;

    /// <summary>A loss whose weights are numbers: one for each class.</summary>
    /// <remarks>Balanced: samples / (classes · samples of the class), so that every class has the same weight in all;
    /// 1 for a class without samples.</remarks>
    /// <param name="loss">The recipe's loss.</param>
    /// <param name="targets">The training part's targets.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="TensorException">There are more or fewer weights than classes, or all are 0.</exception>
    public static Spec Resolve(Spec loss, Tensor targets, int classes)
    {
        if (loss.Text(Key) == Balanced)
            return loss.With(Key, BalancedOver(targets, classes));
        if (loss.List(Key) is not { } weights)
            return loss;
        if (weights.Length != classes || weights.All(weight => weight == 0))
        {
            throw new TensorException("recipe › loss", $"the weights do not suit the classes. {Key} has "
                + $"{weights.Length} numbers{(weights.All(weight => weight == 0) ? ", all of them 0" : "")}; expected "
                + $"{classes}, one for each class, not all of them 0. Or use \"{Balanced}\".");
        }

        return loss;
    }

    private static double[] BalancedOver(Tensor targets, int classes)
    {
        var counts = new int[classes];
        foreach (long target in targets.ToArray<long>())
            counts[target]++;
        double present = counts.Count(count => count > 0);
        return Array.ConvertAll(counts, count => count == 0 ? 1 : targets.Elements / (present * count));
    }
}
