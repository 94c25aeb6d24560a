using Madaline.Data;
using Madaline.Recipes;
using Madaline.Tests.Deferred;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>How often the host waits for the device inside a step of training.</summary>
public sealed class WaitsTests
{
    public static TheoryData<string> Rows => [.. WaitRows.All.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void No_step_waits_for_the_device(string name)
    {
        var waits = Train(WaitRows.All[name]);
        Assert.Equal(2 * 3, waits.Steps.Count);
        for (int i = 0; i < waits.Steps.Count; i++)
        {
            Wait[] step = waits.Steps[i];
            Assert.True(step.Length == 0, $"{name}: step {i + 1} waits {step.Length} times; expected 0. Keep the host "
                + "out of the step:\n" + Causes(step));
        }

        // Losses, right answers, and whether all weights are finite.
        Assert.All(waits.EpochEnds, end => Assert.True(end.Length == 1, $"{name}: an epoch's end waits "
            + $"{end.Length} times; expected 1:\n" + Causes(end)));
    }

    [Fact]
    public void Losses_are_read_every_64_steps()
    {
        Recipe recipe = WaitRows.All["fully connected"] with { Epochs = 1, Batch = 1 };
        Wait[][] steps = [.. Train(recipe, samples: 130).Steps];
        int[] waiting = [.. Enumerable.Range(1, steps.Length).Where(step => steps[step - 1].Length > 0)];
        Assert.Equal([64, 128], waiting);
    }

    [Fact]
    public void An_evaluation_waits_once()
    {
        var device = new DeferredDevice();
        Recipe recipe = WaitRows.All["residual"];
        var experiment = new Experiment(recipe, Toy.Pictures(18), device);
        Dataset data = experiment.Model.Prepare(Toy.Pictures(18));
        var evaluation = Evaluator.Run(experiment.Model.Network, experiment.Loss, data, batchSize: 4);
        Assert.Equal(18, evaluation.Evaluated);
        Assert.True(device.Waits.Count == 1, Causes([.. device.Waits]));
    }

    [Fact]
    public void A_step_computes_what_it_computes_on_the_processor()
    {
        Recipe recipe = WaitRows.All["residual, clip-norm"];
        var there = new Experiment(recipe, Toy.Pictures(18), new DeferredDevice());
        var here = Toy.Experiment(recipe, Toy.Pictures(18));
        EpochResult[] expected = [.. here.Train().Epochs], actual = [.. there.Train().Epochs];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i].Loss, actual[i].Loss, 1e-4);
    }

    private static string Causes(Wait[] waits) => string.Join('\n', waits.Select(wait => wait.ToString()));

    /// <summary>Trains, and tells the waits of each step and of each epoch's end.</summary>
    private static StepWaits Train(Recipe recipe, int samples = 18)
    {
        var device = new DeferredDevice();
        bool isTable = recipe.Transforms[0].Type == "z-score";
        var data = RecipeCatalog.TaskOf(recipe).HasNumbers ? Toy.Numbers(samples)
            : isTable ? Toy.Clouds(samples) : Toy.Pictures(samples);
        var experiment = new Experiment(recipe, data, device);
        var steps = new StepWaits(device);
        experiment.Train(callbacks: [steps]);
        return steps;
    }

    private sealed class StepWaits(DeferredDevice device) : TrainerCallback
    {
        private int _seen = device.Waits.Count;

        public List<Wait[]> Steps { get; } = [];

        public List<Wait[]> EpochEnds { get; } = [];

        public override bool OnStep(in TrainingProgress progress)
        {
            Steps.Add(SinceLast());
            return true;
        }

        public override bool OnEpoch(EpochResult epoch)
        {
            EpochEnds.Add(SinceLast());
            return true;
        }

        private Wait[] SinceLast()
        {
            var waits = device.Waits;
            Wait[] found = [.. waits.Skip(_seen)];
            _seen = waits.Count;
            return found;
        }
    }
}
