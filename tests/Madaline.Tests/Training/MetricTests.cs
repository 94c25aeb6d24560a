using Madaline.Data;
using Madaline.Formats;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Recipes;
using Madaline.Tests.Deferred;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>Metrics of a program's own in evaluations and trainings.</summary>
public sealed class MetricTests : IDisposable
{
    private static readonly Metric Share = new("share", isHigherBetter: true, RightOnes);
    private static readonly Metric F1 = new("f1", isHigherBetter: true, evaluation => evaluation.F1);

    private readonly string _folder = Toy.Folder();

    private RunFolder Run => new(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_metric_sees_all_outputs_and_targets_of_the_part_at_once()
    {
        var shapes = new List<(Shape, Shape)>();
        var seen = new Metric("seen", isHigherBetter: true, (outputs, targets) =>
        {
            shapes.Add((outputs.Shape, targets.Shape));
            return double.NaN;
        });
        var network = new Sequential(new Linear(4, 3, rng: new Rng(1)));
        var options = new EvaluatorOptions { Metrics = [Share, F1, seen], BatchSize = 4 };
        var evaluation = Evaluator.Run(network, new CrossEntropyLoss(), Toy.Clouds(30), options);
        Assert.Equal([([30, 3], [30])], shapes);
        Assert.Equal(["share", "f1", "seen"], evaluation.Metrics.Select(value => value.Name));
        Assert.Equal((evaluation.Accuracy, evaluation.F1), (evaluation.Metrics["share"], evaluation.Metrics["f1"]));
        Assert.Equal("–", evaluation.Metrics.Last().Text);
        Assert.Null(evaluation.Metrics.Find("none"));
        Assert.Contains("there is no \"none\"; expected one of share, f1, seen", Assert.Throws<ArgumentException>(() => evaluation.Metrics["none"]).Message);
        Assert.Same(MetricValues.Empty, Evaluator.Run(network, new CrossEntropyLoss(), Toy.Clouds(30)).Metrics);
    }

    [Fact]
    public void Numbers_come_in_their_own_unit()
    {
        TensorDataset set = Toy.Numbers(40);
        var bias = new Metric("bias", isHigherBetter: false, (outputs, targets) => (outputs - targets).Abs().Mean().Item<double>());
        var model = TrainedModel.Of(new Sequential(new Linear(4, 1, rng: new Rng(1))), ModelDescription.Of(set) with { TargetScale = TargetScale.Fit(set.Targets) });
        var evaluation = model.Evaluate(set, [bias]);
        Assert.Equal(evaluation.Regression!.Mae, evaluation.Metrics["bias"], 1e-9 * evaluation.Regression.Mae);
    }

    [Fact]
    public void Metrics_of_a_training_are_shown_written_down_and_read_again()
    {
        var text = new StringWriter();
        var result = Fit(new TrainerOptions { Epochs = 3, Metrics = [Share, F1], Callbacks = [new ConsoleProgress(text), new MetricsLog(Run, 0)] });
        Assert.All(result.Epochs, epoch => Assert.Equal(epoch.ValidationAccuracy, epoch.Metrics["share"]));
        Assert.All(result.Epochs, epoch => Assert.Null(epoch.IsBest));
        Assert.Matches(@"accuracy \d+\.\d\d%, share \d[.\d]*, f1 \d[.\d]*  \d", text.ToString().Split('\n')[0]);
        Assert.Contains("\"metrics\":{\"share\":", File.ReadAllText(Run.MetricsPath));
        Assert.Equal(result.Epochs.Select(Timeless), Run.ReadMetrics().Select(Timeless));
        File.WriteAllText(Run.MetricsPath, File.ReadAllText(Run.MetricsPath).Replace("\"metrics\":{", "\"metrics\":[{", StringComparison.Ordinal));
        Assert.Throws<DataFormatException>(Run.ReadMetrics);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 4)]
    public void A_metric_decides_which_epoch_is_the_best_and_when_to_stop(bool isHigherBetter, int best)
    {
        double[] values = [0.3, 0.9, double.PositiveInfinity, 0.1, double.NaN, 0.5, 0.6, 0.7];
        int epoch = 0;
        var metric = new Metric("mine", isHigherBetter, _ => values[epoch++]);
        var snapshots = new List<string>();
        var (network, trainer, loader) = Given();
        var watcher = new Watcher { Epoch = _ => { snapshots.Add(TrainedModel.WeightsSha256(network)); return true; } };
        var options = new TrainerOptions { Epochs = 8, BestBy = metric, KeepBest = true, Patience = 3, Callbacks = [watcher, new MetricsLog(Run, 0)] };
        var result = trainer.Fit(loader, options, Toy.Clouds(12, seed: 8));
        Assert.Equal((best, best + 3, TrainingEnd.StoppedEarly), (result.BestEpoch, result.Epochs.Count, result.End));
        Assert.Equal(snapshots[best - 1], TrainedModel.WeightsSha256(network));
        Assert.Equal(best, result.Epochs.Last(e => e.IsBest == true).Epoch);
        Assert.Contains("\"best\":true,\"best_by\"", File.ReadLines(Run.MetricsPath).ElementAt(best - 1));
        Assert.Contains("\"metrics\":{\"mine\":null},\"best\":false,\"best_by\":\"mine\"", File.ReadAllText(Run.MetricsPath));
        Assert.Contains("of 7 epochs was found by mine, and BestBy is the validation now".Replace("7", $"{best + 3}"),
            Assert.Throws<ArgumentException>(() => trainer.Fit(loader, new TrainerOptions { Epochs = 9 }, Toy.Clouds(12))).Message);
    }

    [Fact]
    public void A_resumed_training_knows_the_metrics_of_the_epochs_before()
    {
        var checkpoint = new Checkpoint(Run.CheckpointPath, 0);
        var options = new TrainerOptions { Epochs = 4, Metrics = [Share, F1], BestBy = F1, KeepBest = true };
        var whole = Fit(options);
        Fit(options with { Epochs = 2, Checkpoint = checkpoint });
        var resumed = Fit(options with { Checkpoint = checkpoint });
        Assert.Equal(whole.Epochs.Select(Timeless), resumed.Epochs.Select(Timeless));
        Assert.Equal(whole.BestEpoch, resumed.BestEpoch);
        Assert.Contains("was found by f1, and BestBy is share now", Assert.Throws<ArgumentException>(
            () => Fit(options with { Epochs = 6, BestBy = Share, Checkpoint = checkpoint })).Message);
        var file = SafeTensors.Read(Run.CheckpointPath);
        foreach (string names in (string[])["[]", "[\"share\"]", "[\"share\",\"f\\n1\",\"x\"]", "7"])
        {
            SafeTensors.Write(Run.CheckpointPath, file.Tensors, new Dictionary<string, string>(file.Metadata) { ["metrics"] = names });
            Assert.Throws<DataFormatException>(() => Fit(options with { Checkpoint = checkpoint }));
        }
    }

    [Fact]
    public void Training_has_the_same_bits_with_metrics_and_without()
    {
        Assert.Equal(Weights(new TrainerOptions { Epochs = 3 }), Weights(new TrainerOptions { Epochs = 3, Metrics = [Share, F1], BestBy = F1 }));

        static string Weights(TrainerOptions options)
        {
            var (network, trainer, loader) = Given();
            trainer.Fit(loader, options, Toy.Clouds(12, seed: 8));
            return TrainedModel.WeightsSha256(network);
        }
    }

    [Fact]
    public void No_step_waits_for_a_metric()
    {
        var device = new DeferredDevice();
        var network = new Sequential(new Linear(4, 8, rng: new Rng(1)), new Relu(), new Linear(8, 3, rng: new Rng(2)));
        network.To(device);
        int before = 0;
        var waits = new List<int>();
        var watcher = new Watcher { Step = _ => { waits.Add(device.Waits.Count - before); before = device.Waits.Count; return true; }, Epoch = _ => { before = device.Waits.Count; return true; } };
        var trainer = new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters(), 0.1));
        before = device.Waits.Count;
        var result = trainer.Fit(new DataLoader(Toy.Clouds(30), new LoaderOptions { BatchSize = 6 }),
            new TrainerOptions { Epochs = 2, Metrics = [Share], BestBy = F1, KeepBest = true, Callbacks = [watcher] }, Toy.Clouds(12, seed: 8));
        Assert.Equal(Enumerable.Repeat(0, 10), waits);
        Assert.Equal(result.Epochs[1].ValidationAccuracy, result.Epochs[1].Metrics["share"]);
    }

    [Fact]
    public void What_cannot_be_measured_is_refused_before_training()
    {
        var (_, trainer, loader) = Given();
        Assert.Contains("there are none; expected some. Pass validation", Refused(new() { Metrics = [F1] }, null));
        Assert.Contains("Pass validation", Refused(new() { BestBy = F1 }, null));
        Assert.Contains("two metrics are called f1", Refused(new() { Metrics = [F1, new Metric("f1", true, e => e.Loss)] }, Toy.Clouds(6)));
        Assert.Contains("there are 33 metrics; expected at most 32", Refused(
            new() { Metrics = [.. Enumerable.Range(0, 33).Select(i => new Metric($"m{i}", true, e => e.Loss))] }, Toy.Clouds(6)));
        foreach (string name in (string[])["", " ", "a\nb", new string('x', 41)])
            Assert.Contains("metric: no name for files and lines", Assert.Throws<ArgumentException>(() => new Metric(name, true, e => e.Loss)).Message);

        string Refused(TrainerOptions options, Dataset? validation) =>
            Assert.Throws<ArgumentException>(() => trainer.Fit(loader, options, validation)).Message;
    }

    private static double RightOnes(Tensor outputs, Tensor targets) =>
        outputs.ArgMax(1).EqualTo(targets).To(DType.Float64).Mean().Item<double>();

    private static EpochResult Timeless(EpochResult epoch) => epoch with { Seconds = 0 };

    private static TrainingResult Fit(TrainerOptions options)
    {
        var (_, trainer, loader) = Given();
        return trainer.Fit(loader, options, Toy.Clouds(12, seed: 8));
    }

    private static (Module Network, Trainer Trainer, DataLoader Loader) Given()
    {
        var rng = new Rng(1);
        var network = new Sequential(new Linear(4, 8, rng: rng), new Relu(), new Linear(8, 3, rng: rng));
        return (network, new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters(), 0.1)),
            new DataLoader(Toy.Clouds(30), new LoaderOptions { BatchSize = 6, Shuffle = true, Rng = new Rng(2) }));
    }

    private sealed class Watcher : TrainerCallback
    {
        public Func<TrainingProgress, bool> Step { get; init; } = _ => true;

        public Func<EpochResult, bool> Epoch { get; init; } = _ => true;

        public override bool OnStep(in TrainingProgress progress) => Step(progress);

        public override bool OnEpoch(EpochResult epoch) => Epoch(epoch);
    }
}
