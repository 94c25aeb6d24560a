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
}
