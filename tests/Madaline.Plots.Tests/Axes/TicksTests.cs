namespace Madaline.Plots.Tests.Axes;

public sealed class TicksTests
{
    [Theory]
    [InlineData(0, 1, 6, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-3, 3, 5, "-2 0 2")]
    [InlineData(0, 29, 7, "0 5 10 15 20 25")]
    [InlineData(0.1, 0.13, 5, "0.10 0.11 0.12 0.13")]
    [InlineData(0, 3e7, 4, "0e0 1e7 2e7 3e7")]
    [InlineData(0, 4e-5, 5, "0e0 1e-5 2e-5 3e-5 4e-5")]
    public void Ticks_are_round_and_written_alike(double low, double high, int most, string labels) =>
        Assert.Equal(labels, string.Join(' ', Ticks.Between(new Extent(low, high), most).Labels));

    [Fact]
    public void Between_counted_things_there_is_nothing() =>
        Assert.Equal([0.0, 1, 2], Ticks.Between(new Extent(0, 2), 9, isWhole: true).At);

    [Fact]
    public void About_as_many_as_asked_for_stand_on_an_axis()
    {
        for (int count = 3; count <= 30; count++)
        {
            for (double width = 0.013; width < 1e5; width *= 1.7)
            {
                var ticks = Ticks.About(new Extent(0.3, 0.3 + width), count);
                Assert.InRange(ticks.At.Length, (count - 1) / 2, (count * 2) + 1);
            }
        }
    }

    [Fact]
    public void Zero_has_no_sign() => Assert.Equal("0.00", Ticks.Fine(new Extent(-1, 1))(-0.001));
}
