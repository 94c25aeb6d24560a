using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>
/// Sums of weights after small trainings. A change means that weights trained before cannot be reached again: say so in the
/// changelog. Made on x64 with 512-bit vectors; the same on every processor, with any number of threads.
/// </summary>
public sealed class PinnedBitsTests
{
    [Theory]
    [InlineData("adam", "0b880327b2303a23eed4a6f153142a4c1b0b3e793ad231e077a9df7a730c53fd")]
    [InlineData("sgd", "908225e3f9645f375f76d55491eb568127788e28104b7fe717445e3fe4f3fcc3")]
    [InlineData("rmsprop", "aba4ca6b7aecc5ce539d9d27daeb690b114da413769b6ef4b210a7fa914240ae")]
    public void A_small_network_has_the_same_weights_from_one_version_to_the_next(string optimizer, string expected)
    {
        Recipe recipe = Toy.Stateful with { Optimizer = Toy.Rate(optimizer, 0.02), Schedule = new Spec("cosine") };
        Check(recipe, Toy.Clouds(40), expected);
    }

    [Fact]
    public void So_has_one_that_takes_several_threads() =>
        Check(TrainingBitsTests.Large, TrainingBitsTests.LargeData(), "8672ae9b495744321f9916c829ad02278a019c5b27b0ef53dd9b4b5ff1146377");

    private static void Check(Recipe recipe, Samples samples, string expected)
    {
        var experiment = Toy.Experiment(recipe, samples);
        experiment.Train();
        string sum = experiment.Model.WeightsSha256();
        Assert.True(expected == sum, $"the weights' sum is {sum}");
    }
}
