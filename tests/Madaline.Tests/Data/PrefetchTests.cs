using System.Runtime.CompilerServices;
using Madaline.Data;

namespace Madaline.Tests.Data;

public sealed class PrefetchTests
{
    private static readonly LoaderOptions Ahead = new() { BatchSize = 1, Prefetch = true, Rng = new Rng(1) };

    [Fact]
    public void Leaving_a_loop_ends_the_thread()
    {
        var loader = new DataLoader(Numbered.Set(100), Ahead);
        var batches = (LoaderEnumerator)loader.GetEnumerator();
        Assert.Null(batches.Prefetcher);
        Assert.True(batches.MoveNext());
        Thread thread = batches.Prefetcher!.Thread;
        Assert.True(thread.IsAlive && thread.IsBackground);
        batches.Dispose();
        Assert.False(thread.IsAlive);
    }

    [Fact]
    public void Reaching_the_end_ends_the_thread()
    {
        var batches = (LoaderEnumerator)new DataLoader(Numbered.Set(3), Ahead).GetEnumerator();
        while (batches.MoveNext())
            Assert.Equal(1, batches.Current.Count);
        Assert.False(batches.Prefetcher!.Thread.IsAlive);
        Assert.False(batches.MoveNext());
    }

    [Fact]
    public void An_enumeration_that_is_forgotten_ends_its_thread_when_the_collector_finds_it()
    {
        var loader = new DataLoader(Numbered.Set(100), Ahead);
        Thread thread = Forget(loader);
        for (int i = 0; i < 50 && thread.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            thread.Join(20);
        }

        Assert.False(thread.IsAlive);
        GC.KeepAlive(loader);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_the_set_throws_arrives_after_the_batches_before_it(bool prefetch)
    {
        var loader = new DataLoader(new FailingDataset(10, failAt: 3), Ahead with { Prefetch = prefetch });
        int seen = 0;
        var failure = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (Batch _ in loader)
                seen++;
        });
        Assert.Contains(nameof(FailingDataset), failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal((3, 3), (seen, loader.Position));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cancelling_stops_before_the_next_batch_and_keeps_the_place(bool prefetch)
    {
        var loader = new DataLoader(Numbered.Set(10), Ahead with { Prefetch = prefetch });
        using var source = new CancellationTokenSource();
        int seen = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (Batch _ in loader.Batches(source.Token))
            {
                if (++seen == 4)
                    source.Cancel();
            }
        });
        Assert.Equal((4, 4), (seen, loader.Position));
        loader.Position = 4;
        Assert.Equal(6, loader.Count());
    }

    [Fact]
    public void Cancelling_wakes_a_consumer_that_waits()
    {
        using var gate = new ManualResetEventSlim();
        using var source = new CancellationTokenSource();
        var loader = new DataLoader(Numbered.Set(10).With(new Held(gate)), Ahead);
        using IEnumerator<Batch> waiting = loader.Batches(source.Token).GetEnumerator();
        source.CancelAfter(30);
        var opener = new Thread(() =>
        {
            source.Token.WaitHandle.WaitOne();
            Thread.Sleep(100);
            gate.Set();
        });
        opener.Start();
        Assert.Throws<OperationCanceledException>(() => waiting.MoveNext());
        opener.Join();
        Assert.Equal(0, loader.Position);
    }

    [Fact]
    public void At_most_two_batches_wait_and_one_is_at_hand()
    {
        var counting = new Counting();
        var loader = new DataLoader(Numbered.Set(100).With(counting), Ahead);
        using IEnumerator<Batch> batches = loader.GetEnumerator();
        Assert.True(batches.MoveNext());
        Thread.Sleep(100);
        Assert.InRange(counting.Count, 1, 4);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Thread Forget(DataLoader loader)
    {
        var batches = (LoaderEnumerator)loader.GetEnumerator();
        Assert.True(batches.MoveNext());
        return batches.Prefetcher!.Thread;
    }

    private sealed class Held(ManualResetEventSlim gate) : Transform
    {
        public override Tensor Apply(Tensor inputs, Rng? rng = null)
        {
            gate.Wait();
            return inputs;
        }
    }

    private sealed class Counting : Transform
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override Tensor Apply(Tensor inputs, Rng? rng = null)
        {
            Interlocked.Increment(ref _count);
            return inputs;
        }
    }
}
