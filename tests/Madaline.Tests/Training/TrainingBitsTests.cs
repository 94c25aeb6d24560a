using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>The same seed gives the same bits.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class TrainingBitsTests
{
    // Large enough that products, elementwise work and the optimizer are split among threads.
    private static readonly Recipe Large = Toy.Stateful with
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
        var samples = Toy.Clouds(512, features: 333);
        (string Sum, double Loss) Train()
        {
            var experiment = Toy.Experiment(Large, samples);
            double loss = experiment.Train().Epochs[^1].Loss;
            return (experiment.Model.WeightsSha256(), loss + experiment.Evaluate(samples).Loss);
        }

        var alone = ThreadsCollection.With(1, Train);
        foreach (int threads in (int[])[2, 3, 8])
            Assert.Equal(alone, ThreadsCollection.With(threads, Train));
        Assert.NotEqual(alone.Sum, Toy.Experiment(Large with { Seed = 9 }, samples).Model.WeightsSha256());
    }

    /// <summary>
    /// A change of these sums means that weights trained before cannot be reached again: say so in the changelog.
    /// They were made on x64 with 512-bit vectors, and must be the same on every processor.
    /// </summary>
    [Theory]
    [InlineData("adam", "")]
    [InlineData("sgd", "")]
    [InlineData("rmsprop", "")]
    public void From_one_version_to_the_next(string optimizer, string expected)
    {
        Recipe recipe = Toy.Stateful with { Optimizer = Toy.Rate(optimizer, 0.02), Schedule = new Spec("cosine") };
        var experiment = Toy.Experiment(recipe, Toy.Clouds(40));
        experiment.Train();
        Assert.Equal(expected, experiment.Model.WeightsSha256());
    }
}
