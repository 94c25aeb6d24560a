using Madaline.Data;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>
/// A network with convolutions, batch norm, residual ways, dropout and augmentation has the same bits for any number of
/// threads and after every stop.
/// </summary>
[Collection(ThreadsCollection.Name)]
public sealed class ConvolutionalBitsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("madaline-").FullName;

    // Channels and images that leave tiles, lanes and shards partly filled, and enough work for several threads.
    internal static readonly Recipe Images = Toy.Stateful with
    {
        Transforms =
        [
            new Spec("random-crop").With("padding", 2.0), new Spec("flip"), new Spec("normalize").With("mean", 0.5).With("std", 0.25),
        ],
        Layers =
        [
            Conv(13, 5).With("stride", 1.0), new Spec("batch-norm"), new Spec("relu"), new Spec("max-pool").With("kernel", 2.0),
            new Spec("dropout2d").With("p", 0.1),
            new Spec("residual").With("layers", new Spec[] { Conv(24, 3).With("stride", 2.0).With("padding", 1.0), new("batch-norm"), new("relu"), Conv(24, 3).With("padding", 1.0) }),
            new Spec("group-norm").With("groups", 4.0), new Spec("avg-pool").With("kernel", 2.0),
            new Spec("flatten"), new Spec("dropout").With("p", 0.3), Toy.Last,
        ],
        Batch = 40,
        Epochs = 2,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void For_any_number_of_threads()
    {
        var samples = Data();
        (string Sum, double Loss) Train()
        {
            var experiment = new Experiment(Images, samples);
            double loss = experiment.Train().Epochs[^1].Loss;
            return (experiment.Model.WeightsSha256(), loss + experiment.Evaluate(samples).Loss);
        }

        var alone = ThreadsCollection.With(1, Train);
        foreach (var (threads, distance) in ThreadsCollection.Teams)
            Assert.Equal(alone, ThreadsCollection.With(threads, Train, distance));
        Assert.NotEqual(alone.Sum, new Experiment(Images with { Seed = 9 }, samples).Model.WeightsSha256());
    }

    [Fact]
    public void After_a_stop_at_any_step()
    {
        var whole = new Experiment(Images, Data());
        whole.Train();
        foreach (int[] stops in (int[][])[[1], [2, 1], [3], [4, 1, 1]])
        {
            string path = Path.Combine(_folder, $"{string.Join('-', stops)}.safetensors");
            foreach (int steps in stops)
                Run(steps, path);
            Assert.Equal(whole.Model.WeightsSha256(), Run(int.MaxValue, path).Model.WeightsSha256());
        }
    }

    private static Experiment Run(int steps, string path)
    {
        var experiment = new Experiment(Images, Data());
        using var source = new CancellationTokenSource();
        var reports = new TrainerTests.Reports { Then = _ => { if (--steps == 0) source.Cancel(); } };
        experiment.Train(new Checkpoint(path), progress: reports, cancellationToken: source.Token);
        return experiment;
    }

    private static Spec Conv(int channels, int kernel) => new Spec("conv").With("channels", (double)channels).With("kernel", (double)kernel);

    internal static TensorDataset Data()
    {
        var rng = new Rng(5);
        Tensor targets = Tensor.Arange(120) % 3;
        Tensor inputs = Tensor.Uniform([120, 3, 29, 27], 0, 1, rng: rng) * 0.7 + targets.To(DType.Float32).Reshape(120, 1, 1, 1) * 0.1;
        return new TensorDataset(inputs, targets, Toy.Names(3));
    }
}
