using System.Diagnostics;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Tests.Devices;

[Collection(ThreadsCollection.Name)]
public sealed class ThreadTeamTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(1000, 1)]
    [InlineData(1000, 64)]
    [InlineData(5, 100)]
    [InlineData(0, 1)]
    public void Every_index_is_visited_once(int count, int grain)
    {
        foreach (int threads in (int[])[1, 2, 5])
        {
            var team = new ThreadTeam(threads);
            var visits = new int[Math.Max(count, 1)];
            for (int round = 1; round <= 20; round++)
            {
                team.Share(count, grain, new Count(visits));
                Assert.All(visits.Take(count), n => Assert.Equal(round, n));
            }

            team.Stop();
        }
    }

    [Fact]
    public void An_exception_of_a_worker_reaches_the_caller_and_the_team_goes_on()
    {
        var team = new ThreadTeam(3);
        for (int at = 0; at < 100; at += 33)
        {
            int bad = at;
            var error = Assert.Throws<InvalidOperationException>(() => team.Share(100, 1, new Fail(bad)));
            Assert.Equal($"index {bad}", error.Message);
        }

        var visits = new int[100];
        team.Share(100, 1, new Count(visits));
        Assert.All(visits, n => Assert.Equal(1, n));
        team.Stop();
    }

    [Fact]
    public void Work_inside_work_runs_on_its_own_thread()
    {
        var team = new ThreadTeam(3);
        var visits = new int[64];
        team.For(8, 1, new Nested(team, visits));
        Assert.All(visits, n => Assert.Equal(1, n));
        team.Stop();
    }

    [Fact]
    public void A_stopped_team_lets_its_caller_work_alone()
    {
        var team = new ThreadTeam(4);
        team.Stop();
        team.Stop();
        var visits = new int[100];
        team.Share(100, 1, new Count(visits));
        Assert.All(visits, n => Assert.Equal(1, n));
    }

    [Fact]
    public void Workers_that_slept_wake_up()
    {
        var team = new ThreadTeam(4);
        for (int round = 1; round <= 5; round++)
        {
            Thread.Sleep(30);
            var visits = new int[500];
            team.Share(500, 1, new Count(visits));
            Assert.All(visits, n => Assert.Equal(1, n));
        }

        team.Stop();
    }

    [Fact]
    public void Long_work_wakes_a_worker_that_sleeps()
    {
        var team = new ThreadTeam(2);
        for (int round = 0; round < 3; round++)
        {
            WaitUntilAsleep(team);
            var threads = new int[400];
            team.Share(threads.Length, 1, new Busy(threads, microseconds: 500));
            Assert.DoesNotContain(0, threads);
            Assert.Equal(2, threads.Distinct().Count());
        }

        team.Stop();
    }

    [Fact]
    public void Small_work_after_a_pause_wakes_nobody()
    {
        // A busy machine may keep the caller from its work for so long that waking pays: not every time, though.
        var team = new ThreadTeam(2);
        var threads = new int[2];
        bool slept = false;
        for (int attempt = 0; attempt < 50 && !slept; attempt++)
        {
            WaitUntilAsleep(team);
            for (int i = 0; i < 3; i++)
            {
                team.Share(threads.Length, 1, new Busy(threads, microseconds: 1));
                Thread.Sleep(10);
            }

            slept = team.Sleeping == 1 && threads.All(thread => thread == Environment.CurrentManagedThreadId);
        }

        Assert.True(slept, "the worker was woken each time");
        team.Stop();
    }

    private static void WaitUntilAsleep(ThreadTeam team) =>
        Assert.True(SpinWait.SpinUntil(() => team.Sleeping == 1, TimeSpan.FromSeconds(60)), "the worker does not sleep");

    [Fact]
    public void More_workers_than_processors_miss_no_round()
    {
        var team = new ThreadTeam(12);
        var visits = new int[12];
        for (int round = 1; round <= 1000; round++)
        {
            team.Share(12, 1, new Count(visits));

            // Now and then long enough for some workers to fall asleep while others still spin.
            if (round % 50 == 0)
                Thread.Sleep(1);
            Assert.Equal(Enumerable.Repeat(round, 12), visits);
        }

        team.Stop();
    }

    [Fact]
    public async Task Threads_can_change_while_others_compute()
    {
        int before = Device.Cpu.Threads;
        Tensor x = Tensor.Randn([200_000], rng: new Rng(1));
        float[] expected = x.Exp().ToArray<float>();
        using var stop = new CancellationTokenSource();
        Task worker = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                Assert.Equal(expected, x.Exp().ToArray<float>());
        });
        for (int i = 0; i < 60; i++)
            Device.Cpu.Threads = 1 + (i % 4);
        Device.Cpu.Threads = before;
        stop.Cancel();
        await worker.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void The_number_of_threads_has_bounds()
    {
        int before = Device.Cpu.Threads;
        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Cpu.Threads = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Cpu.Threads = 1025);
        Assert.Equal(before, Device.Cpu.Threads);
    }

    /// <summary>Notes who did what, and takes its time.</summary>
    private readonly struct Busy(int[] threads, int microseconds) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                threads[i] = Environment.CurrentManagedThreadId;
                long begin = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(begin).TotalMicroseconds < microseconds)
                    Thread.SpinWait(1);
            }
        }
    }

    private readonly struct Count(int[] visits) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
                Interlocked.Increment(ref visits[i]);
        }
    }

    private readonly struct Fail(int bad) : IRangeBody
    {
        public void Run(int start, int end)
        {
            if (start <= bad && bad < end)
                throw new InvalidOperationException($"index {bad}");
        }
    }

    private readonly struct Nested(ThreadTeam team, int[] visits) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
                team.For(8, 1, new Shifted(visits, 8 * i));
        }
    }

    private readonly struct Shifted(int[] visits, int first) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
                Interlocked.Increment(ref visits[first + i]);
        }
    }
}
