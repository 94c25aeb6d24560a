using System.Text;
using Madaline.Formats;
using Madaline.Training;

namespace Madaline.Tests.Training;

public sealed class RunFolderTests : IDisposable
{
    private readonly string _folder = Toy.Folder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_keeps_recipe_model_and_metrics()
    {
        var run = RunFolder.Create(Path.Combine(_folder, "a", "b"), "toy");
        var experiment = Toy.Experiment(Toy.Stateful, Toy.Clouds(30));
        run.WriteRecipe(Toy.Stateful);
        Assert.Contains("--resume", Assert.Throws<DataFormatException>(run.ReadModel).Message);
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
        var run = RunFolder.Create(_folder, "toy");
        run.WriteRecipe(Toy.Plain);
        Assert.Contains("--resume", Assert.Throws<IOException>(() => RunFolder.Create(_folder, "toy")).Message);
        Assert.Contains("no run", Assert.Throws<DirectoryNotFoundException>(() => RunFolder.Open(Path.Combine(_folder, "none"))).Message);
    }

    [Fact]
    public void A_folder_takes_one_training_at_a_time()
    {
        var run = new RunFolder(_folder);
        using (run.Reserve())
        {
            Assert.Contains("another training", Assert.Throws<IOException>(() => new RunFolder(_folder).Reserve()).Message);
        }

        run.Reserve().Dispose();
        Assert.Empty(Directory.GetFiles(_folder));
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
    [InlineData("{\"epoch\":1,\"loss\":1,\"accuracy\":1,\"lr\":1,\"seconds\":1}\r\n{\"epoch\":2,", 2)]
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
