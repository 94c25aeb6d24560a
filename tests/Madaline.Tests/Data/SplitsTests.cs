using CsCheck;
using Madaline.Data;

namespace Madaline.Tests.Data;

public sealed class SplitsTests
{
    private static readonly Gen<long[]> Labels =
        Gen.Int[2, 12].Array[1, 4].Select(sizes => sizes.SelectMany((n, c) => Enumerable.Repeat((long)c * 3 - 1, n)))
            .SelectMany(labels => Gen.Shuffle(labels.ToArray()));

    [Fact]
    public void Holding_out_takes_the_last()
    {
        Split split = Splits.Holdout(5, 2);
        Assert.Equal([0, 1, 2], split.Train);
        Assert.Equal([3, 4], split.Test);
    }

    [Fact]
    public void A_random_split_is_disjoint_complete_and_of_the_size_asked() => Gen.Select(
        Gen.Int[2, 60], Gen.Double[0.01, 0.99], Gen.ULong).Sample((count, fraction, seed) =>
        {
            Split split = Splits.Random(count, fraction, new Rng(seed));
            RequireWhole(split, count);
            Assert.Equal(Math.Clamp((int)Math.Round(count * fraction), 1, count - 1), split.Test.Length);
            RequireEqual(split, Splits.Random(count, fraction, new Rng(seed)));
        });

    [Fact]
    public void A_stratified_split_takes_its_share_of_each_class() => Gen.Select(
        Labels, Gen.Double[0.01, 0.99], Gen.ULong).Sample((labels, fraction, seed) =>
        {
            Split split = Splits.Stratified(Tensor.From(labels), fraction, new Rng(seed));
            RequireWhole(split, labels.Length);
            Assert.Equal(Splits.Random(labels.Length, fraction, new Rng(seed)).Test.Length, split.Test.Length);
            double share = split.Test.Length / (double)labels.Length;
            foreach (var (label, count) in labels.CountBy(label => label))
            {
                int taken = split.Test.Count(i => labels[i] == label);
                Assert.InRange(taken, (int)Math.Floor(count * share - 1e-9), (int)Math.Ceiling(count * share + 1e-9));
            }

            RequireEqual(split, Splits.Stratified(Tensor.From(labels), fraction, new Rng(seed)));
        });

    [Fact]
    public void Folds_hold_out_every_sample_once_with_the_remainder_spread() => Gen.Select(
        Gen.Int[2, 60], Gen.Int[2, 10], Gen.ULong).Where((count, folds, _) => folds <= count)
        .Sample((count, folds, seed) => RequireFolds(Splits.KFold(count, folds, new Rng(seed)), count, folds));

    [Fact]
    public void Stratified_folds_differ_by_one_of_each_class_at_most() => Gen.Select(
        Labels, Gen.Int[2, 5], Gen.ULong).Where((labels, folds, _) => labels.CountBy(l => l).All(c => c.Value >= folds))
        .Sample((labels, folds, seed) =>
        {
            Split[] splits = Splits.StratifiedKFold(Tensor.From(labels), folds, new Rng(seed));
            RequireFolds(splits, labels.Length, folds);
            foreach (long label in labels.Distinct())
            {
                int[] taken = [.. splits.Select(split => split.Test.Count(i => labels[i] == label))];
                Assert.InRange(taken.Max() - taken.Min(), 0, 1);
                Assert.True(taken.Min() >= 1);
            }
        });

    [Fact]
    public void Seeds_give_different_parts_and_the_same_seed_the_same()
    {
        RequireEqual(Splits.KFold(30, 5, new Rng(1))[0], Splits.KFold(30, 5, new Rng(1))[0]);
        Assert.NotEqual(Splits.KFold(30, 5, new Rng(1))[0].Test, Splits.KFold(30, 5, new Rng(2))[0].Test);
        Tensor labels = Tensor.Arange(30).Remainder(3);
        Assert.NotEqual(Splits.StratifiedKFold(labels, 5, new Rng(1))[0].Test,
            Splits.StratifiedKFold(labels, 5, new Rng(2))[0].Test);
    }

    [Fact]
    public void What_cannot_be_split_is_refused_with_the_numbers()
    {
        RequireRefused(() => Splits.Holdout(5, 5), "5 of 5");
        RequireRefused(() => Splits.Holdout(5, 0), "1 to 4");
        RequireRefused(() => Splits.Random(10, 1), "between 0 and 1");
        RequireRefused(() => Splits.Random(10, double.NaN), "between 0 and 1");
        RequireRefused(() => Splits.Random(1, 0.5), "at least 2 samples");
        RequireRefused(() => Splits.KFold(3, 4), "folds is 4 for 3");
        RequireRefused(() => Splits.KFold(3, 1), "at least 2 folds");
        Tensor labels = Tensor.From([7L, 7, 7, 7, 9]);
        RequireRefused(() => Splits.Stratified(labels, 0.5), "Class 9 has 1");
        RequireRefused(() => Splits.StratifiedKFold(labels, 2), "Class 9 has 1");
        Assert.Throws<TensorException>(() => Splits.StratifiedKFold(Tensor.Zeros([4]), 2));
        Assert.Throws<TensorException>(() => Splits.Stratified(Tensor.Zeros([4, 2], DType.Int64), 0.5));
    }

    private static void RequireRefused(Action split, string part) => Assert.Contains(part,
        Assert.Throws<ArgumentOutOfRangeException>(split).Message, StringComparison.Ordinal);

    private static void RequireFolds(Split[] splits, int count, int folds)
    {
        Assert.Equal(folds, splits.Length);
        foreach (Split split in splits)
            RequireWhole(split, count);
        Assert.Equal(Enumerable.Range(0, count), splits.SelectMany(split => split.Test).Order());
        Assert.InRange(splits.Max(s => s.Test.Length) - splits.Min(s => s.Test.Length), 0, 1);
    }

    private static void RequireWhole(Split split, int count)
    {
        Assert.Equal(Enumerable.Range(0, count), split.Train.Concat(split.Test).Order());
        Assert.Equal(split.Train.Order(), split.Train);
        Assert.Equal(split.Test.Order(), split.Test);
    }

    private static void RequireEqual(Split expected, Split actual)
    {
        Assert.Equal(expected.Train, actual.Train);
        Assert.Equal(expected.Test, actual.Test);
    }
}
