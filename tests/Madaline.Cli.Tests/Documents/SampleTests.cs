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

    [Fact]
    public void The_convolution_sample_works_its_numbers_out_and_writes_pictures()
    {
        Assert.SkipWhen(Given.Repository is null, "no checkout around the tests");
        using var tool = new Tool();
        string path = Path.Combine(Given.Repository!, "samples", "convolution.cs"), folder = tool["pictures"];
        Assert.True(File.ReadLines(path).Count() < 100, "the sample has 100 lines or more");
        var outcome = tool.RunProgram(path, folder).Expect(0);
        Assert.Contains("0·(-1) + 9·0 + 9·1 + 0·(-2) + 9·0 + 9·2 + 0·(-1) + 0·0 + 9·1 = 36", outcome.Out);
        Assert.Matches(@"2 × 2 max pooling[^\n]*\n +5 +2 *\r?\n +2 +7 *\r?\n", outcome.Out);
        foreach (string name in (string[])["before.png", "after.png"])
            Assert.Equal([137, 80, 78, 71], File.ReadAllBytes(Path.Combine(folder, name))[..4]);
    }

    [Fact]
    public void The_attention_sample_learns_and_shows_its_operations()
    {
        Assert.SkipWhen(Given.Repository is null, "no checkout around the tests");
        using var tool = new Tool();
        string path = Path.Combine(Given.Repository!, "samples", "attention.cs");
        Assert.True(File.ReadLines(path).Count() < 110, "the sample has 110 lines or more");
        var outcome = tool.RunProgram(path).Expect(0);
        Assert.InRange(double.Parse(
            Regex.Match(outcome.Out, @"accuracy (\d\.\d+) on 500").Groups[1].Value, CultureInfo.InvariantCulture), 0.9, 1);
        Assert.Contains("from symbols.weight to answer.bias", outcome.Out);
        Assert.Contains("softmax", outcome.Out);
    }

    [Theory]
    [InlineData("cifar10-fcn.cs")]
    [InlineData("cifar10-cnn.cs")]
    public void A_sample_of_cifar10_trains_and_prints_class_accuracies(string name)
    {
        Assert.SkipWhen(Given.Repository is null, "no checkout around the tests");
        using var tool = new Tool().WithRealData("cifar10/cifar-10-binary.tar.gz");
        string path = Path.Combine(Given.Repository!, "samples", name);
        Assert.True(File.ReadLines(path).Count() < 100, $"{name} has 100 lines or more");
        var outcome = tool.RunProgram(path, "1", "2000").Expect(0);
        Assert.Contains("Training on 1600 images, testing on the 400 after them", outcome.Out);
        Assert.Contains("image 0: frog", outcome.Out);
        Assert.Equal(10, Regex.Count(outcome.Out, @"^  \w+ +[\d.]+ ?%", RegexOptions.Multiline));
        Assert.Matches(@"epoch 1: loss \d", outcome.Out);
        Assert.Matches(@"accuracy 0\.\d{4} on 400 images", outcome.Out);
    }

    private static double Number(Match match) => double.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"fold \d.*accuracy (?<n>[\d.]+)")]
    private static partial Regex Fold();

    [GeneratedRegex(@"mean accuracy (?<n>[\d.]+)")]
    private static partial Regex Mean();
}
