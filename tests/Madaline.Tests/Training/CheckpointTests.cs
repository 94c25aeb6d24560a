using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Toy.Folder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string File => Path.Combine(_folder, "checkpoints", "last.safetensors");

    public static TheoryData<string> Others => ["layers", "optimizer", "rate", "batch", "seed", "loss", "schedule", "clip"];

    [Theory]
    [MemberData(nameof(Others))]
    public void A_checkpoint_of_another_recipe_is_refused_and_nothing_is_lost(string difference)
    {
        Recipe mine = Toy.Stateful;
        Stop(mine, 4);
        byte[] before = System.IO.File.ReadAllBytes(File);
        Recipe other = difference switch
        {
            "layers" => mine with { Layers = [Toy.Linear(5), Toy.Last] },
            "optimizer" => mine with { Optimizer = Toy.Rate("adamw", 0.02) },
            "rate" => mine with { Optimizer = Toy.Rate("adam", 0.03) },
            "batch" => mine with { Batch = 10 },
            "seed" => mine with { Seed = 4 },
            "loss" => mine with { Loss = new Spec("quadratic") },
            "schedule" => mine with { Schedule = null },
            _ => mine with { ClipNorm = 2 },
        };
        var error = Assert.Throws<DataFormatException>(() => Stop(other, 1));
        Assert.StartsWith(File, error.Message);
        Assert.Contains("another configuration", error.Message);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        Stop(mine with { Name = "renamed", Description = "as well" }, int.MaxValue);
    }

    [Fact]
    public void A_checkpoint_of_other_data_is_refused()
    {
        Stop(Toy.Stateful, 4);
        var error = Assert.Throws<DataFormatException>(() =>
            Toy.Experiment(Toy.Stateful, Toy.Clouds(48)).Train(new Checkpoint(File)));
        Assert.Contains("40 training samples in 5 steps an epoch; there are 48 in 6", error.Message);
    }

    [Fact]
    public void A_kill_while_saving_leaves_the_last_whole_checkpoint()
    {
        string expected = Stop(Toy.Stateful, int.MaxValue);
        System.IO.File.Delete(File);
        Stop(Toy.Stateful, 4);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        foreach (int length in (int[])[0, 7, 100, whole.Length - 1])
            System.IO.File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(File)!, $".last.safetensors.{length}.tmp"), whole[..length]);
        Assert.Equal(expected, Stop(Toy.Stateful, int.MaxValue));
    }

    [Fact]
    public void A_model_file_is_no_checkpoint_and_a_checkpoint_no_model()
    {
        var experiment = Toy.Experiment(Toy.Plain, Toy.Clouds(40));
        experiment.Model.Save(File);
        Assert.Contains("no checkpoint", Assert.Throws<DataFormatException>(() => experiment.Train(new Checkpoint(File))).Message);
        System.IO.File.Delete(File);
        Stop(Toy.Plain, 2);
        Assert.Throws<DataFormatException>(() => TrainedModel.Load(Toy.Plain, File));
    }

    [Fact]
    public void A_truncated_checkpoint_is_refused_at_every_length()
    {
        Stop(Toy.Plain, 2);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int length = 0; length < whole.Length; length += 101)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            Assert.Throws<DataFormatException>(() => Stop(Toy.Plain, 1));
        }
    }

    /// <summary>Trains for a number of steps, from the checkpoint where there is one.</summary>
    private string Stop(Recipe recipe, int steps)
    {
        var experiment = Toy.Experiment(recipe, Toy.Clouds(40));
        using var source = new CancellationTokenSource();
        var reports = new TrainerTests.Reports { Then = _ => { if (--steps == 0) source.Cancel(); } };
        experiment.Train(new Checkpoint(File), progress: reports, cancellationToken: source.Token);
        return experiment.Model.WeightsSha256();
    }
}
