using System.Globalization;
using Madaline.Training;

namespace Madaline.Workbench;

/// <summary>What a comparison of two networks, A and B, on the same samples says, in sentences.</summary>
public static class ComparisonText
{
    private const int MaxNames = 6;

    /// <summary>The level of significance as people write it.</summary>
    public static string Level { get; } = (Significance.Level * 100).ToString("0", CultureInfo.InvariantCulture) + "%";

    /// <summary>Which is better, by how much, and how sure that is.</summary>
    /// <param name="all">The comparison over all samples.</param>
    public static string Verdict(PairedComparison all)
    {
        ArgumentNullException.ThrowIfNull(all);
        bool isB = all.Difference >= 0;
        var (low, high) = isB ? all.Interval : (-all.Interval.High, -all.Interval.Low);
        string evidence = $"(95% interval {Plain(low)} to {Plain(high)}, {P(all.Test.PValue)}; {all.Test.Method})";
        return all.IsBeyondChance
            ? $"{(isB ? "B is better than A" : "A is better than B")} by "
                + $"{Plain(Math.Abs(all.Difference))} points {evidence}."
            : $"There is no difference larger than chance makes: {(isB ? "B − A" : "A − B")} is "
                + $"{Plain(Math.Abs(all.Difference))} points {evidence}.";
    }

    /// <summary>Which classes one of the two is better at.</summary>
    /// <param name="names">The classes.</param>
    /// <param name="classes">The comparison of each.</param>
    public static string OfClasses(IReadOnlyList<string> names, IReadOnlyList<PairedComparison> classes)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(classes);
        double[] corrected = Significance.Holm([.. classes.Select(c => c.Test.PValue)]);
        string test = $"McNemar's test of each, Holm's correction, {Level}";
        string?[] sides = [Better("A", -1), Better("B", 1)];
        string found = string.Join("; ", sides.OfType<string>());
        return found.Length == 0 ? $"No single class differs by more than chance makes ({test})."
            : $"Class by class, by more than chance makes ({test}): {found}.";

        string? Better(string letter, int sign)
        {
            string[] better = [.. classes.Index()
                .Where(c => corrected[c.Index] < Significance.Level && Math.Sign(c.Item.Difference) == sign)
                .Select(c => names[c.Index])];
            return better.Length == 0 ? null : $"{letter} is better at {Listed(better)}";
        }
    }

    /// <summary>p as people read it.</summary>
    /// <param name="p">From 0 to 1.</param>
    public static string P(double p) => p < 1e-300 ? "p < 1e-300"
        : p < 0.0001 ? $"p = {p.ToString("0.0e-0", CultureInfo.InvariantCulture)}"
        : $"p = {p.ToString(p < 0.001 ? "0.0000" : "0.000", CultureInfo.InvariantCulture)}";

    /// <summary>A difference of fractions in points of a hundred, with its sign.</summary>
    /// <param name="difference">From −1 to 1.</param>
    public static string Points(double difference) =>
        (difference * 100).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>Names as a list, the last ones counted where there are many.</summary>
    /// <param name="names">The names.</param>
    public static string Listed(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count switch
        {
            <= 1 => string.Concat(names),
            > MaxNames => $"{string.Join(", ", names.Take(MaxNames - 1))} and {names.Count - MaxNames + 1} more",
            _ => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
        };
    }

    private static string Plain(double difference) => Points(difference).TrimStart('+');
}
