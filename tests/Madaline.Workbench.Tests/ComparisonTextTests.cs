using Madaline.Training;

namespace Madaline.Workbench.Tests;

/// <summary>Comparisons in words: which side, by how much, and whether chance makes as much.</summary>
public sealed class ComparisonTextTests
{
    [Theory]
    [InlineData(30, 10, "A is better than B by 10.00 points (95% interval ")]
    [InlineData(10, 30, "B is better than A by 10.00 points (95% interval ")]
    [InlineData(3, 2, "There is no difference larger than chance makes: A − B is 0.50 points (95% interval ")]
    [InlineData(0, 0, "There is no difference larger than chance makes: B − A is 0.00 points (95% interval ")]
    public void A_verdict_names_the_better_side(long onlyA, long onlyB, string start)
    {
        var paired = new PairedComparison(150, onlyA, onlyB, 200 - 150 - onlyA - onlyB);
        string text = ComparisonText.Verdict(paired);
        Assert.StartsWith(start, text);
        Assert.EndsWith($"{ComparisonText.P(paired.Test.PValue)}; {paired.Test.Method}).", text);
    }

    [Fact]
    public void Classes_are_named_only_beyond_chance()
    {
        PairedComparison[] classes = [new(50, 0, 30, 20), new(50, 6, 5, 20), new(50, 40, 2, 20)];
        Assert.Equal("Class by class, by more than chance makes (McNemar's test of each, Holm's correction, 5%): A is better at frog; B is better at cat.",
            ComparisonText.OfClasses(["cat", "dog", "frog"], classes));
        Assert.StartsWith("No single class differs", ComparisonText.OfClasses(["dog"], [classes[1]]));
    }

    [Theory]
    [InlineData(0.25, "p = 0.250")]
    [InlineData(0.0005, "p = 0.0005")]
    [InlineData(2.5e-7, "p = 2.5e-7")]
    [InlineData(0, "p < 1e-300")]
    public void P_is_written_as_people_read_it(double p, string text) => Assert.Equal(text, ComparisonText.P(p));
}
