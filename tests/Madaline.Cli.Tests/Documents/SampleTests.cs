using System.Globalization;
using System.Text.RegularExpressions;

namespace Madaline.Cli.Tests.Documents;

public sealed partial class SampleTests
{
    [Theory]
    [InlineData("wheat-from-scratch.cs", 200, 0.90)]
    [InlineData("wheat.cs", 40, 0.92)]
    public void A_sample_is_short_and_prints_fold_scores_and_mean_accuracy(string name, int lines, double accuracy)
    {
        Assert.SkipWhen(Given.Repository is null, "no checkout around the tests");
        using var tool = new Tool().WithRealData("wheat/wheat.csv");
        string path = Path.Combine(Given.Repository!, "samples", name);
        Assert.True(File.ReadLines(path).Count() < lines, $"{name} has {lines} lines or more");
        var outcome = tool.RunProgram(path).Expect(0);
        double[] folds = [.. Fold().Matches(outcome.Out).Select(Number)];
        Assert.Equal(5, folds.Length);
        double mean = Number(Mean().Match(outcome.Out));
        Assert.Equal(folds.Average(), mean, 1e-4);
        Assert.InRange(mean, accuracy, 1);
        var missing = tool.RunProgram(path, tool["nowhere.csv"]);
        Assert.Equal(1, missing.Code);
        Assert.Contains("nowhere.csv", missing.Errors);
        Assert.DoesNotContain("   at ", missing.Errors);
    }

    private static double Number(Match match) => double.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"fold \d.*accuracy (?<n>[\d.]+)")]
    private static partial Regex Fold();

    [GeneratedRegex(@"mean accuracy (?<n>[\d.]+)")]
    private static partial Regex Mean();
}
