using Madaline.Data;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Tests.Training;

public sealed class TrainerStopTests
{
    [Fact]
    public void Early_stopping_counts_epochs_without_a_better_validation_and_keeps_the_best_weights()
    {
        var (network, loader) = TrainerTests.Small(count: 30, batch: 10);
        var optimizer = new Sgd(network.Parameters(), 0.1);
        // After the third epoch the weights are turned round, and learning goes on too slowly to mend that.
        var spoiler = new Watcher { Epoch = e => e.Epoch != 3 || Turn(network, optimizer) };
        var snapshots = new List<string>();
        var taker = new Watcher { Epoch = _ => { snapshots.Add(TrainedModel.WeightsSha256(network)); return true; } };
        var options = new TrainerOptions { Epochs = 20, Patience = 2, KeepBest = true, Callbacks = [taker, spoiler] };
        var result = new Trainer(network, new CrossEntropyLoss(), optimizer).Fit(loader, options, Validation());
        Assert.Equal((TrainingEnd.StoppedEarly, 3, 5), (result.End, result.BestEpoch, result.Epochs.Count));
        Assert.Equal(result.Epochs.Min(e => e.ValidationLoss), result.Epochs[2].ValidationLoss);
        Assert.Equal(snapshots[2], TrainedModel.WeightsSha256(network));
        Assert.NotEqual(snapshots[2], snapshots[4]);
        var judged = Evaluator.Run(network, new CrossEntropyLoss(), Validation());
        Assert.Equal(result.Epochs[2].ValidationLoss, judged.Loss);
        Assert.Equal(result.Epochs[2].ValidationAccuracy, judged.Accuracy);
    }

    [Fact]
    public void Validation_is_required_for_early_stopping()
    {
        var (network, loader) = TrainerTests.Small(count: 6, batch: 6);
        var trainer = new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters()));
        Assert.Contains("Pass validation", Assert.Throws<ArgumentException>(() => trainer.Fit(loader, new TrainerOptions { Patience = 1 })).Message);
        Assert.Throws<ArgumentException>(() => trainer.Fit(loader, new TrainerOptions { KeepBest = true }));
    }

    [Fact]
    public void A_callback_stops_after_a_step_and_after_an_epoch()
    {
        var step = Fit(new Watcher { Step = p => p is not { Epoch: 2, Step: 2 } }, out int steps);
        Assert.Equal((TrainingEnd.StoppedByCallback, 1, 5), (step.End, step.Epochs.Count, steps));
        var epoch = Fit(new Watcher { Epoch = e => e.Epoch < 2 }, out steps);
        Assert.Equal((TrainingEnd.StoppedByCallback, 2, 6), (epoch.End, epoch.Epochs.Count, steps));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(12, 4)]
    public void Cancelling_stops_after_the_step_under_way(int after, int epochs)
    {
        var (network, loader) = TrainerTests.Small(count: 10, batch: 4);
        using var source = new CancellationTokenSource();
        int steps = 0;
        var reports = new TrainerTests.Reports { Then = _ => { if (++steps == after) source.Cancel(); } };
        var result = new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters()))
            .Fit(loader, new TrainerOptions { Epochs = 4 }, progress: reports, cancellationToken: source.Token);
        Assert.Equal((after, epochs), (steps, result.Epochs.Count));
        Assert.Equal(after == 12 ? TrainingEnd.Completed : TrainingEnd.Cancelled, result.End);
    }

    [Fact]
    public void A_token_cancelled_beforehand_takes_no_step()
    {
        var (network, loader) = TrainerTests.Small(count: 10, batch: 4);
        string before = TrainedModel.WeightsSha256(network);
        var result = new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters())).Fit(loader, cancellationToken: new CancellationToken(true));
        Assert.Equal((TrainingEnd.Cancelled, before), (result.End, TrainedModel.WeightsSha256(network)));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_with_a_remedy()
    {
        var error = Assert.Throws<TrainingException>(() => Toy.Experiment(
            Toy.Plain with { Transforms = [], Optimizer = Toy.Rate("sgd", 1e30), Loss = new Spec("quadratic") }, Toy.Clouds(30)).Train());
        Assert.StartsWith("training: the loss is ", error.Message);
        Assert.Contains("in epoch 1, step 2", error.Message);
        Assert.Contains("lower the learning rate (now 1E+30)", error.Message);
    }

    [Fact]
    public void Weights_broken_by_the_last_step_are_noticed()
    {
        var large = Toy.Clouds(30).With(Toy.Clouds(30).Inputs * 1e20);
        var error = Assert.Throws<TrainingException>(() => Toy.Experiment(
            Toy.Plain with { Transforms = [], Optimizer = Toy.Rate("sgd", 1e30), Epochs = 1, Batch = 30 }, large).Train());
        Assert.Contains("0.weight holds values that are infinite or no numbers after epoch 1", error.Message);
    }

    [Fact]
    public void A_last_batch_of_one_under_batch_norm_is_refused_with_the_layer_and_the_remedy()
    {
        var samples = Toy.Clouds(5);
        var network = new Sequential(new Linear(4, 3), new BatchNorm1d(3));
        var loader = new DataLoader(samples, new LoaderOptions { BatchSize = 2 });
        var error = Assert.Throws<TensorException>(() => new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters())).Fit(loader));
        Assert.StartsWith("Sequential › 1 (BatchNorm1d) › batch_norm: a single value", error.Message.Replace("): b", ") › b", StringComparison.Ordinal));
        Assert.Contains("drop the last small one", error.Message);
    }

    [Fact]
    public void Inputs_that_are_no_numbers_stop_at_the_first_step()
    {
        var samples = Toy.Clouds(12);
        samples.Inputs.AsWritableSpan<float>()[5] = float.NaN;
        Assert.Throws<TrainingException>(() => Toy.Experiment(Toy.Plain with { Transforms = [], Batch = 12 }, samples).Train());
        Assert.Contains("Row 1, column 1", Assert.Throws<TensorException>(() => Toy.Experiment(Toy.Plain, samples)).Message);
    }

    private static bool Turn(Sequential network, Sgd optimizer)
    {
        using var scope = new NoGrad();
        foreach (Tensor parameter in network.Parameters())
            parameter.CopyFrom(parameter.Detach() * -10);
        optimizer.LearningRate = 1e-6;
        return true;
    }

    private static TrainingResult Fit(TrainerCallback callback, out int steps)
    {
        var (network, loader) = TrainerTests.Small(count: 10, batch: 4);
        var reports = new TrainerTests.Reports();
        var result = new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters()))
            .Fit(loader, new TrainerOptions { Epochs = 4, Callbacks = [callback] }, progress: reports);
        steps = reports.All.Count;
        return result;
    }

    private static TensorDataset Validation() => Toy.Clouds(30, seed: 8);

    private sealed class Watcher : TrainerCallback
    {
        public Func<TrainingProgress, bool> Step { get; init; } = _ => true;

        public Func<EpochResult, bool> Epoch { get; init; } = _ => true;

        public override bool OnStep(in TrainingProgress progress) => Step(progress);

        public override bool OnEpoch(EpochResult epoch) => Epoch(epoch);
    }
}
