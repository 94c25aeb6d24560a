using Madaline.Formats;

namespace Madaline.Tests.Formats;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["epochs", "batch", "lr", "seed", "cross-entropy", "nll", "batch-norm", "max-pool2d", "adam", "adamw"];

    [Theory]
    [InlineData("epoch", "epochs")]
    [InlineData("epcohs", "epochs")]
    [InlineData("Epochs", "epochs")]
    [InlineData("crossentropy", "cross-entropy")]
    [InlineData("cross_entropy", "cross-entropy")]
    [InlineData("CrossEntropy", "cross-entropy")]
    [InlineData("BatchNorm", "batch-norm")]
    [InlineData("adm", "adam")]
    [InlineData("adamW", "adamw")]
    [InlineData("sed", "seed")]
    [InlineData("max-pool", "max-pool2d")]
    [InlineData("batch-size", "batch")]
    [InlineData("zebra", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_proposed_and_none_that_is_far(string wrong, string? near)
    {
        Assert.Equal(near, NearestName.Of(wrong, Names));
        Assert.Equal(near is null ? "" : $" Did you mean {near}?", NearestName.Hint(wrong, Names));
    }

    [Theory]
    [InlineData("mnist", " Did you mean mnist-fcn, mnist-cnn or mnist-quadratic?")]
    [InlineData("cif", " Did you mean cifar10-a, cifar10-b, cifar10-c, cifar10-d, cifar10-e, cifar10-f, …?")]
    [InlineData("MNIST_FCN", " Did you mean mnist-fcn?")]
    [InlineData("mn", "")]
    public void Several_names_that_begin_so_are_all_proposed(string wrong, string hint) => Assert.Equal(hint, NearestName.Hint(wrong,
        ["wheat", "mnist-fcn", "mnist-cnn", "mnist-quadratic", .. "abcdefgh".Select(c => $"cifar10-{c}")]));
}
