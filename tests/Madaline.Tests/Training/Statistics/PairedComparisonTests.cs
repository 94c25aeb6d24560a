using Madaline.Data;
using Madaline.NN;
using Madaline.Training;

namespace Madaline.Tests.Training.Statistics;

public sealed class PairedComparisonTests
{
    /// <summary>The first row is an example of Newcombe 1998; the others were computed from his formula.</summary>
    [Theory]
    [InlineData(36, 12, 2, 0, 0.05692958400323883, 0.3404276029749406)]
    [InlineData(19, 6, 2, 13, -0.0417539896208759, 0.23413774825508663)]
    [InlineData(900, 30, 60, 10, -0.04917149673527525, -0.011421076677662428)]
    [InlineData(5, 0, 0, 0, -0.43448246478317476, 0.43448246478317476)]
    [InlineData(0, 0, 20, 0, -1, -0.7721346162421944)]
    public void The_interval_is_Newcombes(long both, long first, long second, long neither, double low, double high)
    {
        // He subtracts the second from the first: A is the second here.
        var comparison = new PairedComparison(both, second, first, neither);
        Assert.Equal(low, comparison.Interval.Low, 1e-12);
        Assert.Equal(high, comparison.Interval.High, 1e-12);
        Assert.Equal((double)(first - second) / comparison.Count, comparison.Difference, 1e-15);
    }

    [Fact]
    public void Samples_are_counted_by_who_got_them_right()
    {
        long[] truths = [0, 0, 0, 1, 1, 1, 1];
        var a = Judge([0, 0, 1, 1, 1, 0, 0], truths);
        var b = Judge([0, 1, 1, 1, 0, 1, 0], truths);
        var all = PairedComparison.Of(a, b);
        Assert.Equal(new PairedComparison(2, 2, 1, 2), all);
        Assert.Equal((4.0 / 7, 3.0 / 7), (all.AccuracyA, all.AccuracyB));
        Assert.False(all.IsBeyondChance);
        Assert.Equal([new PairedComparison(1, 1, 0, 1), new PairedComparison(1, 1, 1, 1)],
            PairedComparison.ByClass(a, b));
        Assert.Throws<ArgumentException>(() => PairedComparison.Of(a, Judge([0], [0])));
    }

    [Fact]
    public void A_clear_difference_is_beyond_chance_and_its_interval_excludes_none()
    {
        var comparison = new PairedComparison(800, 20, 80, 100);
        Assert.True(comparison.IsBeyondChance);
        Assert.InRange(comparison.Interval.Low, 0.02, comparison.Difference);
        Assert.False(new PairedComparison(800, 50, 50, 100).IsBeyondChance);
    }

    [Fact]
    public void Classes_that_differ_are_found_and_those_alike_are_not()
    {
        long[] truths = [.. Enumerable.Repeat(0L, 100), .. Enumerable.Repeat(1L, 100), .. Enumerable.Repeat(2L, 100)];
        int[] said = [.. truths.Select((truth, i) => (int)(truth == 2 && i % 2 == 0 ? 0 : truth))];
        var differences = ClassDifferences.Of(Judge(said, truths, classes: 3));
        Assert.Equal(3, differences.All.Count);
        var found = differences.BeyondChance;
        Assert.Equal([(0, 2), (1, 2)], found.Select(pair => (pair.Better, pair.Worse)));
        Assert.All(found, pair => Assert.Equal(0.5, pair.Difference, 1e-15));
        Assert.All(found, pair => Assert.True(pair.CorrectedPValue > pair.PValue));
    }

    private static Evaluation Judge(int[] said, long[] truths, int classes = 2)
    {
        var scores = new float[said.Length * classes];
        for (int i = 0; i < said.Length; i++)
            scores[(i * classes) + said[i]] = 1;
        var data = new TensorDataset(Tensor.Wrap(scores, [said.Length, classes]), Tensor.Wrap(truths),
            classNames: [.. Enumerable.Range(0, classes).Select(c => $"class {c}")]);
        return Evaluator.Run(new Identity(), new CrossEntropyLoss(), data);
    }
}
