using Madaline.Data;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Tests.Training;
using Madaline.Training;

namespace Madaline.Tests.Recipes;

/// <summary>Rare classes: weights of the loss, areas under curves, the threshold, what is never answered.</summary>
public sealed class ClassWeightsTests : IDisposable
{
    private readonly string _folder = Toy.Folder();

    private static readonly Recipe Weak = Toy.Plain with { Layers = [Toy.Last], Epochs = 20, Batch = 32, Optimizer = Toy.Rate("adam", 0.01) };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Balanced_weights_are_samples_over_classes_times_count()
    {
        Tensor targets = Tensor.From([0L, 0, 0, 1, 2, 2]);
        double[] weights = ClassWeights.Resolve(Balanced(Toy.Plain).Loss, targets, 3).List("class-weights")!;
        Assert.Equal([6 / 9.0, 6 / 3.0, 6 / 6.0], weights);
        Assert.Equal([1.0, 1, 1], ClassWeights.Resolve(Balanced(Toy.Plain).Loss, Tensor.From([0L, 1]), 3).List("class-weights")!);
    }

    [Fact]
    public void Weights_are_those_of_the_loss()
    {
        Tensor outputs = Tensor.Randn([5, 2], DType.Float32, new Rng(1)), targets = Tensor.From([0L, 1, 1, 0, 1]);
        var spec = new Spec("cross-entropy").With("class-weights", (double[])[0.2, 0.8]);
        double expected = new CrossEntropyLoss(Tensor.From([0.2f, 0.8f])).Call(outputs, targets).Item<float>();
        Loss built = RecipeCatalog.BuildLoss(Toy.Plain with { Loss = spec }, targets, 2);
        Assert.Equal(expected, built.Call(outputs, targets).Item<float>(), 1e-6);
    }

    [Fact]
    public void A_rare_class_is_found_more_often_with_weights()
    {
        var data = Rare(1000);
        var plain = Evaluate(Weak, data);
        var balanced = Evaluate(Balanced(Weak), data);
        Assert.Equal("class 1", balanced.ClassNames[balanced.PositiveClass!.Value]);
        Assert.True(balanced.Classes[1].Recall > plain.Classes[1].Recall + 0.2, $"{plain.Classes[1].Recall} {balanced.Classes[1].Recall}");
        Assert.Equal(plain.Classes[1].F1, plain.F1);
        Assert.InRange(balanced.Ranking!.RocAuc, 0.7, 1);
    }

    [Fact]
    public void An_evaluation_counts_every_sample_once()
    {
        var data = Rare(200);
        var experiment = new Experiment(Balanced(Weak), data);
        experiment.Train();
        var plain = Evaluator.Run(experiment.Model.Network, new CrossEntropyLoss(), experiment.Model.Prepare(data));
        Assert.Equal(plain.Loss, experiment.Evaluate(data).Loss);
        experiment.Model.Save(Path.Combine(_folder, "m.safetensors"));
        Assert.Equal(plain.Loss, TrainedModel.Load(Balanced(Weak), Path.Combine(_folder, "m.safetensors")).Evaluate(data).Loss);
    }

    [Theory]
    [InlineData(new[] { 1.0, 2 }, "has 2 numbers; expected 3")]
    [InlineData(new[] { 0.0, 0, 0 }, "all of them 0")]
    public void Weights_that_do_not_suit_the_classes_are_refused(double[] weights, string problem) =>
        Assert.Contains(problem, Assert.Throws<TensorException>(() => Toy.Experiment(
            Toy.Plain with { Loss = Toy.Plain.Loss.With("class-weights", weights) }, Toy.Clouds(9))).Message);

    [Theory]
    [InlineData("\"balanced\"")]
    [InlineData("[0.5, 1.5, 2]")]
    public void A_recipe_with_weights_comes_back_from_its_text(string weights)
    {
        string text = RecipeFile.Format(Toy.Plain).Replace("\"cross-entropy\"", $"\"cross-entropy\", \"class-weights\": {weights}", StringComparison.Ordinal);
        Recipe recipe = RecipeFile.Parse(System.Text.Encoding.UTF8.GetBytes(text), "weighted");
        Assert.True(recipe.Loss.Has("class-weights"));
        Assert.Equal(recipe, RecipeFile.Parse(System.Text.Encoding.UTF8.GetBytes(RecipeFile.Format(recipe)), "again"));
        Assert.Throws<Madaline.Formats.DataFormatException>(() => RecipeFile.Parse(System.Text.Encoding.UTF8.GetBytes(
            text.Replace(weights, "\"even\"", StringComparison.Ordinal)), "wrong"));
    }

    [Fact]
    public void The_threshold_that_is_best_for_F1_is_kept_with_the_model_and_used_when_asked()
    {
        var data = Rare(600);
        var experiment = new Experiment(Weak, data);
        experiment.Train();
        var evaluation = experiment.Evaluate(data);
        var best = experiment.ChooseThreshold(evaluation)!.Value;
        Assert.InRange(best.Threshold, 0.01, 0.6);
        Assert.True(best.F1 >= evaluation.F1);
        string path = Path.Combine(_folder, "m.safetensors");
        experiment.Model.Save(path);
        var model = TrainedModel.Load(Weak, path);
        Assert.Equal(best.Threshold, model.Threshold);
        var answers = model.Classify(data.Inputs, model.Threshold);
        long[] truth = data.Targets.ToArray<long>();
        int said = answers.Count(answer => answer.ClassIndex == 1), found = answers.Where((answer, i) => answer.ClassIndex == 1 && truth[i] == 1).Count();
        Assert.Equal(best.F1, 2.0 * found / (said + truth.Sum()), 12);
        Assert.NotEqual(said, model.Classify(data.Inputs).Count(answer => answer.ClassIndex == 1));
        var three = Toy.Experiment(Toy.Plain, Toy.Clouds(9));
        Assert.Null(three.ChooseThreshold(three.Evaluate(Toy.Clouds(9))));
        Assert.Contains("two classes", Assert.Throws<TensorException>(() => three.Model.Classify(Toy.Clouds(3).Inputs, 0.5)).Message);
    }

    [Fact]
    public void Areas_of_several_classes_are_means_of_one_against_the_rest()
    {
        var experiment = Toy.Experiment(Toy.Plain, Toy.Clouds(90));
        experiment.Train();
        var data = Toy.Clouds(60, seed: 8).With(classNames: Toy.Names(3));
        var ranking = experiment.Evaluate(data).Ranking!;
        float[] p = experiment.Model.Predict(data.Inputs).ToArray<float>();
        double roc = 0, pr = 0;
        for (int c = 0; c < 3; c++)
        {
            double[] scores = [.. Enumerable.Range(0, 60).Select(i => (double)p[(i * 3) + c])];
            bool[] marks = [.. Enumerable.Range(0, 60).Select(i => i % 3 == c)];
            Assert.Equal(Ranking.RocAuc(scores, marks), ranking.RocAucOf(c));
            (roc, pr) = (roc + (Ranking.RocAuc(scores, marks) / 3), pr + (Ranking.AveragePrecision(scores, marks) / 3));
        }

        Assert.Equal(roc, ranking.RocAuc, 12);
        Assert.Equal(pr, ranking.PrAuc, 12);
        Assert.Null(ranking.BestThreshold);
    }

    [Fact]
    public void Classes_never_answered_and_a_class_alone_are_known()
    {
        var data = new TensorDataset(Tensor.From(new float[,] { { 2, 0, 0 }, { 0, 2, 0 }, { 2, 0, 0 } }), Tensor.From([0L, 1, 2]));
        Assert.Equal([2], Evaluator.Run(new Identity(), new CrossEntropyLoss(), data).NeverPredicted);
        var one = Evaluator.Run(new Identity(), new CrossEntropyLoss(), data[..1]);
        Assert.Equal(0, one.OnlyClass);
        Assert.Null(Evaluator.Run(new Identity(), new CrossEntropyLoss(), data).OnlyClass);
    }

    private static Recipe Balanced(Recipe recipe) => recipe with { Loss = recipe.Loss.With("class-weights", "balanced") };

    private static Evaluation Evaluate(Recipe recipe, TensorDataset data)
    {
        var experiment = new Experiment(recipe, data);
        experiment.Train();
        return experiment.Evaluate(data);
    }

    /// <summary>One in twenty is of class 1, whose cloud overlaps with the other's.</summary>
    private static TensorDataset Rare(int count)
    {
        var rng = new Rng(6);
        var inputs = new float[count * 2];
        var targets = new long[count];
        for (int i = 0; i < count; i++)
        {
            targets[i] = i % 20 == 0 ? 1 : 0;
            for (int j = 0; j < 2; j++)
                inputs[(i * 2) + j] = (float)(rng.NextNormal() + (targets[i] * 1.2));
        }

        return new TensorDataset(Tensor.Wrap(inputs, [count, 2]), Tensor.Wrap(targets), Toy.Names(2));
    }
}
