using Madaline.Devices;
using Madaline.Devices.Cpu.Convolution;

namespace Madaline.Tests.Devices;

public sealed class PlanCacheTests
{
    [Fact]
    public void What_is_used_stays_and_what_is_seen_once_goes()
    {
        var cache = new PlanCache(8, 1 << 20);
        ConvolutionPlan mine = cache.Get(Key(9));
        for (int side = 10; side < 50; side++)
        {
            cache.Get(Key(side));
            Assert.InRange(cache.Count, 1, 8);
            Assert.Same(mine, cache.Get(Key(9)));
        }
    }

    [Fact]
    public void Large_plans_are_not_kept_and_small_ones_within_bounds()
    {
        var cache = new PlanCache(64, 1 << 18);
        Assert.NotSame(cache.Get(Key(700)), cache.Get(Key(700)));
        Assert.Equal(0, cache.Count);
        for (int side = 60; side < 160; side++)
            cache.Get(Key(side));
        Assert.InRange(cache.Bytes, 1, 1 << 18);
    }

    private static ConvolutionKey Key(int side) => new(
        false, 8, (side, side), (side - 2, side - 2), 4, 3, (3, 3),
        new ConvolutionParameters((1, 1), (0, 0), (1, 1), 1));
}
