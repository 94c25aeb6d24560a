using Madaline.Data;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>Training on numbers: scaled targets, errors in their own unit, stopping by the RMSE, resuming.</summary>
public sealed class RegressionTrainingTests : IDisposable
{
    private readonly string _folder = Toy.Folder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("mse")]
    [InlineData("mae")]
    [InlineData("huber")]
    public void A_number_is_learned_and_measured_in_its_own_unit(string loss)
    {
        var experiment = new Experiment(Toy.Regression with { Loss = new Spec(loss), Epochs = 40 }, Toy.Numbers(300));
        var result = experiment.Train();
        var scores = experiment.Evaluate(Toy.Numbers(200, seed: 10)).Regression!;
        Assert.InRange(scores.Rmse, 1.8, 14);
        Assert.InRange(scores.BaselineRmse, 45, 75);
        Assert.InRange(scores.Baseline, 960, 1000);
        Assert.InRange(scores.R2, 0.94, 1);
        Assert.All(result.Epochs, epoch => Assert.Same(Measure.Rmse, epoch.Measure));
        Assert.True(double.IsNaN(result.Epochs[0].Accuracy));
        Assert.InRange(result.Epochs[^1].Score, 1.5, 12);
        Assert.True(result.Epochs[0].Score > 3 * result.Epochs[^1].Score);
    }

    [Fact]
    public void The_unit_of_the_target_changes_nothing_but_the_unit()
    {
        var metres = Toy.Numbers(100);
        var millimetres = metres.With(targets: metres.Targets * 1024.0);
        var (a, b) = (new Experiment(Toy.Regression, metres), new Experiment(Toy.Regression, millimetres));
        double[] first = [.. a.Train().Epochs.Select(epoch => epoch.Score)], second = [.. b.Train().Epochs.Select(epoch => epoch.Score)];
        Assert.Equal(a.Model.WeightsSha256(), b.Model.WeightsSha256());
        Assert.Equal(first.Select(score => score * 1024), second);
        Assert.Equal(a.Evaluate(metres).Regression!.Mae * 1024, b.Evaluate(millimetres).Regression!.Mae, 1e-6);
    }

    [Fact]
    public void Large_numbers_with_small_differences_keep_their_digits()
    {
        var data = Toy.Numbers(200);
        var far = data.With(targets: data.Targets + 1e12);
        var (near, moved) = (new Experiment(Toy.Regression, data), new Experiment(Toy.Regression, far));
        near.Train();
        moved.Train();
        Assert.Equal(near.Evaluate(data).Score, moved.Evaluate(far).Score, 0.05);
    }

    [Fact]
    public void The_score_of_an_epoch_is_the_root_of_the_mean_squared_error_before_each_update()
    {
        var data = Toy.Numbers(64);
        var scale = TargetScale.Fit(data.Targets);
        var network = new Sequential(new Linear(4, 1, rng: new Rng(1)));
        var trainer = new Trainer(network, new L1Loss(), new Sgd(network.Parameters(), 1e-12));
        var loader = new DataLoader(data.With(targets: scale.Apply(data.Targets)), new LoaderOptions { BatchSize = 10 });
        Tensor before = network.Evaluate(data.Inputs);
        var epoch = trainer.Fit(loader, new TrainerOptions { TargetScale = scale }).Epochs[0];
        double[] said = [.. before.ToArray<float>().Select(z => scale.Invert(z))], truth = data.Targets.ToArray<double>();
        Assert.Equal(new RegressionScores(truth, said).Rmse, epoch.Score, 1e-3);
    }

    [Fact]
    public void The_best_epoch_has_the_lowest_validation_RMSE()
    {
        Recipe recipe = Toy.Regression with { Loss = new Spec("mae"), Patience = 4, Epochs = 60, Optimizer = Toy.Rate("adam", 0.1) };
        var experiment = new Experiment(recipe, Toy.Numbers(120));
        var result = experiment.Train();
        double[] scores = [.. result.Epochs.Select(epoch => epoch.ValidationScore!.Value)];
        Assert.Equal(TrainingEnd.StoppedEarly, result.End);
        Assert.Equal(Array.IndexOf(scores, scores.Min()) + 1, result.BestEpoch);
        Assert.Equal(4, result.Epochs.Count - result.BestEpoch);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(17)]
    public void Stopped_after_any_step_it_goes_on_to_the_same_bits(int stop)
    {
        Recipe recipe = Toy.Regression with { Patience = 3, Epochs = 6 };
        var whole = new Experiment(recipe, Toy.Numbers(60));
        var expected = whole.Train();
        var checkpoint = new Checkpoint(Path.Combine(_folder, "c.safetensors"));
        var cut = new Experiment(recipe, Toy.Numbers(60)).Train(checkpoint, [new StopAfter(stop)]);
        Assert.Equal(TrainingEnd.StoppedByCallback, cut.End);
        var resumed = new Experiment(recipe, Toy.Numbers(60));
        var result = resumed.Train(checkpoint);
        Assert.Equal(whole.Model.WeightsSha256(), resumed.Model.WeightsSha256());
        Assert.Equal(expected.Epochs.Select(epoch => epoch with { Seconds = 0 }), result.Epochs.Select(epoch => epoch with { Seconds = 0 }));
        Assert.Equal(expected.BestEpoch, result.BestEpoch);
    }

    [Fact]
    public void Code_without_a_recipe_is_decided_by_its_loss()
    {
        var data = new TensorDataset(Tensor.From(new float[,] { { 1 }, { 2 }, { 4 } }), Tensor.From(new float[,] { { 1 }, { 2 }, { 3 } }));
        var evaluation = Evaluator.Run(new Identity(), new MseLoss(), data);
        Assert.Same(LearningTask.Regression, evaluation.Task);
        Assert.Equal([1.0, 2, 3], evaluation.Regression!.Targets);
        Assert.Equal([1.0, 2, 4], evaluation.Regression.Predictions);
        Assert.Equal(2, evaluation.Regression.Baseline);
        Assert.Equal(Math.Sqrt(1.0 / 3), evaluation.Score, 1e-9);
        Assert.Null(evaluation.Ranking);
        Assert.Same(LearningTask.Classification, LearningTask.Of(new CrossEntropyLoss()));
    }

    [Fact]
    public void Progress_tells_the_RMSE()
    {
        var seen = new List<(string, double)>();
        var experiment = new Experiment(Toy.Regression with { Epochs = 1 }, Toy.Numbers(24));
        var epoch = experiment.Train(progress: new Told(p => seen.Add((p.Measure.Name, p.Score)))).Epochs[0];
        Assert.Equal(3, seen.Count);
        Assert.Equal(("rmse", epoch.Score), seen[^1]);
    }

    private sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }

    private sealed class StopAfter(int steps) : TrainerCallback
    {
        private int _left = steps;

        public override bool OnStep(in TrainingProgress progress) => --_left > 0;
    }
}
