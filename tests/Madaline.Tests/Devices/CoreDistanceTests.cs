using System.Diagnostics;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Tests.Devices;

[Collection(ThreadsCollection.Name)]
public sealed class CoreDistanceTests
{
    [Theory]
    [InlineData(1, 5, true)]
    [InlineData(1, 4, false)]
    [InlineData(8, 39, false)]
    [InlineData(8, 40, true)]
    public void Work_is_shared_when_it_is_as_much_more_as_the_cores_are_farther(int distance, int count, bool shared)
    {
        var team = new ThreadTeam(2);
        team.Distance.Fixed = distance;
        Assert.Equal(shared, team.IsWorth(count, 5));
        team.Stop();
    }

    [Fact]
    public void One_thread_shares_nothing() => Assert.False(new ThreadTeam(1).IsWorth(long.MaxValue / 32, 1));

    [Fact]
    public void What_is_declined_is_done_by_the_caller()
    {
        var team = new ThreadTeam(2);
        team.Distance.Fixed = 16;
        var threads = new int[16];
        team.For(threads.Length, 1, new Note(threads));
        Assert.All(threads, id => Assert.Equal(Environment.CurrentManagedThreadId, id));
        team.Stop();
    }

    [Fact]
    public void Two_measurements_decide_and_a_sleeping_team_forgets_them()
    {
        var distance = new CoreDistance();
        Assert.Equal(1, distance.Factor);
        for (int i = 0; i < 3; i++)
            Measure(distance);
        // One thread reads what it wrote itself: as near as can be.
        Assert.Equal(1, distance.Factor);
        distance.Forget();
        Assert.Equal(1, distance.Factor);
    }

    [Fact]
    public void Nothing_is_written_before_it_is_asked_for_nor_measured_before_it_is_written()
    {
        var distance = new CoreDistance();
        distance.Answer();
        Assert.Equal(0, distance.Measured);
        distance.Look();
        distance.Look();
        Assert.Equal(0, distance.Measured);
        distance.Answer();
        distance.Look();
        Assert.Equal(1, distance.Measured);
    }

    [Fact]
    public void A_team_measures_while_it_is_used_whether_it_shares_or_not()
    {
        foreach (int fixedAt in (int[])[1, 16])
        {
            var team = new ThreadTeam(2);
            team.Distance.Fixed = fixedAt;
            var threads = new int[8];
            long begin = Stopwatch.GetTimestamp();
            while (team.Distance.Measured < 3)
            {
                team.For(threads.Length, 1, new Note(threads));
                Assert.True(Stopwatch.GetElapsedTime(begin).TotalSeconds < 60, "nothing was measured in a minute");
            }

            team.Stop();
        }
    }

    private static void Measure(CoreDistance distance)
    {
        int before = distance.Measured;
        long begin = Stopwatch.GetTimestamp();
        while (distance.Measured == before)
        {
            distance.Look();
            distance.Answer();
            Assert.True(Stopwatch.GetElapsedTime(begin).TotalSeconds < 60, "nothing was measured in a minute");
        }
    }

    private readonly struct Note(int[] threads) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
                threads[i] = Environment.CurrentManagedThreadId;
        }
    }
}
