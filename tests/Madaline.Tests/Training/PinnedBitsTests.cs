using Madaline.Data;
using Madaline.Recipes;

namespace Madaline.Tests.Training;

/// <summary>
/// Sums of weights after small trainings. A change means that weights trained before cannot be reached again: say so in
/// the changelog. Made on x64 with 512-bit vectors; the same on every processor, with any number of threads.
/// </summary>
public sealed class PinnedBitsTests
{
    [Theory]
    [InlineData("adam", "66d5d9e69178fabb9e315992016a3bd1e80b96a5599d6b22d4005f81e26e912b")]
    [InlineData("sgd", "cb5a486b527241271a23c75022b666aad4fd102dc0dee10105f570f7d98b15cf")]
    [InlineData("rmsprop", "7c035042c7d0e7ff5dcb331b19ed00a2d59b07573de1be3e8f4acd78c4da9f9f")]
    public void A_small_network_has_the_same_weights_from_one_version_to_the_next(string optimizer, string expected)
    {
        Recipe recipe = Toy.Stateful with { Optimizer = Toy.Rate(optimizer, 0.02), Schedule = new Spec("cosine") };
        Check(recipe, Toy.Clouds(40), expected);
    }

    [Fact]
    public void So_has_one_that_takes_several_threads() =>
        Check(TrainingBitsTests.Large, TrainingBitsTests.LargeData(), "93cfe5571b2d3460a33bf438a65f88daffb7793be2b8ca199b89bc28d9b523a2");

    [Fact]
    public void So_has_one_with_convolutions() => Check(ConvolutionalBitsTests.Images, ConvolutionalBitsTests.Data(), "87d798c11d91fe0a2a4901d47d902dce93e9b211bae66ed2538b6cdca7d83941");

    private static void Check(Recipe recipe, TensorDataset samples, string expected)
    {
        var experiment = Toy.Experiment(recipe, samples);
        experiment.Train();
        string sum = experiment.Model.WeightsSha256();
        Assert.True(expected == sum, $"the weights' sum is {sum}");
    }
}
