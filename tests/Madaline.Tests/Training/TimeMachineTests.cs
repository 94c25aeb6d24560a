using Madaline.Data;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>Any step of a training is reached again, to the bit, and the training does not notice.</summary>
public sealed class TimeMachineTests
{
    private const int Epochs = 4, Steps = 13;

    [Theory]
    [InlineData(1L << 30, 1e-9)]
    [InlineData(20_000L, 1e-9)]
    [InlineData(1L << 30, 3600.0)]
    public void Any_step_is_reached_again_to_the_bit(long maxBytes, double seconds)
    {
        TrainingSetup training = Make(), again = Make();
        var sums = new List<string> { TrainedModel.WeightsSha256(training.Trainer.Network) };
        var time = new TimeMachine(training, maxBytes, seconds);
        training.Trainer.Fit(training.Loader, training.Options with { Callbacks = [time, new Sums(training, sums)] });
        Assert.Equal(Epochs * Steps, time.Latest);
        Assert.Equal(Epochs * Steps + 1, sums.Count);
        var random = new Random(5);
        long[] steps = [0, Steps, Steps + 1, time.Latest, .. Enumerable.Range(0, 50).Select(_ => random.NextInt64(time.Latest + 1))];
        foreach (long step in steps)
        {
            time.GoTo(step, again);
            Assert.Equal(sums[(int)step], TrainedModel.WeightsSha256(again.Trainer.Network));
        }

        // What was brought back goes on as the first did.
        time.GoTo(7, again);
        again.Trainer.Fit(again.Loader, again.Options);
        Assert.Equal(sums[^1], TrainedModel.WeightsSha256(again.Trainer.Network));
        Assert.Equal(sums[^1], TrainedModel.WeightsSha256(training.Trainer.Network));
        Assert.Equal(Unfollowed(), sums[^1]);
    }

    [Fact]
    public void Copies_keep_to_their_room_and_to_the_first_step()
    {
        TrainingSetup training = Make();
        var time = new TimeMachine(training, maxBytes: 20_000, replaySeconds: 1e-9);
        training.Trainer.Fit(training.Loader, training.Options with { Callbacks = [time] });
        Assert.Equal(0, time.Kept[0]);
        Assert.InRange(time.Kept.Count, 2, 30);
        Assert.Equal(time.Kept.Order(), time.Kept);
    }

    [Fact]
    public void Copies_are_given_from_the_first_to_the_last_with_the_weights_of_their_steps()
    {
        TrainingSetup training = Make(), again = Make();
        var time = new TimeMachine(training, replaySeconds: 1e-9);
        training.Trainer.Fit(training.Loader, training.Options with { Callbacks = [time] });
        var copies = time.Copies(5);
        Assert.Equal(5, copies.Count);
        Assert.Equal([time.Kept[0], time.Kept[^1]], [copies[0].Step, copies[^1].Step]);
        foreach (var (step, weights) in copies)
        {
            time.GoTo(step, again);
            foreach (var (name, parameter) in again.Trainer.Network.NamedParameters())
                Assert.Equal(parameter.Detach().ToArray<float>(), weights[name].ToArray<float>());
        }

        Assert.Single(new TimeMachine(Make()).Copies(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => time.Copies(1));
    }

    [Fact]
    public void What_cannot_be_reached_is_refused()
    {
        TrainingSetup training = Make(), again = Make();
        var time = new TimeMachine(training);
        training.Trainer.Fit(training.Loader, training.Options with { Epochs = 1, Callbacks = [time] });
        Assert.Contains($"0 to {Steps}", Assert.Throws<ArgumentOutOfRangeException>(() => time.GoTo(Steps + 1, again)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => time.GoTo(-1, again));
        Assert.Contains("second time", Assert.Throws<ArgumentException>(() => time.GoTo(1, training)).Message);
        Assert.Throws<TensorException>(() => time.GoTo(1, Make(hidden: 5)));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => time.GoTo(5, again, cancelled.Token));
    }

    private static string Unfollowed()
    {
        TrainingSetup training = Make();
        training.Trainer.Fit(training.Loader, training.Options);
        return TrainedModel.WeightsSha256(training.Trainer.Network);
    }

    private static TrainingSetup Make(int hidden = 6)
    {
        var rng = new Rng(9);
        Tensor x = Tensor.Randn([100, 5], rng: rng), y = Tensor.RandInt(0, 3, [100], rng: rng);
        var network = new Sequential(new Linear(5, hidden, rng: rng), new BatchNorm1d(hidden), new Relu(),
            new Dropout(0.4, rng.Split("dropout")), new Linear(hidden, 3, rng: rng));
        var optimizer = new Adam(network.Parameters(), 0.02);
        var loader = new DataLoader(new TensorDataset(x, y), new LoaderOptions { BatchSize = 8, Shuffle = true, Rng = rng.Split("loader") });
        return new TrainingSetup(new Trainer(network, new CrossEntropyLoss(), optimizer), loader,
            new TrainerOptions { Epochs = Epochs, Schedule = new ExponentialSchedule(optimizer, 0.8), ClipNorm = 1 });
    }

    private sealed class Sums(TrainingSetup training, List<string> sums) : TrainerCallback
    {
        public override bool OnStep(in TrainingProgress progress)
        {
            sums.Add(TrainedModel.WeightsSha256(training.Trainer.Network));
            return true;
        }
    }
}
