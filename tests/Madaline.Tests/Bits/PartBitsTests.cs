using Madaline.Training;

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
    public void Sums_of_no_part_are_kept() => Assert.Equal(PartRows.All.Select(row => row.Name).Order(), Approved.Names.Order());

    [Fact]
    public void Every_part_that_a_recipe_can_name_has_a_row()
    {
        IEnumerable<string> named =
        [
            .. RecipeCatalog.Losses.Keys.Select(type => $"loss/{type}"),
            .. RecipeCatalog.Optimizers.Keys.Select(type => $"optimizer/{type}"),
            .. RecipeCatalog.Schedules.Keys.Select(type => $"schedule/{type}"),
            .. RecipeCatalog.Transforms.Keys.Select(type => $"transform/{type}"),
        ];
        Assert.Empty(named.Except(PartRows.All.Select(row => row.Name.Split(' ')[0])));
    }
}
