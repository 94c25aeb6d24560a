using Madaline.Data;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>Stopped and resumed training reaches the same bits as one never stopped.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly string _folder = Toy.Folder();

    private static readonly Recipe Patient = Toy.Stateful with { Patience = 2, Epochs = 12, Schedule = new Spec("step").With("size", 2.0) };

    public static TheoryData<string, int[]> Stops
    {
        get
        {
            var data = new TheoryData<string, int[]>();
            foreach (string recipe in Recipes.Keys)
            {
                foreach (int[] stops in (int[][])[[1], [2], [4], [5], [6], [9], [14], [15], [3, 8], [5, 10], [1, 2, 3, 14]])
                    data.Add(recipe, stops);
            }

            return data;
        }
    }

    private static Dictionary<string, Recipe> Recipes { get; } = new()
    {
        ["all"] = Toy.Stateful,
        ["patience"] = Patient,
        ["sgd"] = Toy.Stateful with { Optimizer = Toy.Rate("sgd", 0.05).With("momentum", 0.9).With("nesterov", true), Schedule = new Spec("cosine") },
        ["rmsprop"] = Toy.Stateful with { Optimizer = Toy.Rate("rmsprop", 0.01).With("momentum", 0.5), Schedule = new Spec("warm-up").With("steps", 7.0) },
        ["adagrad"] = Toy.Stateful with { Optimizer = Toy.Rate("adagrad", 0.05), Schedule = new Spec("decay").With("decay", 0.1), ClipNorm = null, ClipValue = 0.01 },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Stops))]
    public void Stopped_after_any_step_it_goes_on_to_the_same_bits(string name, int[] stops)
    {
        Recipe recipe = Recipes[name];
        var whole = Toy.Experiment(recipe, Data());
        var expected = whole.Train();
        foreach (int stop in stops)
        {
            var cut = Run(recipe, stop - stops.TakeWhile(s => s < stop).LastOrDefault());
            Assert.True(cut.Result.End == TrainingEnd.Cancelled || stop >= 15, $"{stop}: {cut.Result.End}");
        }

        var (resumed, result) = Run(recipe, int.MaxValue);
        Assert.Equal(whole.Model.WeightsSha256(), resumed.Model.WeightsSha256());
        Assert.Equal((expected.End, expected.BestEpoch), (result.End, result.BestEpoch));
        Assert.Equal(expected.Epochs.Select(WithoutSeconds), result.Epochs.Select(WithoutSeconds));
        Assert.Equal(whole.Evaluate(Data()).Loss, resumed.Evaluate(Data()).Loss);
    }

    [Fact]
    public void A_training_that_is_done_stays_as_it_is()
    {
        foreach (Recipe recipe in (Recipe[])[Toy.Stateful, Patient])
        {
            string folder = Path.Combine(_folder, recipe.Epochs.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var (first, result) = Run(recipe, int.MaxValue, folder);
            var (second, again) = Run(recipe, int.MaxValue, folder);
            Assert.Equal(first.Model.WeightsSha256(), second.Model.WeightsSha256());
            Assert.Equal((result.End, result.Epochs.Count), (again.End, again.Epochs.Count));
            Assert.Equal(result.Seconds, again.Seconds);
        }
    }

    [Fact]
    public void More_epochs_may_be_asked_for()
    {
        Recipe recipe = Toy.Stateful with { Schedule = null };
        Run(recipe, int.MaxValue);
        var (more, result) = Run(recipe with { Epochs = 5 }, int.MaxValue);
        var whole = Toy.Experiment(recipe with { Epochs = 5 }, Data());
        whole.Train();
        Assert.Equal((5, whole.Model.WeightsSha256()), (result.Epochs.Count, more.Model.WeightsSha256()));
    }

    [Fact]
    public void Batches_fetched_ahead_are_not_lost()
    {
        var wide = Toy.Clouds(40, features: 9000);
        var whole = Toy.Experiment(Toy.Stateful, wide);
        whole.Train();
        Run(Toy.Stateful, 3, samples: wide);
        Run(Toy.Stateful, 4, samples: wide);
        Assert.Equal(whole.Model.WeightsSha256(), Run(Toy.Stateful, int.MaxValue, samples: wide).Experiment.Model.WeightsSha256());
    }

    [Fact]
    public void Saving_after_every_step_changes_no_bit()
    {
        var saved = Toy.Experiment(Toy.Stateful, Data());
        saved.Train(new Checkpoint(Path.Combine(_folder, "last.safetensors"), intervalSeconds: 0));
        var plain = Toy.Experiment(Toy.Stateful, Data());
        plain.Train();
        Assert.Equal(plain.Model.WeightsSha256(), saved.Model.WeightsSha256());
    }

    private static EpochResult WithoutSeconds(EpochResult epoch) => epoch with { Seconds = 0 };

    // 40 samples in batches of 8 (36 in 5 with a tenth set aside): 5 steps an epoch.
    private static TensorDataset Data() => Toy.Clouds(40);

    private (Experiment Experiment, TrainingResult Result) Run(Recipe recipe, int steps, string? folder = null, TensorDataset? samples = null)
    {
        var experiment = Toy.Experiment(recipe, samples ?? Data());
        using var source = new CancellationTokenSource();
        var reports = new TrainerTests.Reports { Then = _ => { if (--steps == 0) source.Cancel(); } };
        var checkpoint = new Checkpoint(Path.Combine(folder ?? _folder, "last.safetensors"));
        var result = experiment.Train(checkpoint, progress: reports, cancellationToken: source.Token);
        Assert.True(checkpoint.Exists);
        return (experiment, result);
    }
}
