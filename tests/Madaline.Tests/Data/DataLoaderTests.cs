using CsCheck;
using Madaline.Data;

namespace Madaline.Tests.Data;

public sealed class DataLoaderTests
{
    [Fact]
    public void Every_sample_comes_once_an_epoch_whatever_the_sizes() => Gen.Select(
        Gen.Int[0, 40], Gen.Int[1, 12], Gen.Bool, Gen.Bool).Sample((count, size, shuffle, prefetch) =>
        {
            var loader = Loader(count, size, shuffle, prefetch);
            for (int epoch = 0; epoch < 2; epoch++)
            {
                int[][] batches = Numbered.Epoch(loader);
                Assert.Equal(loader.BatchCount, batches.Length);
                Assert.Equal(Enumerable.Range(0, count), batches.SelectMany(b => b).Order());
                Assert.All(batches.SkipLast(1), batch => Assert.Equal(size, batch.Length));
            }

            Assert.Equal((2, 0), (loader.Epoch, loader.Position));
        }, iter: 200);

    [Fact]
    public void Without_shuffling_samples_come_in_order() =>
        Assert.Equal([[0, 1, 2], [3, 4, 5], [6]], Numbered.Epoch(Loader(7, 3, shuffle: false)));

    [Fact]
    public void An_incomplete_last_batch_is_left_out_when_asked()
    {
        var options = new LoaderOptions { BatchSize = 3, DropLast = true };
        var loader = new DataLoader(Numbered.Set(8), options);
        Assert.Equal(2, loader.BatchCount);
        Assert.Equal([[0, 1, 2], [3, 4, 5]], Numbered.Epoch(loader));
        Assert.Empty(new DataLoader(Numbered.Set(2), options));
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_alone()
    {
        DataLoader first = Loader(50, 7), second = Loader(50, 7), other = Loader(50, 7, seed: 2);
        int[][] zero = Numbered.Epoch(first), one = Numbered.Epoch(first);
        second.Epoch = 1;
        Assert.Equal(one, Numbered.Epoch(second));
        Assert.NotEqual(zero.SelectMany(b => b), one.SelectMany(b => b));
        Assert.NotEqual(zero, Numbered.Epoch(other));
        Assert.Equal(zero.SelectMany(b => b), Numbered.Epoch(Loader(50, 1)).SelectMany(b => b));
    }

    [Fact]
    public void The_order_of_a_seed_stays_as_it_was_released() =>
        Assert.Equal("1 0 9 6 5 4 2 8 7 3", string.Join(' ', Numbered.Epoch(Loader(10, 10))[0]));

    [Fact]
    public void Drawing_from_the_stream_elsewhere_changes_no_order()
    {
        var rng = new Rng(1);
        rng.NextUInt64();
        var loader = new DataLoader(Numbered.Set(50), new LoaderOptions { BatchSize = 7, Shuffle = true, Rng = rng });
        Assert.Equal(Numbered.Epoch(Loader(50, 7)), Numbered.Epoch(loader));
    }

    [Fact]
    public void Resuming_in_mid_epoch_gives_what_was_left_and_then_the_same_epochs() => Gen.Select(
        Gen.Int[1, 30], Gen.Int[1, 6], Gen.Int[0, 40], Gen.Bool).Sample((count, size, steps, prefetch) =>
        {
            var whole = Loader(count, size);
            var expected = new List<int[]>();
            while (expected.Count <= steps + whole.BatchCount)
                expected.AddRange(Numbered.Epoch(whole));

            var stopped = Loader(count, size, prefetch: prefetch);
            var seen = new List<int[]>();
            while (seen.Count < steps)
            {
                foreach (Batch batch in stopped)
                {
                    seen.Add(Numbered.Of(batch));
                    if (seen.Count == steps)
                        break;
                }
            }

            var resumed = Loader(count, size, prefetch: prefetch);
            (resumed.Epoch, resumed.Position) = (stopped.Epoch, stopped.Position);
            while (seen.Count < expected.Count)
                seen.AddRange(Numbered.Epoch(resumed));
            Assert.Equal(expected, seen.Take(expected.Count));
        }, iter: 100);

    [Fact]
    public void Prefetch_and_resume_give_random_transforms_the_same_numbers()
    {
        float[][] plain = [.. Noisy(prefetch: false).Select(b => b.Inputs.ToArray<float>())];
        float[][] ahead = [.. Noisy(prefetch: true).Select(b => b.Inputs.ToArray<float>())];
        Assert.Equal(plain, ahead);
        DataLoader resumed = Noisy(prefetch: true);
        resumed.Position = 2;
        Assert.Equal(plain[2..], resumed.Select(b => b.Inputs.ToArray<float>()));

        static DataLoader Noisy(bool prefetch) => new(
            Numbered.Set(20).With(new ToFloat().Then(new Noise())),
            new LoaderOptions { BatchSize = 6, Shuffle = true, Prefetch = prefetch, Rng = new Rng(3) });
    }

    [Fact]
    public void Every_enumeration_starts_at_the_first_batch()
    {
        foreach (bool prefetch in (bool[])[false, true])
        {
            foreach (bool shuffle in (bool[])[false, true])
            {
                var loader = Loader(10, 2, shuffle, prefetch);
                int[] first = Numbered.Of(loader.First());
                Assert.Equal(first, Numbered.Of(loader.First()));
                Assert.Equal((0, 1), (loader.Epoch, loader.Position));
                Assert.Equal(first, Numbered.Of(loader.Batches(CancellationToken.None).First()));
                Assert.Equal(first, Numbered.Epoch(loader)[0]);
                Assert.Equal((1, 0), (loader.Epoch, loader.Position));
            }
        }
    }

    [Fact]
    public void A_position_holds_for_the_next_enumeration_alone()
    {
        var loader = Loader(10, 2, shuffle: false);
        loader.Position = 3;
        loader.Epoch = 2;
        Assert.Equal(3, loader.Position);
        Assert.Equal([6, 7], Numbered.Of(loader.First()));
        Assert.Equal((2, 4), (loader.Epoch, loader.Position));
        Assert.Equal([0, 1], Numbered.Of(loader.First()));
        loader.Position = 4;
        loader.Restart();
        Assert.Equal([0, 1], Numbered.Of(loader.First()));
        Assert.Equal(5, loader.Count());
    }

    [Fact]
    public void A_pass_that_is_left_early_again_and_again_leaves_no_thread_behind()
    {
        var loader = Loader(100, 1, prefetch: true);
        Thread[] threads = [.. Enumerable.Range(0, 20).Select(_ =>
        {
            using var batches = (LoaderEnumerator)loader.GetEnumerator();
            Assert.True(batches.MoveNext());
            return batches.Prefetcher!.Thread;
        })];
        Assert.All(threads, thread => Assert.False(thread.IsAlive));
    }

    [Fact]
    public void A_second_enumeration_ends_the_first()
    {
        var loader = Loader(10, 2, prefetch: true);
        using IEnumerator<Batch> first = loader.GetEnumerator(), second = loader.GetEnumerator();
        Assert.Contains("one at a time",
            Assert.Throws<InvalidOperationException>(() => first.MoveNext()).Message, StringComparison.Ordinal);
        Assert.True(second.MoveNext());
    }

    [Fact]
    public void Batches_handed_out_stay_as_they_are()
    {
        Batch[] batches = [.. Loader(40, 4, prefetch: true)];
        Assert.Equal(Enumerable.Range(0, 40), batches.SelectMany(Numbered.Of).Order());
    }

    [Fact]
    public void Impossible_sizes_and_positions_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Loader(10, 0));
        var loader = Loader(10, 3);
        loader.Position = 4;
        Assert.Empty(loader);
        Assert.Equal((1, 0), (loader.Epoch, loader.Position));
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Position = 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Epoch = -1);
    }

    private static DataLoader Loader(
        int count, int size, bool shuffle = true, bool prefetch = false, ulong seed = 1) => new(
        Numbered.Set(count),
        new LoaderOptions { BatchSize = size, Shuffle = shuffle, Prefetch = prefetch, Rng = new Rng(seed) });
}
