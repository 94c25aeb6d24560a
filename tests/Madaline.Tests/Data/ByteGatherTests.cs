using Madaline.Data;
using Madaline.Tests.Data.Transforms;

namespace Madaline.Tests.Data;

/// <summary>Gathering bytes and turning them into numbers at once gives the bits of one step after the other.</summary>
public sealed class ByteGatherTests
{
    private static readonly Tensor Images = Pictures.Noise(DType.UInt8, 1, 60, 3, 17, 19);
    private static readonly Tensor Labels = Tensor.Arange(60);
    private static readonly int[] Order = [.. Enumerable.Range(0, 40).Select(i => i * 7 % 60)];

    private static readonly Dictionary<string, (Transform Steps, bool AtOnce)> Chains = new()
    {
        ["to-float"] = (new ToFloat(), true),
        ["normalize"] = (new Compose(new ToFloat(), new Normalize(0.1307, 0.3081)), true),
        ["normalize by channel"] = (new Compose(new ToFloat(), new Normalize([0.1, 0.2, 0.3], [0.4, 0.5, 0.7])), true),
        ["scaler"] = (new Compose(new ToFloat(), Scaler()), true),
        ["nested"] = (new Compose(new Compose(new ToFloat(), new Normalize(0.5, 2)), new RandomHorizontalFlip()), true),
        ["crop"] = (new Compose(new ToFloat(), new RandomCrop(padding: 2), new Normalize(0.5, 2)), true),
        ["crop of bytes"] = (new Compose(new RandomCrop(padding: 2), new ToFloat()), false),
        ["doubles"] = (new Compose(new ToFloat(DType.Float64), new Normalize(0.5, 2)), false),
        ["nothing"] = (new Compose(), false),
    };

    public static TheoryData<string> Names => [.. Chains.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void At_once_gives_the_bits_of_one_after_the_other(string name)
    {
        var (steps, atOnce) = Chains[name];
        var plain = new TensorDataset(Images, Labels);
        Assert.Equal(atOnce, ByteGather.TryRun(Images, Order, steps) is not null);
        var expected = steps.Apply(plain.Gather(Order), new Rng(3));
        Equal(expected, plain.With(steps).Gather(Order, new Rng(3)));
        Equal(expected, new Subset(plain, Order).With(steps).Gather([.. Enumerable.Range(0, 40)], new Rng(3)));
    }

    [Fact]
    public void Few_samples_are_not_worth_a_table() =>
        Assert.Null(ByteGather.TryRun(Images, [1, 2], new ToFloat()));

    [Fact]
    public void What_does_not_suit_the_steps_is_explained_by_the_steps()
    {
        var set = new TensorDataset(Images, Labels).With(new Compose(new ToFloat(), new ZScoreScaler()));
        var error = Assert.Throws<TensorException>(() => set.Gather(Order));
        Assert.Contains("x is Float32 [40, 3, 17, 19]", error.Message);
    }

    private static Scaler Scaler() => new ChannelScaler().Fit(new ToFloat().Apply(Images));

    private static void Equal(Batch expected, Batch actual)
    {
        Assert.Equal(expected.Inputs.Shape, actual.Inputs.Shape);
        Assert.Equal(expected.Inputs.DType, actual.Inputs.DType);
        Assert.Equal(
            expected.Inputs.To(DType.Float64).ToArray<double>(), actual.Inputs.To(DType.Float64).ToArray<double>());
        Assert.Equal(expected.Targets.ToArray<long>(), actual.Targets.ToArray<long>());
    }
}
