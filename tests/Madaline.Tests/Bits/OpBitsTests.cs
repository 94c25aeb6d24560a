using Madaline.Tests.Ops;

namespace Madaline.Tests.Bits;

/// <summary>
/// Every op has the bits that were approved, on every machine: <c>tests/bits/run.sh</c> runs this class on several.
/// </summary>
/// <remarks>
/// The sums were made on x64 with 512-bit vectors. Left out is what depends on the program rather than on the machine:
/// casts of numbers that the new type cannot hold have tests of their own.
/// </remarks>
public sealed class OpBitsTests
{
    private static readonly ApprovedBits Small = new("OpBits.approved.txt", () => Lines(OpBits.Small));
    private static readonly ApprovedBits Large = new("LargeOpBits.approved.txt", () => Lines(OpBits.Large));

    public static TheoryData<string> All => OpTable.Names(_ => true);

    [Theory]
    [MemberData(nameof(All))]
    public void An_op_has_the_approved_bits(string op) => Small.Check(op, OpBits.Small(OpTable.Row(op)));

    [Theory]
    [MemberData(nameof(All))]
    public void A_large_op_has_the_approved_bits(string op) => Large.Check(op, OpBits.Large(OpTable.Row(op)));

    [Fact]
    public void Sums_of_no_op_are_kept()
    {
        string[] ops = [.. OpTable.Rows.Select(row => row.Name)];
        Assert.Equal(ops.Order(), Small.Names.Order());
        Assert.Equal(ops.Order(), Large.Names.Order());
    }

    [Fact]
    public void A_sum_tells_bits_that_are_equal_as_numbers_and_tells_no_two_NaN()
    {
        Assert.NotEqual(Sum(0f), Sum(-0f));
        Assert.NotEqual(Sum(1f), Sum(MathF.BitIncrement(1)));
        Assert.NotEqual(Sum(float.NaN), Sum(float.PositiveInfinity));
        Assert.Equal(Sum(float.NaN), Sum(-float.NaN));
        Assert.Equal(Sum(float.NaN), Sum(BitConverter.Int32BitsToSingle(0x7FC12345)));
    }

    private static string Sum(float x) => BitSum.Of([Tensor.Wrap([x])]);

    private static IEnumerable<string> Lines(Func<OpRow, string> sums) =>
        OpTable.Rows.Select(row => $"{row.Name}: {sums(row)}");
}
