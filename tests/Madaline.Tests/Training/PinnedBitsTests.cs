using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>
/// Sums of weights after small trainings. A change means that weights trained before cannot be reached again: say so in the
/// changelog. Made on x64 with 512-bit vectors; the same on every processor, with any number of threads.
/// </summary>
public sealed class PinnedBitsTests
{
    [Theory]
    [InlineData("adam", "A")]
    [InlineData("sgd", "S")]
    [InlineData("rmsprop", "R")]
    public void A_small_network_has_the_same_weights_from_one_version_to_the_next(string optimizer, string expected)
    {
        Recipe recipe = Toy.Stateful with { Optimizer = Toy.Rate(optimizer, 0.02), Schedule = new Spec("cosine") };
        Check(recipe, Toy.Clouds(40), expected);
    }

    [Fact]
    public void So_has_one_that_takes_several_threads() =>
        Check(TrainingBitsTests.Large, TrainingBitsTests.LargeData(), "L");

    private static void Check(Recipe recipe, Samples samples, string expected)
    {
        var experiment = Toy.Experiment(recipe, samples);
        experiment.Train();
        string sum = experiment.Model.WeightsSha256();
        Assert.True(expected == sum, $"the weights' sum is {sum}");
    }
}
