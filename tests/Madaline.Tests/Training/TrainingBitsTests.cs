using System.Diagnostics;
using System.Runtime.Intrinsics;
using Madaline.Data;
using Madaline.Recipes;

namespace Madaline.Tests.Training;

/// <summary>The same seed gives the same bits.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class TrainingBitsTests
{
    // Large enough that products, elementwise work and the optimizer are split among threads.
    internal static readonly Recipe Large = Toy.Stateful with
    {
        Layers =
        [
            Toy.Linear(512), new Spec("batch-norm"), new Spec("relu"), new Spec("dropout").With("p", 0.3),
            Toy.Linear(301), new Spec("layer-norm"), new Spec("gelu"), new Spec("dropout"), Toy.Last,
        ],
        Batch = 128,
        Epochs = 2,
    };

    [Fact]
    public void For_any_number_of_threads()
    {
        var samples = LargeData();
        (string Sum, double Loss) Train()
        {
            var experiment = Toy.Experiment(Large, samples);
            double loss = experiment.Train().Epochs[^1].Loss;
            return (experiment.Model.WeightsSha256(), loss + experiment.Evaluate(samples).Loss);
        }

        var alone = ThreadsCollection.With(1, Train);
        foreach (var (threads, distance) in ThreadsCollection.Teams)
            Assert.Equal(alone, ThreadsCollection.With(threads, Train, distance));
        Assert.NotEqual(alone.Sum, Toy.Experiment(Large with { Seed = 9 }, samples).Model.WeightsSha256());
    }

    [Fact]
    public async Task With_wider_vectors_switched_off()
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "This processor has no wider vectors to switch off.");

        // The same tests in a process of their own.
        string program = Environment.ProcessPath!, library = Path.Combine(AppContext.BaseDirectory, "Madaline.Tests.dll");
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] filter = ["--filter-class", typeof(PinnedBitsTests).FullName!];
        var start = new ProcessStartInfo(program, isHost ? [library, .. filter] : filter) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_EnableAVX512"] = "0";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Contains("total: 5", output);
    }

    internal static TensorDataset LargeData() => Toy.Clouds(512, features: 333);
}
