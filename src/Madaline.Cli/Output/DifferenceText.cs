using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Cli.Output;

/// <summary>Differences between classes and what chance has to do with them, as sentences.</summary>
internal static class DifferenceText
{
    private const int MaxClauses = 3, MaxExceptions = 5;

    /// <summary>Which classes differ by more than chance makes: at most two sentences, however many pairs.</summary>
    public static string OfClasses(Evaluation evaluation, ClassDifferences differences)
    {
        int pairs = differences.All.Count;
        string test = $"two-proportion tests of all pairs, Holm's correction, {ComparisonText.Level}";
        var found = differences.BeyondChance;
        if (pairs == 0)
            return "";
        if (found.Count == 0)
            return $"No two classes differ by more than chance makes ({Pairs(pairs)}; {test}).";
        string verb = found.Count == 1 ? "differs" : "differ";
        string count = $"{found.Count} of {Pairs(pairs)} of classes {verb} by more "
            + $"than chance makes ({test})";
        if (pairs - found.Count <= MaxExceptions && found.Count > MaxExceptions)
            return count + Exceptions(evaluation, differences);
        var clauses = new List<string>();
        var rest = found.ToList();
        while (rest.Count > 0 && clauses.Count < MaxClauses)
            clauses.Add(Clause(evaluation, rest));
        string more = rest.Count == 0 ? "" : $"; and {rest.Count} more {(rest.Count == 1 ? "pair" : "pairs")}";
        return $"{count}: {string.Join("; ", clauses)}{more}.";
    }

    private static string Pairs(int count) => count == 1 ? "1 pair" : $"{count} pairs";

    /// <summary>The few pairs that do not differ, where nearly all do.</summary>
    private static string Exceptions(Evaluation evaluation, ClassDifferences differences)
    {
        string[] alike = [.. differences.All.Where(pair => pair.CorrectedPValue >= Significance.Level)
            .Select(pair => $"{evaluation.ClassNames[pair.Better]} and {evaluation.ClassNames[pair.Worse]}")];
        return alike.Length == 0 ? "." : $": all but {string.Join("; ", alike)}.";
    }

    /// <summary>Takes the class that most of the pairs have in common, and says what it differs from.</summary>
    private static string Clause(Evaluation evaluation, List<ClassDifference> rest)
    {
        var worst = rest.GroupBy(pair => pair.Worse).MaxBy(group => group.Count())!;
        var best = rest.GroupBy(pair => pair.Better).MaxBy(group => group.Count())!;
        bool isWorse = worst.Count() >= best.Count();
        ClassDifference[] taken = [.. isWorse ? worst : best];
        rest.RemoveAll(pair => taken.Contains(pair));
        int subject = isWorse ? worst.Key : best.Key;
        int[] others = [.. taken.Select(pair => isWorse ? pair.Better : pair.Worse).Order()];
        return $"{Named(evaluation, subject)} is answered right {(isWorse ? "less" : "more")} often than "
            + (others.Length == 1 ? Named(evaluation, others[0]) : ComparisonText.Listed([.. others.Select(c =>
                evaluation.ClassNames[c])]));
    }

    private static string Named(Evaluation evaluation, int c) =>
        $"{evaluation.ClassNames[c]} ({EvaluationReport.Percent(evaluation.Classes[c].Accuracy)})";
}
