using Madaline.Data;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Training;

namespace Madaline.Tests.Hints;

/// <summary>Mistakes of beginners that run: each is named once, with its remedy, and sound programs hear nothing.</summary>
public sealed class HintTests
{
    private static readonly TensorDataset Clouds = Points(200, seed: 3), Others = Points(200, seed: 4);

    [Fact]
    public void A_sound_loop_hears_nothing() => Assert.Empty(Of(() => Loop(Plain(), lr: 0.01)));

    [Fact]
    public void Gradients_that_are_never_forgotten() => Only(HintKind.GradientsNotZeroed, "optimizer.ZeroGrad()",
        () => Loop(Plain(), lr: 0.001, zeroes: false));

    [Fact]
    public void Gradients_gathered_over_batches_are_no_mistake() => Assert.Empty(Of(() =>
    {
        Module network = Plain();
        var optimizer = new Sgd(network.Parameters(), 0.01);
        int at = 0;
        foreach (var (x, y) in Batches())
        {
            new CrossEntropyLoss().Call(network.Call(x), y).Backward();
            if (++at % 4 == 0)
            {
                optimizer.Step();
                network.ZeroGrad();
            }
        }
    }));

    [Fact]
    public void Gradients_that_no_step_uses() => Only(HintKind.NoStep, "optimizer.Step()",
        () => Loop(Plain(), steps: false));

    [Fact]
    public void Gradients_that_no_step_uses_and_the_network_forgets() => Only(HintKind.NoStep, "optimizer.Step()", () =>
    {
        Module network = Plain();
        var optimizer = new Sgd(network.Parameters(), 0.01);
        foreach (var (x, y) in Batches())
        {
            network.ZeroGrad();
            new CrossEntropyLoss().Call(network.Call(x), y).Backward();
        }

        Evaluator.Run(network, new CrossEntropyLoss(), Others);
        GC.KeepAlive(optimizer);
    });

    [Fact]
    public void Softmax_before_cross_entropy() => Only(HintKind.LossOfWrongScale, "softmax inside",
        () => Loop(Net(new Linear(2, 8, rng: new Rng(1)), new Tanh(), new Linear(8, 2, rng: new Rng(2)), new Softmax(1))));

    [Fact]
    public void Sigmoid_before_a_loss_that_has_one() => Only(HintKind.LossOfWrongScale, "sigmoid inside", () =>
        new BceWithLogitsLoss().Call(Leaf().Sigmoid(), Tensor.Ones([4, 2])).Backward());

    [Fact]
    public void Probabilities_where_their_logarithms_are_due() => Only(HintKind.LossOfWrongScale, "LogSoftmax", () =>
        new NllLoss().Call(Leaf().Softmax(1), Tensor.Wrap<long>([0, 1, 0, 1])).Backward());

    [Fact]
    public void Log_probabilities_are_what_the_loss_takes() => Assert.Empty(Of(() =>
        new NllLoss().Call(Leaf().LogSoftmax(1), Tensor.Wrap<long>([0, 1, 0, 1])).Backward()));

    [Fact]
    public void Relu_at_the_end() => Only(HintKind.ReluBeforeLoss, "last ReLU", () => Once(
        Net(new Linear(2, 8, rng: new Rng(1)), new Relu(), new Linear(8, 2, rng: new Rng(2)), new Relu())));

    [Fact]
    public void Relu_at_the_end_of_a_convolution_or_a_norm_in_the_same_pass()
    {
        Only(HintKind.ReluBeforeLoss, "last ReLU", () => Pixels(Net(new Conv2d(1, 2, 3, padding: 1, rng: new Rng(1)), new Relu())));
        Only(HintKind.ReluBeforeLoss, "last ReLU", () => Pixels(
            Net(new Conv2d(1, 2, 3, padding: 1, rng: new Rng(1)), new BatchNorm2d(2), new Relu())));

        static void Pixels(Module network) => new CrossEntropyLoss().Call(
            network.Call(Tensor.Ones([2, 1, 4, 4])), Tensor.Zeros([2, 4, 4], DType.Int64)).Backward();
    }

    [Fact]
    public void Nothing_between_two_linear_layers() => Only(HintKind.NoActivationBetween, "2 to 8", () => Once(
        Net(new Linear(2, 8, rng: new Rng(1)), new Linear(8, 2, rng: new Rng(2)))));

    [Fact]
    public void A_narrow_middle_is_a_map_of_low_rank() => Assert.Empty(Of(() => Once(
        Net(new Linear(2, 1, rng: new Rng(1)), new Linear(1, 2, rng: new Rng(2))))));

    [Fact]
    public void A_module_that_its_parent_does_not_hold() => Only(HintKind.ModuleNotRegistered, "4 parameters",
        () => Once(new Hidden()));

    [Fact]
    public void A_module_that_is_frozen_on_purpose_needs_no_parent() => Assert.Empty(Of(() => Once(new Hidden(frozen: true))));

    [Fact]
    public void A_rate_that_moves_nothing() => Only(HintKind.LearningRateTooLow, "1E-07",
        () => Loop(Plain(), lr: 1e-7, evaluates: true, labels: Swapped));

    [Fact]
    public void A_rate_that_throws_the_weights_away() => Assert.Contains(HintKind.LearningRateTooHigh,
        Of(() => Loop(Plain(), lr: 30, evaluates: true)).Select(hint => hint.Kind));

    [Fact]
    public void Units_that_never_fire() => Assert.Contains(HintKind.DeadUnits, Of(() =>
    {
        var first = new Linear(2, 8, rng: new Rng(1));
        NoGrad.Run(() => first.Bias!.CopyFrom(Tensor.Full([8], -50.0)));
        Loop(Net(first, new Relu(), new Linear(8, 2, rng: new Rng(2))), evaluates: true);
    }).Select(hint => hint.Kind));

    [Fact]
    public void Validation_data_that_were_trained_on() => Only(HintKind.ValidationInTraining, "100", () => Fit(Clouds, Clouds));

    [Fact]
    public void Copies_of_samples_count_as_trained_on() => Only(HintKind.ValidationInTraining, "50", () => Fit(Clouds,
        new TensorDataset(Tensor.Concat([Clouds[..100].Inputs, Others[..100].Inputs]),
            Tensor.Concat([Clouds[..100].Targets, Others[..100].Targets]), Clouds.ClassNames)));

    [Fact]
    public void Parts_of_one_set_that_overlap() => Only(HintKind.ValidationInTraining, "50", () => Fit(
        new Subset(Clouds, [.. Enumerable.Range(0, 150)]), new Subset(Clouds, [.. Enumerable.Range(100, 100)])));

    [Fact]
    public void A_table_that_repeats_its_rows_is_no_mistake() => Assert.Empty(Of(() => Fit(Rounded(5), Rounded(6))));

    [Fact]
    public void Parts_of_one_set_that_are_apart() => Assert.Empty(Of(() => Fit(
        new Subset(Clouds, [.. Enumerable.Range(0, 150)]), new Subset(Clouds, [.. Enumerable.Range(150, 50)]))));

    [Fact]
    public void A_single_class() => Only(HintKind.OneClass, "class 1 (\"b\")", () => _ = new DataLoader(
        new TensorDataset(Tensor.Ones([30, 2]), Tensor.Ones([30], DType.Int64), ["a", "b"]),
        new LoaderOptions { Shuffle = true }));

    [Fact]
    public void A_class_that_is_never_said() => Only(HintKind.ClassNeverPredicted, "\"rare\" (30 samples)", () =>
    {
        var rare = new TensorDataset(Tensor.Ones([300, 2]),
            Tensor.Wrap<long>([.. Enumerable.Range(0, 300).Select(i => i % 10 == 0 ? 1L : 0)]), ["often", "rare"]);
        Module network = Net(new Linear(2, 8, rng: new Rng(1)), new Tanh(), new Linear(8, 2, rng: new Rng(2)));
        Loop(network, lr: 0.01, evaluates: true, data: rare, test: rare);
    });

    [Fact]
    public void A_class_that_is_never_said_is_rare_only_where_it_has_few_samples()
    {
        Only(HintKind.ClassNeverPredicted, "Weigh rare classes", () => Flat(i => i % 10 == 0));
        Hint hint = Assert.Single(Of(() => Flat(i => i % 10 < 4)));
        Assert.Equal(HintKind.ClassNeverPredicted, hint.Kind);
        Assert.Contains("Train longer", hint.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("eigh rare", hint.Message, StringComparison.Ordinal);

        static void Flat(Func<int, bool> isSecond)
        {
            var data = new TensorDataset(Tensor.Ones([300, 2]),
                Tensor.Wrap<long>([.. Enumerable.Range(0, 300).Select(i => isSecond(i) ? 1L : 0)]), ["often", "other"]);
            Module network = Net(new Linear(2, 8, rng: new Rng(1)), new Tanh(), new Linear(8, 2, rng: new Rng(2)));
            Loop(network, lr: 0.01, evaluates: true, data: data, test: data);
        }
    }

    [Fact]
    public void A_class_that_a_high_rate_lost_needs_another_rate_and_no_weights()
    {
        List<Hint> hints = Of(() =>
        {
            TensorDataset three = ThreeClouds();
            Module network = Net(new Linear(2, 10, rng: new Rng(1)), new Tanh(), new Linear(10, 3, rng: new Rng(2)));
            var optimizer = new Sgd(network.Parameters(), 100);
            foreach (var (x, y) in Batches(three))
            {
                optimizer.ZeroGrad();
                new CrossEntropyLoss().Call(network.Call(x), y).Backward();
                optimizer.Step();
            }

            Evaluation evaluation = Evaluator.Run(network, new CrossEntropyLoss(), three);
            Assert.NotEmpty(evaluation.NeverPredicted);
            Assert.True(evaluation.Interval.Low > evaluation.BaselineAccuracy);
            GC.KeepAlive(optimizer);
        });
        Hint hint = Assert.Single(hints);
        Assert.Equal(HintKind.LearningRateTooHigh, hint.Kind);
        Assert.Contains("the loss is no lower", hint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_began_at_zero_are_not_taken_for_nan() => Assert.DoesNotContain(HintKind.NotFinite, Of(() =>
    {
        var layer = new Linear(2, 2);
        NoGrad.Run(() => layer.Weight.ZeroInPlace());
        Loop(Net(layer), lr: 0.01, evaluates: true, labels: Swapped);
    }).Select(hint => hint.Kind));

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void A_loop_that_reaches_nan_without_an_evaluation(DType dtype) => Only(HintKind.NotFinite, "(now 0.01)", () =>
    {
        Module network = Plain();
        network.To(dtype);
        var optimizer = new Sgd(network.Parameters(), 0.01);
        for (int step = 0; step < 40; step++)
        {
            optimizer.ZeroGrad();
            Tensor loss = network.Call(Tensor.Ones([4, 2], dtype)).Square().Mean();
            (step == 5 ? loss * double.NaN : loss).Backward();
            optimizer.Step();
        }
    });

    [Fact]
    public void Numbers_are_looked_at_without_a_wait_and_only_where_no_trainer_does()
    {
        var device = new Deferred.DeferredDevice();
        Only(HintKind.NotFinite, "after 32 steps", () =>
        {
            Module network = Plain();
            network.To(device);
            var optimizer = new Sgd(network.Parameters(), 0.01);
            Tensor x = Tensor.Ones([4, 2], device: device);
            int waits = device.Waits.Count;
            for (int step = 0; step < 20; step++)
            {
                optimizer.ZeroGrad();
                (network.Call(x).Square().Mean() * (step == 10 ? double.NaN : 1)).Backward();
                optimizer.Step();
            }

            Assert.Equal(waits, device.Waits.Count);
            for (int step = 20; step < 64; step++)
            {
                if (step is 20 or 40)
                    device.Synchronize();
                optimizer.Step();
            }
        });
        Assert.Empty(Of(() => Assert.Throws<TrainingException>(() =>
        {
            Module network = Plain();
            new Trainer(network, new MseLoss(), new Sgd(network.Parameters(), 1e30)).Fit(new DataLoader(
                Clouds.With(targets: Clouds.Inputs), new LoaderOptions { BatchSize = 5 }), new TrainerOptions { Epochs = 5 });
        })));
    }

    [Fact]
    public void An_optimizer_of_another_network() => Only(HintKind.OtherParameters, "4 parameters", () =>
    {
        Module network = Plain();
        var optimizer = new Adam(Plain().Parameters());
        foreach (var (x, y) in Batches())
        {
            optimizer.ZeroGrad();
            new CrossEntropyLoss().Call(network.Call(x), y).Backward();
            optimizer.Step();
        }
    });

    [Fact]
    public void An_optimizer_that_has_nothing_to_do_now_and_then_is_no_mistake() => Assert.Empty(Of(() =>
    {
        Module[] experts = [Plain(), Plain()];
        Adam[] optimizers = [.. experts.Select(expert => new Adam(expert.Parameters()))];
        int at = 0;
        foreach (var (x, y) in Batches())
        {
            new CrossEntropyLoss().Call(experts[at++ / 2 % 2].Call(x), y).Backward();
            foreach (Adam optimizer in optimizers)
            {
                optimizer.Step();
                optimizer.ZeroGrad();
            }
        }

        var idle = new Sgd(Plain().Parameters(), 0.1);
        for (int step = 0; step < 5; step++)
            idle.Step();
    }));

    [Fact]
    public void Each_kind_is_given_once_and_to_the_nearest_scope()
    {
        var outer = new List<Hint>();
        using var scope = Madaline.Hints.Collect(outer.Add);
        Assert.Equal(HintKind.ReluBeforeLoss, Assert.Single(Of(() => { Twice(); Twice(); })).Kind);
        Assert.Empty(outer);
        Twice();
        Assert.StartsWith("hint: the network ends in ReLU", Assert.Single(outer).ToString(), StringComparison.Ordinal);

        static void Twice() => new CrossEntropyLoss().Call(Leaf().Relu(), Tensor.Wrap<long>([0, 1, 0, 1])).Backward();
    }

    private static List<Hint> Of(Action action)
    {
        var hints = new List<Hint>();
        using var scope = Madaline.Hints.Collect(hints.Add);
        action();
        return hints;
    }

    private static void Only(HintKind kind, string part, Action action)
    {
        Hint hint = Assert.Single(Of(action));
        Assert.Equal(kind, hint.Kind);
        Assert.Contains(part, hint.Message, StringComparison.Ordinal);
    }

    private static Tensor Leaf() => Tensor.Ones([4, 2]).WithGrad();

    private static Sequential Net(params Module[] layers) => new(layers);

    private static Sequential Plain() =>
        Net(new Linear(2, 8, rng: new Rng(1)), new Relu(), new Linear(8, 2, rng: new Rng(2)));

    private static DataLoader Batches(TensorDataset? data = null) =>
        new(data ?? Clouds, new LoaderOptions { BatchSize = 5, Shuffle = true, Rng = new Rng(5) });

    private static TensorDataset Swapped => Clouds.With(targets: Tensor.Wrap<long>(
        [.. Clouds.Targets.ToArray<long>().Select((c, i) => i % 2 == 0 ? c : 1 - c)]));

    private static void Once(Module network) => new CrossEntropyLoss()
        .Call(network.Call(Tensor.Ones([4, 2])), Tensor.Wrap<long>([0, 1, 0, 1])).Backward();

    private static void Loop(
        Module network, double lr = 0.01, bool zeroes = true, bool steps = true, bool evaluates = false,
        TensorDataset? data = null, TensorDataset? test = null, TensorDataset? labels = null)
    {
        var loss = new CrossEntropyLoss();
        var optimizer = new Adam(network.Parameters(), lr);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            foreach (var (x, y) in Batches(data))
            {
                if (zeroes)
                    optimizer.ZeroGrad();
                loss.Call(network.Call(x), y).Backward();
                if (steps)
                    optimizer.Step();
            }
        }

        if (evaluates)
            Evaluator.Run(network, loss, labels ?? test ?? Others);
        GC.KeepAlive(optimizer);
    }

    private static void Fit(Dataset train, Dataset validation)
    {
        Module network = Plain();
        var loader = new DataLoader(train, new LoaderOptions { BatchSize = 20, Shuffle = true, Rng = new Rng(5) });
        new Trainer(network, new CrossEntropyLoss(), new Adam(network.Parameters(), 0.01)).Fit(
            loader, new TrainerOptions { Epochs = 4 }, validation);
    }

    /// <summary>Two clouds apart.</summary>
    private static TensorDataset Points(int count, ulong seed)
    {
        var classes = Tensor.Wrap<long>([.. Enumerable.Range(0, count).Select(i => (long)(i % 2))]);
        Tensor centre = (classes.To(DType.Float32) * 4 - 2).Unsqueeze(1);
        return new TensorDataset(Tensor.Randn([count, 2], rng: new Rng(seed)) + centre, classes, ["a", "b"]);
    }

    /// <summary>Three clouds of as many points in a row, the middle one hard to tell.</summary>
    private static TensorDataset ThreeClouds()
    {
        var classes = Tensor.Wrap<long>([.. Enumerable.Range(0, 210).Select(i => (long)(i % 3))]);
        Tensor centre = (classes.To(DType.Float32) * 4 - 4).Unsqueeze(1);
        return new TensorDataset(Tensor.Randn([210, 2], rng: new Rng(3)) + centre, classes, ["a", "b", "c"]);
    }

    /// <summary>A table of few values: most rows are there many times.</summary>
    private static TensorDataset Rounded(ulong seed)
    {
        var points = Points(200, seed);
        return points.With(inputs: points.Inputs.Sign());
    }

    private sealed class Hidden : Module
    {
        private readonly Sequential _inner = Net(new Linear(2, 8), new Relu(), new Linear(8, 2));
        private readonly Linear _last;

        public Hidden(bool frozen = false)
        {
            _last = RegisterModule("last", new Linear(2, 2));
            if (frozen)
            {
                foreach (var parameter in _inner.Parameters())
                    parameter.RequiresGrad = false;
            }
        }

        protected override Tensor Forward(Tensor x) => _last.Call(_inner.Call(x).Tanh());
    }
}
