using Madaline.Data;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Datasets.Tests.BuiltIn;

/// <summary>The drawn set of a number, and the recipe that comes close to its noise.</summary>
public sealed class HeatingTests
{
    [Fact]
    public void A_seed_gives_the_same_days_and_more_of_them_change_none()
    {
        var (features, energy) = Heating.Generate(50, 7);
        var (more, moreEnergy) = Heating.Generate(80, 7);
        Assert.Equal(features, more[..features.Length]);
        Assert.Equal(energy, moreEnergy[..50]);
        Assert.NotEqual(features, Heating.Generate(50, 8).Features);
        Assert.NotEqual(features, Heating.Generate(50, 7, "test").Features);
        Assert.Throws<ArgumentOutOfRangeException>(() => Heating.Generate(-1, 1));
        Assert.Empty(Heating.Generate(0, 1).Energy);
    }

    [Fact]
    public void The_noise_is_as_large_as_is_said_and_has_no_mean()
    {
        var (features, energy) = Heating.Generate(20_000, 3);
        double[] noise = [.. energy.Select((y, i) => y - Heating.Expected(features.AsSpan(i * 6, 6)))];
        double mean = noise.Average(), deviation = Math.Sqrt(noise.Average(e => (e - mean) * (e - mean)));
        Assert.Equal(0, mean, 0.08);
        Assert.Equal(Heating.Noise, deviation, 0.06);
    }

    [Fact]
    public void Columns_stay_in_ranges_that_houses_have()
    {
        var (features, energy) = Heating.Generate(5000, 1);
        Assert.All(Column(0), t => Assert.InRange(t, -25, 40));
        Assert.All(Column(1), w => Assert.InRange(w, 0, 40));
        Assert.All(Column(2), s => Assert.InRange(s, 0, 12));
        Assert.All(Column(3), a => Assert.InRange(a, 60, 220));
        Assert.All(Column(4), u => Assert.InRange(u, 0.2f, 1.4f));
        Assert.Equal([1f, 2, 3, 4, 5, 6], Column(5).Distinct().Order());
        Assert.InRange(energy.Average(), 45, 70);
        Assert.InRange(energy.Min(), -5, 15);

        IEnumerable<float> Column(int c) => features.Where((_, i) => i % 6 == c);
    }

    [Fact]
    public void The_set_has_numbers_a_name_for_them_and_an_encoder()
    {
        var (train, test, _) = DatasetCatalog.Load("heating", new DatasetOptions { Count = 30, TestCount = 10 });
        Assert.Equal([30, 1], train.Targets.Shape);
        Assert.Equal(DType.Float64, train.Targets.DType);
        Assert.Equal(("energy_kwh", 10), (train.TargetName, test!.Count));
        Assert.Empty(train.ClassNames);
        Assert.True(train.Encoder!.HasNumericTarget);
        Assert.Equal(Heating.FeatureNames, train.FeatureNames);
        Assert.Same(LearningTask.Regression, LearningTask.Of(train.Targets));
    }

    [Fact]
    public void The_recipe_comes_within_a_tenth_of_the_noise_and_a_straight_line_does_not()
    {
        Recipe recipe = RecipeFile.Load("regression");
        var (train, test, _) = DatasetCatalog.Load("heating");
        var network = new Experiment(recipe, train);
        network.Train();
        var scores = network.Evaluate(test!).Regression!;
        Assert.InRange(scores.Rmse, 0.94 * Heating.Noise, 1.1 * Heating.Noise);
        Assert.InRange(scores.BaselineRmse, 10 * Heating.Noise, 20 * Heating.Noise);
        var line = new Experiment(recipe with { Layers = [recipe.Layers[^1]], Epochs = 20 }, train);
        line.Train();
        Assert.InRange(line.Evaluate(test!).Regression!.Rmse, 3 * Heating.Noise, 10 * Heating.Noise);
    }
}
