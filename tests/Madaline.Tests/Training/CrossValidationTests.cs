using Madaline.Data;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Tests.Training;

public sealed class CrossValidationTests
{
    private static readonly Recipe Recipe = Toy.Plain with { Epochs = 5 };

    [Fact]
    public void Every_sample_is_judged_once_and_every_fold_learns()
    {
        var told = new List<FoldResult>();
        var result = Experiment.CrossValidate(Recipe, Toy.Clouds(90), 4, new Told(told));
        Assert.Equal([1, 2, 3, 4], told.Select(f => f.Fold));
        Assert.All(result.Folds, f => Assert.Equal(4, f.Folds));
        Assert.Equal([23, 23, 22, 22], result.Folds.Select(f => f.Evaluation.Count).OrderDescending());
        Assert.True(result.MeanAccuracy > 0.9);
        double[] scores = [.. result.Folds.Select(f => f.Evaluation.Accuracy)];
        Assert.Equal(scores.Average(), result.MeanAccuracy);
        Assert.Equal(Math.Sqrt(scores.Sum(s => Math.Pow(s - scores.Average(), 2)) / 3), result.StdAccuracy, 1e-15);
    }

    [Fact]
    public void Folds_are_disjoint_and_cover_all_samples()
    {
        var folds = Splits.StratifiedKFold(Toy.Clouds(91).Targets, 5, new Rng(3).Split("folds"));
        Assert.Equal(Enumerable.Range(0, 91), folds.SelectMany(f => f.Test).Order());
        Assert.All(folds, f => Assert.Empty(f.Train.Intersect(f.Test)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_result_and_another_another()
    {
        double[] Losses(ulong seed) =>
            [.. Experiment.CrossValidate(Recipe with { Seed = seed }, Toy.Clouds(45), 3).Folds.Select(f => f.Evaluation.Loss)];
        Assert.Equal(Losses(3), Losses(3));
        Assert.Empty(Losses(3).Intersect(Losses(4)));
    }

    [Fact]
    public void The_network_starts_anew_in_each_fold()
    {
        // Without learning, a network that was carried over would be the same in all folds.
        var frozen = Recipe with { Optimizer = Toy.Rate("sgd", 1e-30), Epochs = 1 };
        var same = Toy.Clouds(12).With(Tensor.Ones([12, 4]));
        var losses = Experiment.CrossValidate(frozen with { Transforms = [] }, same, 4).Folds.Select(f => f.Evaluation.Loss);
        Assert.Equal(4, losses.Distinct().Count());
    }

    [Fact]
    public void What_a_test_fold_holds_does_not_change_what_the_scaler_or_the_network_learned()
    {
        var samples = Toy.Clouds(30);
        var fold = Splits.StratifiedKFold(samples.Targets, 5, new Rng(Recipe.Seed).Split("folds"))[0];
        var spoiled = samples.With(samples.Inputs.Clone());
        spoiled.Inputs.AsWritableSpan<float>()[fold.Test[0] * 4] = 1e6f;
        var (clean, dirty) = (Losses(samples), Losses(spoiled));

        // The outlier lies in the first fold's test part: it alone is judged otherwise there, and all others are trained on it.
        var judged = new Experiment(FoldRecipe(), samples.Take(fold.Train));
        var again = new Experiment(FoldRecipe(), spoiled.Take(fold.Train));
        judged.Train();
        again.Train();
        Assert.Equal(judged.Model.WeightsSha256(), again.Model.WeightsSha256());
        foreach (var (name, tensor) in judged.Model.Pipeline.StateDict())
            Assert.Equal(tensor.ToArray<double>(), again.Model.Pipeline.StateDict().Single(s => s.Key == name).Value.ToArray<double>());
        Assert.Equal(judged.Evaluate(samples.Take(fold.Test)).Loss, clean[0]);
        Assert.Equal(again.Evaluate(spoiled.Take(fold.Test)).Loss, dirty[0]);
        Assert.All(Enumerable.Range(1, 4), i => Assert.NotEqual(clean[i], dirty[i]));

        static double[] Losses(TensorDataset s) => [.. Experiment.CrossValidate(Recipe, s, 5).Folds.Select(f => f.Evaluation.Loss)];
        static Recipe FoldRecipe() => Recipe with { Seed = new Rng(Recipe.Seed).Split("fold").Split(0).NextUInt32() };
    }

    [Fact]
    public void A_scaler_knows_the_training_part_alone()
    {
        var training = Toy.Clouds(20);
        var experiment = Toy.Experiment(Toy.Plain, training);
        double[] means = experiment.Model.Pipeline.StateDict().Single(s => s.Key == "0.mean").Value.ToArray<double>();
        float[] x = training.Inputs.ToArray<float>();
        for (int j = 0; j < 4; j++)
            Assert.Equal(Enumerable.Range(0, 20).Average(i => (double)x[(i * 4) + j]), means[j], 1e-12);
    }

    [Fact]
    public void Cancelling_throws_and_too_many_folds_are_refused()
    {
        Assert.Throws<OperationCanceledException>(() =>
            Experiment.CrossValidate(Recipe, Toy.Clouds(30), cancellationToken: new CancellationToken(true)));
        Assert.Contains("expected at least 11", Assert.Throws<ArgumentOutOfRangeException>(() => Experiment.CrossValidate(Recipe, Toy.Clouds(30), 11)).Message);
    }

    private sealed class Told(List<FoldResult> list) : IProgress<FoldResult>
    {
        public void Report(FoldResult value) => list.Add(value);
    }
}
