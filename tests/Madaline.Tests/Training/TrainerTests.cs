using Madaline.Data;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Tests.Training;

public sealed class TrainerTests
{
    [Fact]
    public void A_network_learns_a_toy_task()
    {
        var (train, test) = (Toy.Clouds(120), Toy.Clouds(60, seed: 6));
        var experiment = Toy.Experiment(Toy.Plain, train);
        var result = experiment.Train();
        Assert.Equal(TrainingEnd.Completed, result.End);
        Assert.Equal([1, 2, 3, 4], result.Epochs.Select(e => e.Epoch));
        Assert.True(result.Epochs[^1].Loss < result.Epochs[0].Loss / 2);
        Assert.True(experiment.Evaluate(test).Accuracy > 0.9);
    }

    [Fact]
    public void The_first_step_is_the_one_done_by_hand()
    {
        var (network, loader) = Small(count: 6, batch: 6);
        var twin = new Sequential(new Linear(4, 3, rng: new Rng(9)));
        var (inputs, targets) = loader.First();
        Tensor cost = new CrossEntropyLoss().Call(twin.Call(inputs), targets);
        cost.Backward();
        new Sgd(twin.Parameters(), 0.5).Step();

        var result = new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters(), 0.5)).Fit(loader);
        Assert.Equal(TrainedModel.WeightsSha256(twin), TrainedModel.WeightsSha256(network));
        Assert.Equal(cost.Item<double>(), result.Epochs[0].Loss, 1e-6);
    }

    [Fact]
    public void Progress_tells_epoch_step_loss_accuracy_and_the_rate_of_the_step()
    {
        var (network, loader) = Small(count: 10, batch: 4);
        var optimizer = new Sgd(network.Parameters(), 1);
        var reports = new Reports();
        var result = new Trainer(network, new CrossEntropyLoss(), optimizer).Fit(
            loader, new TrainerOptions { Epochs = 2, Schedule = new ExponentialSchedule(optimizer, 0.5) }, progress: reports);
        Assert.Equal([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)], reports.All.Select(r => (r.Epoch, r.Step)));
        Assert.All(reports.All, r => Assert.Equal((2, 3), (r.Epochs, r.Steps)));
        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.5], reports.All.Select(r => r.LearningRate));
        Assert.Equal((reports.All[^1].Loss, reports.All[^1].Accuracy, 0.5), (result.Epochs[1].Loss, result.Epochs[1].Accuracy, result.Epochs[1].LearningRate));
        Assert.All(reports.All, r => Assert.True(r.Accuracy is >= 0 and <= 1 && r.Loss > 0));
        Assert.Equal(0.25, optimizer.LearningRate);
    }

    [Fact]
    public void A_schedule_may_move_with_every_step()
    {
        var (network, loader) = Small(count: 10, batch: 4);
        var optimizer = new Sgd(network.Parameters(), 1);
        var reports = new Reports();
        var result = new Trainer(network, new CrossEntropyLoss(), optimizer).Fit(
            loader, new TrainerOptions { Schedule = new ExponentialSchedule(optimizer, 0.5), ScheduleCountsSteps = true }, progress: reports);
        Assert.Equal([1, 0.5, 0.25], reports.All.Select(r => r.LearningRate));
        Assert.Equal(0.25, result.Epochs[0].LearningRate);
    }

    [Fact]
    public void The_mean_loss_weighs_the_last_small_batch_by_its_samples()
    {
        var (network, loader) = Small(count: 10, batch: 4);
        var whole = new CrossEntropyLoss().Call(network.Call(loader.Dataset.GatherAll().Inputs), loader.Dataset.Targets).Item<double>();
        var result = new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters(), 0)).Fit(loader);
        Assert.Equal(whole, result.Epochs[0].Loss, 1e-6);
    }

    [Theory]
    [InlineData(0.01, null)]
    [InlineData(null, 0.001)]
    public void Clipping_bounds_the_first_step(double? norm, double? value)
    {
        var (network, loader) = Small(count: 6, batch: 6);
        float[][] before = [.. network.Parameters().Select(p => p.ToArray<float>())];
        new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters(), 1)).Fit(loader, new TrainerOptions { ClipNorm = norm, ClipValue = value });
        float[] moved = [.. network.Parameters().SelectMany((p, i) => p.ToArray<float>().Select((x, j) => x - before[i][j]))];
        if (norm is { } n)
            Assert.Equal(n, Math.Sqrt(moved.Sum(d => (double)d * d)), 1e-5);
        else
            Assert.Equal(value!.Value, moved.Max(Math.Abs), 1e-6);
    }

    [Fact]
    public void A_second_call_goes_on_to_the_same_bits_as_one()
    {
        string[] sums = [.. ((int[][])[[6], [2, 4, 6], [6, 6]]).Select(calls =>
        {
            var (network, loader) = Small(count: 10, batch: 4);
            var trainer = new Trainer(network, new CrossEntropyLoss(), new Adam(network.Parameters(), 0.1));
            foreach (int epochs in calls)
                trainer.Fit(loader, new TrainerOptions { Epochs = epochs });
            return TrainedModel.WeightsSha256(network);
        })];
        Assert.Single(sums.Distinct());
    }

    [Fact]
    public void A_loader_without_batches_is_refused()
    {
        var (network, _) = Small(count: 6, batch: 6);
        var samples = Toy.Clouds(3);
        var loader = new DataLoader(samples, new LoaderOptions { BatchSize = 4, DropLast = true });
        var error = Assert.Throws<ArgumentException>(() => new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters())).Fit(loader));
        Assert.Contains("no batches", error.Message);
    }

    internal static (Sequential Network, DataLoader Loader) Small(int count, int batch)
    {
        var samples = Toy.Clouds(count);
        var data = new TensorDataset(samples.Inputs, samples.Targets, classNames: Toy.Names(3));
        return (new Sequential(new Linear(4, 3, rng: new Rng(9))), new DataLoader(data, new LoaderOptions { BatchSize = batch, Shuffle = true, Rng = new Rng(2) }));
    }

    internal sealed class Reports : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> All { get; } = [];

        public Action<TrainingProgress>? Then { get; init; }

        public void Report(TrainingProgress value)
        {
            All.Add(value);
            Then?.Invoke(value);
        }
    }
}
