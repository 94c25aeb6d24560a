using Madaline.NN;
using Madaline.Optim;
using Madaline.Tests.Deferred;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>Losses and right answers are read late; nothing else about them changes.</summary>
public sealed class LateReadingTests
{
    [Fact]
    public void Loss_and_accuracy_of_a_step_are_the_same_whenever_they_are_asked_for()
    {
        var early = new Asker { AsksFor = _ => true };
        var late = new Asker { AsksFor = _ => false };
        var some = new Asker { AsksFor = step => step % 7 == 0 };
        EpochResult[] epochs = [.. ((Asker[])[early, late, some]).Select(asker => Train(asker).Epochs[0])];
        Assert.Equal(150, early.Numbers.Count);
        Assert.Equal(early.Numbers, late.All.Select(p => (p.Loss, p.Accuracy)));
        Assert.Equal(early.Numbers, some.All.Select(p => (p.Loss, p.Accuracy)));
        Assert.Equal(early.Numbers[^1], (epochs[0].Loss, epochs[0].Accuracy));
        Assert.Single(epochs.Select(e => (e.Loss, e.Accuracy)).Distinct());
        Assert.True(early.Numbers.Distinct().Count() > 100);
    }

    [Fact]
    public void Asking_waits_for_the_device_and_not_asking_does_not()
    {
        var device = new DeferredDevice();
        var asker = new Asker { AsksFor = step => step is 3 or 4 };
        int[] waits = new int[6];
        asker.Then = step => waits[step - 1] = device.Waits.Count;
        var (network, loader) = TrainerTests.Small(count: 6, batch: 1);
        network.To(device);
        new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters(), 0.1))
            .Fit(loader, new TrainerOptions { Callbacks = [asker] });
        Assert.Equal([0, 0, 1, 2, 2, 2], waits);
    }

    [Fact]
    public void Another_thread_may_ask()
    {
        var seen = new List<Task<double>>();
        var asker = new Asker { AsksFor = _ => false };
        asker.Then = step => seen.Add(Task.Run(() => asker.All[step - 1].Loss));
        Train(asker);
        var direct = new Asker { AsksFor = _ => true };
        Train(direct);
        Assert.Equal(direct.Numbers.Select(n => n.Loss), seen.Select(task => task.GetAwaiter().GetResult()));
    }

    [Theory]
    [InlineData(5, 64)]
    [InlineData(64, 64)]
    [InlineData(65, 128)]
    [InlineData(149, 150)]
    public void A_loss_of_NaN_is_noticed_late_and_told_with_its_own_step(int wrong, int noticed)
    {
        var asker = new Asker { AsksFor = _ => false };
        var error = Assert.Throws<TrainingException>(() => Train(asker, new WrongAt(wrong)));
        Assert.Contains($"the loss is NaN in epoch 1, step {wrong} (mean loss before: ", error.Message);
        Assert.Contains("(now 0.1)", error.Message);
        Assert.DoesNotContain("before: NaN", error.Message);
        Assert.InRange(asker.All.Count, noticed - 1, noticed);
        Assert.True(double.IsFinite(asker.All[wrong - 2].Loss));
        Assert.All(asker.All.Skip(wrong - 1), report => Assert.True(double.IsNaN(report.Loss)));
    }

    [Fact]
    public void Whoever_asks_after_every_step_stops_with_the_step_that_failed()
    {
        var asker = new Asker { AsksFor = _ => true };
        var error = Assert.Throws<TrainingException>(() => Train(asker, new WrongAt(5)));
        Assert.Contains("epoch 1, step 5", error.Message);
        Assert.Equal(5, asker.All.Count);
    }

    [Fact]
    public void What_goes_wrong_because_of_a_NaN_is_told_as_the_NaN()
    {
        var error = Assert.Throws<TrainingException>(() => Train(new Asker(), new WrongAt(5, throwsAt: 9)));
        Assert.Contains("epoch 1, step 5", error.Message);
        Assert.Throws<TensorException>(() => Train(new Asker(), new WrongAt(100, throwsAt: 9)));
    }

    [Fact]
    public void A_training_that_broke_off_goes_on_with_the_losses_that_were_on_the_device()
    {
        var (network, loader) = TrainerTests.Small(count: 20, batch: 2);
        var trainer = new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters(), 0.1));
        var breaks = new Asker { Then = step => { if (step == 4) throw new TimeoutException(); } };
        Assert.Throws<TimeoutException>(() => trainer.Fit(loader, new TrainerOptions { Callbacks = [breaks] }));
        double loss = trainer.Fit(loader).Epochs[0].Loss;
        var (same, sameLoader) = TrainerTests.Small(count: 20, batch: 2);
        double expected = new Trainer(same, new CrossEntropyLoss(), new Sgd(same.Parameters(), 0.1)).Fit(sameLoader)
            .Epochs[0].Loss;
        Assert.Equal(expected, loss);
    }

    [Fact]
    public void Right_answers_are_counted_alike_by_kernel_and_composition()
    {
        float[] values = [1, 1, 2, float.NaN, float.NegativeInfinity, float.PositiveInfinity, -0f, 0];
        var rng = new Rng(4);
        float[] scores = [.. Enumerable.Range(0, 400 * 3).Select(_ => values[rng.NextInt32(values.Length)])];
        long[] classes = [.. Enumerable.Range(0, 400).Select(_ => (long)rng.NextInt32(5) - 1)];
        long expected = classes.Where((c, i) => c == Best(scores.AsSpan(i * 3, 3))).LongCount();
        Assert.InRange(expected, 50, 350);
        foreach (string name in TestDevices.Names)
        {
            Device device = TestDevices.Named(name);
            Tensor count = Tensor.Zeros([], DType.Int64, device);
            CorrectAnswers.Count(Tensor.From(scores, [400, 3]).To(device), Tensor.From(classes).To(device), count);
            Assert.Equal(expected, count.Item<long>());
        }
    }

    private static int Best(ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int j = 1; j < row.Length; j++)
            best = row[j] > row[best] || (float.IsNaN(row[best]) && !float.IsNaN(row[j])) ? j : best;
        return best;
    }

    private static TrainingResult Train(Asker asker, Loss? loss = null)
    {
        var (network, loader) = TrainerTests.Small(count: 150, batch: 1);
        return new Trainer(network, loss ?? new CrossEntropyLoss(), new Sgd(network.Parameters(), 0.1))
            .Fit(loader, new TrainerOptions { Callbacks = [asker] });
    }

    private sealed class Asker : TrainerCallback
    {
        public Func<int, bool> AsksFor { get; init; } = _ => false;

        public Action<int> Then { get; set; } = _ => { };

        public List<TrainingProgress> All { get; } = [];

        public List<(double Loss, double Accuracy)> Numbers { get; } = [];

        public override bool OnStep(in TrainingProgress progress)
        {
            All.Add(progress);
            if (AsksFor(progress.Step))
                Numbers.Add((progress.Loss, progress.Accuracy));
            Then(progress.Step);
            return true;
        }
    }

    /// <summary>Cross-entropy that is NaN once, and refuses its operands once.</summary>
    private sealed class WrongAt(int step, int throwsAt = 0) : Loss(LossReduction.Mean)
    {
        private readonly CrossEntropyLoss _loss = new();
        private int _calls;

        protected override Tensor Forward(Tensor output, Tensor target)
        {
            _calls++;
            if (_calls == throwsAt)
                throw new TensorException("test", "refused.");
            Tensor cost = _loss.Call(output, target);
            return _calls == step ? cost * double.NaN : cost;
        }
    }
}
