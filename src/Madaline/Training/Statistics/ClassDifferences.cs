namespace Madaline.Training;

/// <summary>A pair of classes told apart by how often they are answered right.</summary>
/// <param name="Better">The class answered right more often, by index.</param>
/// <param name="Worse">The other one.</param>
/// <param name="Difference">By how much, 0 to 1.</param>
/// <param name="PValue">Of the two-proportion test of this pair only.</param>
/// <param name="CorrectedPValue">After Holm's correction over all pairs.</param>
public readonly record struct ClassDifference(
    int Better, int Worse, double Difference, double PValue, double CorrectedPValue);

/// <summary>Which classes are answered right more often than others, beyond what chance makes.</summary>
public sealed class ClassDifferences
{
    private ClassDifferences(IReadOnlyList<ClassDifference> all) => All = all;

    /// <summary>Every pair of classes that have samples.</summary>
    public IReadOnlyList<ClassDifference> All { get; }

    /// <summary>The pairs whose difference is larger than chance, the clearest first.</summary>
    public IReadOnlyList<ClassDifference> BeyondChance =>
        [.. All.Where(pair => pair.CorrectedPValue < Significance.Level)
            .OrderBy(pair => pair.PValue).ThenByDescending(pair => pair.Difference)];

    /// <summary>Tests every pair of classes (<see cref="Significance.TwoProportions"/>) with Holm's
    /// correction.</summary>
    public static ClassDifferences Of(Evaluation evaluation)
    {
        int[] present =
            [.. Enumerable.Range(0, evaluation.Classes.Count).Where(c => evaluation.Classes[c].Support > 0)];
        var pairs = new List<ClassDifference>();
        for (int i = 0; i < present.Length; i++)
        {
            for (int j = i + 1; j < present.Length; j++)
                pairs.Add(Test(evaluation, present[i], present[j]));
        }

        double[] corrected = Significance.Holm([.. pairs.Select(pair => pair.PValue)]);
        return new ClassDifferences([.. pairs.Select((pair, i) => pair with { CorrectedPValue = corrected[i] })]);
    }

    private static ClassDifference Test(Evaluation evaluation, int a, int b)
    {
        var (first, second) = (evaluation.Classes[a], evaluation.Classes[b]);
        double p = Significance.TwoProportions(first.Right, first.Support, second.Right, second.Support).PValue;
        double difference = first.Accuracy - second.Accuracy;
        return difference >= 0 ? new ClassDifference(a, b, difference, p, p)
            : new ClassDifference(b, a, -difference, p, p);
    }

    /// <summary>How many pairs of classes differ by more than chance makes.</summary>
    public override string ToString() =>
        $"{BeyondChance.Count} of {All.Count} pairs of classes differ by more than chance makes";
}
