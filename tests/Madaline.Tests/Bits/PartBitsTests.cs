using Madaline.NN;
using Madaline.Recipes;

namespace Madaline.Tests.Bits;

/// <summary>What training does beside its ops has the approved bits, on every machine.</summary>
public sealed class PartBitsTests
{
    private static readonly ApprovedBits Approved =
        new("PartBits.approved.txt", () => PartRows.All.Select(row => $"{row.Name}: {BitSum.Of(row.Run())}"));

    public static TheoryData<string> All => [.. PartRows.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_part_has_the_approved_bits(string part) =>
        Approved.Check(part, BitSum.Of(PartRows.All.Single(row => row.Name == part).Run()));

    [Fact]
    public void Sums_of_no_part_are_kept() =>
        Assert.Equal(PartRows.All.Select(row => row.Name).Order(), Approved.Names.Order());

    [Fact]
    public void Every_part_that_a_recipe_can_name_has_a_row()
    {
        IEnumerable<string> named =
        [
            .. RecipeCatalog.Losses.Names.Select(type => $"loss/{type}"),
            .. RecipeCatalog.Optimizers.Names.Select(type => $"optimizer/{type}"),
            .. RecipeCatalog.Schedules.Names.Select(type => $"schedule/{type}"),
            .. RecipeCatalog.Transforms.Names.Select(type => $"transform/{type}"),
        ];
        Assert.Empty(named.Except(PartRows.All.Select(row => row.Name.Split(' ')[0])));
    }

    [Fact]
    public void The_sum_of_a_model_s_weights_does_not_depend_on_how_a_NaN_is_written()
    {
        string expected = Sum(float.NaN);
        Assert.Equal("c54b412188f629df", expected[..16]);
        foreach (int bits in (int[])[0x7FC00000, unchecked((int)0xFFC00000), 0x7FC12345])
            Assert.Equal(expected, Sum(BitConverter.Int32BitsToSingle(bits)));
        Assert.NotEqual(expected, Sum(1));
    }

    private static string Sum(float weight)
    {
        var layer = new Linear(2, 1, bias: false);
        layer.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = Tensor.Wrap([weight, 0.5f]).Reshape(1, 2) });
        return TrainedModel.WeightsSha256(layer);
    }
}
