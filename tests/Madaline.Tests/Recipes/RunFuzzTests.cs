using System.Text;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Tests.Fuzzing;
using Madaline.Tests.Training;
using Madaline.Training;

namespace Madaline.Tests.Recipes;

/// <summary>Damaged run folders: one documented exception, bounded memory.</summary>
public sealed class RunFuzzTests : IDisposable
{
    private const int Count = 2_000;

    private readonly RunFolder _run = new(Toy.Folder());

    public RunFuzzTests()
    {
        var experiment = Toy.Experiment(Recipe, Toy.Clouds(40));
        var result = experiment.Train(new Checkpoint(_run.CheckpointPath));
        _run.WriteRecipe(Recipe);
        _run.WriteMetrics(result.Epochs);
        experiment.Model.Save(_run.ModelPath);
    }

    private static Recipe Recipe { get; } = Toy.Stateful with { Patience = 2, Epochs = 4 };

    public void Dispose() => Directory.Delete(_run.Path, recursive: true);

    [Fact]
    public void Damaged_models_are_refused()
    {
        string path = _run.ModelPath;
        var (read, refused) = Fuzz.Run([File.ReadAllBytes(path)], Count, Read(path, () => TrainedModel.Load(Recipe, path).Predict(Tensor.Zeros([2, 4]))), Bound);
        Assert.True(read > 50 && refused > 500, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Damaged_recipes_beside_a_good_model_are_refused()
    {
        string path = _run.RecipePath;
        var (read, refused) = Fuzz.Run([File.ReadAllBytes(path)], Count, Read(path, () => _run.ReadModel()), Bound);
        Assert.True(read > 20 && refused > 500, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Damaged_metrics_are_refused()
    {
        string path = _run.MetricsPath;
        var (read, refused) = Fuzz.Run([File.ReadAllBytes(path)], Count, Read(path, () => _run.ReadMetrics()), Bound);
        Assert.True(read > 50 && refused > 500, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Damaged_checkpoints_are_refused_or_gone_on_with()
    {
        string path = _run.CheckpointPath;
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var (read, refused) = Fuzz.Run([File.ReadAllBytes(path)], Count, Read(path, () =>
        {
            Toy.Experiment(Recipe, Toy.Clouds(40)).Train(new Checkpoint(path), cancellationToken: cancelled.Token);
        }), Bound);
        Assert.True(read > 50 && refused > 500, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Numbers_of_a_checkpoint_that_are_out_of_range_are_refused()
    {
        var file = SafeTensors.Read(_run.CheckpointPath);
        string numbers = file.Metadata["numbers"];
        string[] lies =
        [
            "\"epoch\":-1", "\"epoch\":1e300", "\"epoch\":0.5", "\"epoch\":9", "\"step\":6", "\"step\":-1", "\"seen\":-1", "\"loss_sum\":\"NaN\"",
            "\"loss_sum\":1e999", "\"best_epoch\":-2", "\"rng.3.mask\":-5", "\"rng.3.mask\":1e30", "\"schedule.step\":-1", "\"optimizer.0.step\":-1",
            "\"optimizer.group.0.lr\":-1", "\"samples\":41", "\"steps\":0",
        ];
        foreach (string lie in lies)
        {
            string key = lie[..(lie.IndexOf(':', StringComparison.Ordinal) + 1)];
            int at = numbers.IndexOf(key, StringComparison.Ordinal), end = numbers.IndexOfAny([',', '}'], at);
            Assert.True(at >= 0, key);
            SafeTensors.Write(_run.CheckpointPath, file.Tensors, new Dictionary<string, string>(file.Metadata) { ["numbers"] = numbers[..at] + lie + numbers[end..] });
            Assert.Throws<DataFormatException>(() => Toy.Experiment(Recipe, Toy.Clouds(40)).Train(new Checkpoint(_run.CheckpointPath)));
        }
    }

    // The experiment and the network that a file is loaded into are not the file's doing: half a MiB beside the bound of readers.
    private static long Bound(long length, long result) => (2 * length) + (3 << 19);

    private static Func<byte[], long> Read(string path, Action read) => bytes =>
    {
        File.WriteAllBytes(path, bytes);
        read();
        return 0;
    };
}
