using System.Text;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Tests.Training;
using Madaline.Training;

namespace Madaline.Tests.Recipes;

public sealed class RunFolderTests : IDisposable
{
    private readonly string _folder = Toy.Folder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_keeps_recipe_model_and_metrics()
    {
        var run = RunFolder.Create(Path.Combine(_folder, "a", "b"), Toy.Stateful, out var reserved);
        reserved.Dispose();
        var experiment = Toy.Experiment(Toy.Stateful, Toy.Clouds(30));
        Assert.Equal(new RunRemedy(RunRemedyKind.Resume, run.Path), Assert.Throws<DataFormatException>(run.ReadModel).Remedy);
        Assert.Empty(run.ReadMetrics());
        var result = experiment.Train(new Checkpoint(run.CheckpointPath));
        run.WriteMetrics(result.Epochs);
        experiment.Model.Save(run.ModelPath);

        var again = RunFolder.Open(run.Path);
        Assert.Equal(Toy.Stateful, again.ReadRecipe());
        Assert.Equal(experiment.Model.WeightsSha256(), again.ReadModel().WeightsSha256());
        Assert.Equal(result.Epochs.Select(e => e with { Seconds = 0 }), again.ReadMetrics().Select(e => e with { Seconds = 0 }));
        Assert.Equal(
            ["checkpoints/last.safetensors", "metrics.jsonl", "model.safetensors", "recipe.json"],
            Directory.EnumerateFiles(run.Path, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(run.Path, f).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_not_written_over()
    {
        RunFolder.Create(_folder, Toy.Plain, out var reserved);
        reserved.Dispose();
        Assert.Equal(new RunRemedy(RunRemedyKind.OtherFolderOrResume, _folder), Assert.Throws<RunFolderException>(() => RunFolder.Create(_folder, Toy.Plain, out _)).Remedy);
        Assert.Contains("no run", Assert.Throws<RunFolderException>(() => RunFolder.Open(Path.Combine(_folder, "none"))).Message);
    }

    [Fact]
    public void A_folder_takes_one_training_at_a_time()
    {
        var run = new RunFolder(_folder);
        using (run.Reserve())
        {
            Assert.Contains("another training", Assert.Throws<RunFolderException>(() => new RunFolder(_folder).Reserve()).Message);
        }

        run.Reserve().Dispose();
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_run_is_one_from_the_moment_its_recipe_lies_there()
    {
        var run = RunFolder.Create(_folder, Toy.Plain, out var reserved);
        Assert.Equal(Toy.Plain, run.ReadRecipe());
        Assert.Contains("another training", Assert.Throws<RunFolderException>(run.Reserve).Message);
        reserved.Dispose();
        File.WriteAllText(run.RecipePath, "");
        Assert.Contains("its recipe.json is empty", Assert.Throws<RunFolderException>(() => RunFolder.Open(_folder)).Message);
        RunFolder.Create(_folder, Toy.Stateful, out reserved);
        reserved.Dispose();
        Assert.Equal(Toy.Stateful, RunFolder.Open(_folder).ReadRecipe());
    }

    [Fact]
    public void Of_many_that_claim_a_folder_at_once_one_gets_it()
    {
        for (int round = 0; round < 20; round++)
        {
            string folder = Path.Combine(_folder, $"{round}");
            int got = 0;
            Parallel.For(0, 8, _ =>
            {
                try
                {
                    RunFolder.Create(folder, Toy.Plain, out var reserved);
                    Interlocked.Increment(ref got);
                    reserved.Dispose();
                }
                catch (IOException e)
                {
                    Assert.True(e.Message.Contains("holds a run already") || e.Message.Contains("another training"), e.Message);
                }
            });
            Assert.Equal(1, got);
            Assert.Equal(["recipe.json"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
        }
    }

    [Fact]
    public void What_killed_trainings_left_half_written_is_removed_at_the_next_start()
    {
        var run = new RunFolder(_folder);
        Directory.CreateDirectory(Path.GetDirectoryName(run.CheckpointPath)!);
        string[] left = [".recipe.json.abcdefgh.x1z.tmp", "checkpoints/.last.safetensors.01234567.abc.tmp"];
        string[] own = [".mine.tmp", "notes.tmp", "checkpoints/.keep.tmp"];
        foreach (string name in (string[])[.. left, .. own])
            File.WriteAllText(Path.Combine(_folder, name), "x");
        run.Reserve().Dispose();
        Assert.Equal(own.Order(StringComparer.Ordinal), Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_that_vanished_is_written_again_and_one_that_another_took_is_not()
    {
        string folder = Path.Combine(_folder, "run");
        var samples = SampleFingerprints.Of(Toy.Clouds(6).Inputs);
        EpochResult[] epochs = [new(1, 0.5, 0.75, 0.1, 1, null, null)];
        var run = RunFolder.Create(folder, Toy.Plain, out var reserved);
        Directory.Delete(folder, recursive: true);
        Assert.False(reserved.IsHeld);
        run.Complete(ref reserved, Toy.Plain, samples, epochs);
        Assert.True(reserved.IsHeld);
        Assert.Equal((Toy.Plain, 6, 1), (run.ReadRecipe(), run.ReadTrainingSamples()!.Count, run.ReadMetrics().Count));

        Directory.Delete(folder, recursive: true);
        RunFolder.Create(folder, Toy.Stateful, out var other);
        Assert.Throws<RunFolderException>(() => run.Complete(ref reserved, Toy.Plain, samples, epochs));
        other.Dispose();
        Assert.Contains("another run", Assert.Throws<RunFolderException>(() => run.Complete(ref reserved, Toy.Plain, samples, epochs)).Message);
        reserved.Dispose();
        Assert.Equal(Toy.Stateful, run.ReadRecipe());
    }

    [Fact]
    public void Other_samples_than_those_learned_from_are_refused_with_their_number()
    {
        var run = new RunFolder(_folder);
        Tensor x = Toy.Clouds(12).Inputs;
        run.RequireSameSamples(SampleFingerprints.Of(x));
        run.WriteTrainingSamples(SampleFingerprints.Of(x.Narrow(0, 0, 10)), goesOn: false);
        run.RequireSameSamples(SampleFingerprints.Of(x.Narrow(0, 0, 10)));
        string message = Assert.Throws<ChangedDataException>(() => run.RequireSameSamples(SampleFingerprints.Of(x.Narrow(0, 3, 9)))).Message;
        Assert.Contains("Of its 10 training samples 3 are not there any more, and 2 of the 9 there are new", message);
    }

    [Fact]
    public void Metrics_are_one_object_a_line()
    {
        var run = new RunFolder(_folder);
        EpochResult[] epochs = [new(1, 0.5, 0.75, 0.1, 1.23456, null, null), new(2, 1e-9, 1, 1e-300, 0, 2.5, 0.125)];
        run.WriteMetrics(epochs);
        Assert.Equal("""
            {"event":"epoch","epoch":1,"loss":0.5,"accuracy":0.75,"lr":0.1,"seconds":1.2346}
            {"event":"epoch","epoch":2,"loss":1E-09,"accuracy":1,"lr":1E-300,"seconds":0,"validation_loss":2.5,"validation_accuracy":0.125}

            """, File.ReadAllText(run.MetricsPath));
        Assert.Equal([epochs[0] with { Seconds = 1.2346 }, epochs[1]], run.ReadMetrics());
    }

    [Theory]
    [InlineData("{}", 1)]
    [InlineData("\n\nnull", 3)]
    [InlineData("{\"epoch\":1.5,\"loss\":1,\"accuracy\":1,\"lr\":1,\"seconds\":1}", 1)]
    [InlineData("{\"epoch\":1,\"loss\":\"NaN\",\"accuracy\":1,\"lr\":1,\"seconds\":1}", 1)]
    [InlineData("{\"epoch\":1,\"loss\":1,\"accuracy\":1,\"lr\":1,\"seconds\":1,\"validation_loss\":null}", 1)]
    [InlineData("{\"epoch\":1,\"loss\":1,\"accuracy\":1,\"lr\":1,\"seconds\":1}\r\n{\"epoch\":2,\n", 2)]
    public void Damaged_metrics_are_refused_with_the_line(string text, int line)
    {
        var run = new RunFolder(_folder);
        File.WriteAllText(run.MetricsPath, text);
        Assert.StartsWith($"{run.MetricsPath}, line {line}: ", Assert.Throws<DataFormatException>(run.ReadMetrics).Message);
    }

    [Fact]
    public void A_line_without_end_is_refused_without_reading_it_as_text()
    {
        var run = new RunFolder(_folder);
        File.WriteAllBytes(run.MetricsPath, Encoding.UTF8.GetBytes("[" + new string('1', 4 << 20)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("line 1", Assert.Throws<DataFormatException>(run.ReadMetrics).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 9 << 20);
    }
}
