using Madaline.Tests.Deferred;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>How often the host waits for the device inside a step of training.</summary>
public sealed class WaitsTests
{
    public static TheoryData<string> Rows => [.. WaitRows.All.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_step_waits_for_the_device_as_often_as_the_table_says(string name)
    {
        var (recipe, allowed) = WaitRows.All[name];
        Wait[][] steps = Train(recipe);
        Assert.Equal(2 * 3, steps.Length);
        for (int i = 0; i < steps.Length; i++)
        {
            Wait[] waits = steps[i];
            Assert.True(waits.Length == allowed, $"{name}: step {i + 1} waits {waits.Length} times; the table says "
                + $"{allowed}. Where it became fewer, lower the table; where more, keep the host out of the step:\n"
                + string.Join('\n', waits.Select(wait => wait.ToString())));
        }
    }

    [Fact]
    public void Every_loss_optimizer_and_schedule_of_recipes_has_a_row()
    {
        Recipe[] recipes = [.. WaitRows.All.Values.Select(row => row.Recipe)];
        Assert.Equal(RecipeCatalog.Losses.Keys.Order(), recipes.Select(r => r.Loss.Type).Distinct().Order());
        Assert.Equal(RecipeCatalog.Optimizers.Keys.Order(), recipes.Select(r => r.Optimizer.Type).Distinct().Order());
        var schedules = recipes.Select(r => r.Schedule?.Type).OfType<string>();
        Assert.Equal(RecipeCatalog.Schedules.Keys.Order(), schedules.Distinct().Order());
    }

    [Fact]
    public void A_step_computes_what_it_computes_on_the_processor()
    {
        Recipe recipe = WaitRows.All["residual, clip-norm"].Recipe;
        var there = new Experiment(recipe, Toy.Pictures(18), Toy.Names(3), device: new DeferredDevice());
        var here = Toy.Experiment(recipe, Toy.Pictures(18));
        EpochResult[] expected = [.. here.Train().Epochs], actual = [.. there.Train().Epochs];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i].Loss, actual[i].Loss, 1e-4);
    }

    /// <summary>Trains two epochs of three steps, and tells the waits of each.</summary>
    private static Wait[][] Train(Recipe recipe)
    {
        var device = new DeferredDevice();
        bool isTable = recipe.Transforms[0].Type == "z-score";
        var experiment = new Experiment(
            recipe, isTable ? Toy.Clouds(18) : Toy.Pictures(18), Toy.Names(3), device: device);
        var steps = new StepWaits(device);
        experiment.Train(callbacks: [steps]);
        return [.. steps.All];
    }

    private sealed class StepWaits(DeferredDevice device) : TrainerCallback
    {
        private int _seen = device.Waits.Count;

        public List<Wait[]> All { get; } = [];

        public override bool OnStep(in TrainingProgress progress)
        {
            var waits = device.Waits;
            All.Add([.. waits.Skip(_seen)]);
            _seen = waits.Count;
            return true;
        }

        /// <summary>What an epoch's end reads belongs to no step.</summary>
        public override bool OnEpoch(EpochResult epoch)
        {
            _seen = device.Waits.Count;
            return true;
        }
    }
}
