using Madaline.Autograd;

namespace Madaline.Tests.Autograd;

/// <summary>Scopes of <see cref="NoGrad"/> across awaits, tasks and threads: off inside, on after, for every flow of control.</summary>
public sealed class FlowScopeTests
{
    private static readonly Tensor Weight = Tensor.From([1f, 2, 3]).WithGrad();

    private static bool Records => (Weight * 2).RequiresGrad;

    [Fact]
    public async Task No_grad_holds_behind_an_await_and_ends_with_its_block()
    {
        using (new NoGrad())
        {
            Assert.False(Records);
            for (int i = 0; i < 20; i++)
            {
                await Task.Delay(1);
                Assert.False(Records);
                await Task.Yield();
                Assert.False(Records);
            }
        }

        Assert.True(Records);
        await Task.Yield();
        Assert.True(Records);
    }

    [Fact]
    public void The_thread_that_opened_a_scope_in_an_async_method_records_on()
    {
        bool after = false;
        OnAThread(() =>
        {
            Task task = Evaluate();
            after = Records;
            task.Wait();
            after &= Records;
        });
        Assert.True(after);

        static async Task Evaluate()
        {
            using var scope = new NoGrad();
            await Task.Delay(20).ConfigureAwait(false);
            Assert.False(Records);
        }
    }

    [Fact]
    public async Task What_is_started_inside_does_not_record_either()
    {
        using var scope = new NoGrad();
        Assert.False(await Task.Run(() => Records));
        Assert.False(await Task.Factory.StartNew(() => Records, TaskCreationOptions.LongRunning));
        Assert.False(await Task.CompletedTask.ContinueWith(_ => Records, TaskScheduler.Default));
        bool recorded = false;
        OnAThread(() => recorded |= Records);
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => Volatile.Write(ref recorded, recorded | Records));
        await Parallel.ForEachAsync(Enumerable.Range(0, 50), async (_, token) =>
        {
            await Task.Delay(1, token);
            Volatile.Write(ref recorded, recorded | Records);
        });
        using var done = new ManualResetEventSlim();
        ThreadPool.QueueUserWorkItem(_ =>
        {
            recorded |= Records;
            done.Set();
        });
        done.Wait(TestContext.Current.CancellationToken);
        Assert.False(recorded);
        Assert.False(Enumerable.Range(0, 200).AsParallel().Any(_ => Records));
    }

    [Fact]
    public async Task A_flow_that_began_outside_is_not_touched()
    {
        using var opened = new ManualResetEventSlim();
        bool elsewhere = false;
        Task task = Task.Run(() =>
        {
            opened.Wait();
            elsewhere = Records;
        }, TestContext.Current.CancellationToken);
        using (new NoGrad())
        {
            opened.Set();
            await task;
        }

        Assert.True(elsewhere);
    }

    [Fact]
    public async Task A_scope_inside_a_started_task_is_the_tasks_own()
    {
        await Task.Run(async () =>
        {
            using var scope = new NoGrad();
            await Task.Yield();
            Assert.False(Records);
        }, TestContext.Current.CancellationToken);
        Assert.True(Records);
        using (new NoGrad())
        {
            await Task.Run(() => new NoGrad().Dispose(), TestContext.Current.CancellationToken);
            Assert.False(Records);
        }

        Assert.True(Records);
    }

    [Fact]
    public void Closing_on_a_thread_that_was_started_inside_ends_the_scope_for_all()
    {
        OnAThread(() =>
        {
            var scope = new NoGrad();
            Assert.False(Records);
            Task.Run(() =>
            {
                scope.Dispose();
                Assert.True(Records);
            }).Wait();
            Assert.True(Records);
            scope.Dispose();
            Assert.True(Records);
        });
    }

    [Fact]
    public async Task Closing_on_a_flow_that_never_was_inside_is_refused_and_nobody_stays_without_recording()
    {
        NoGrad? scope = null;
        using var opened = new ManualResetEventSlim();
        Task<TensorException> closer = Task.Run(() =>
        {
            opened.Wait();
            var error = Assert.Throws<TensorException>(scope!.Dispose);
            scope.Dispose();
            Assert.True(Records);
            return error;
        }, TestContext.Current.CancellationToken);
        OnAThread(() =>
        {
            scope = new NoGrad();
            Assert.False(Records);
            opened.Set();
            closer.Wait();
            Assert.True(Records);
            scope.Dispose();
            Assert.True(Records);
        });
        string message = (await closer).Message;
        Assert.StartsWith("no_grad: the scope is closed where it never held.", message);
        Assert.Contains("Open and close it in one method, with using (new NoGrad())", message);
    }

    [Fact]
    public void Scopes_closed_out_of_order_end_with_the_last()
    {
        NoGrad first = new(), second = new(), third = new();
        first.Dispose();
        Assert.False(Records);
        third.Dispose();
        Assert.False(Records);
        third.Dispose();
        Assert.False(Records);
        second.Dispose();
        Assert.True(Records);
        first.Dispose();
        Assert.True(Records);
    }

    [Fact]
    public async Task A_scope_that_is_never_closed_ends_with_the_work_that_opened_it()
    {
        // As many as there are threads in the pool: each would stay without recording.
        for (int round = 0; round < 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() =>
            {
                GC.KeepAlive(new NoGrad());
                Assert.False(Records);
            })));
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => Records))), Assert.True);
        }

        await Forget();
        Assert.True(Records);

        static async Task Forget()
        {
            GC.KeepAlive(new NoGrad());
            await Task.Yield();
            Assert.False(Records);
        }
    }

    [Fact]
    public async Task What_outlives_the_scope_it_was_started_in_records_after()
    {
        using var closed = new SemaphoreSlim(0);
        Task<bool> task, scheduled;
        bool inside = true, after = false;
        Thread thread;
        using (var started = new CountdownEvent(2))
        {
            using (new NoGrad())
            {
                task = Task.Run(async () =>
                {
                    inside = Records;
                    started.Signal();
                    await closed.WaitAsync();
                    return Records;
                });
                scheduled = Task.Delay(100, TestContext.Current.CancellationToken).ContinueWith(_ => Records, TaskScheduler.Default);
                thread = new Thread(() =>
                {
                    started.Signal();
                    closed.Wait();
                    after = Records;
                });
                thread.Start();
                started.Wait(TestContext.Current.CancellationToken);
            }
        }

        closed.Release(2);
        Assert.False(inside);
        Assert.True(await task);
        Assert.True(await scheduled);
        thread.Join();
        Assert.True(after);
    }

    [Fact]
    public async Task An_async_iterator_may_not_hold_a_scope_across_its_yields()
    {
        var error = await Assert.ThrowsAsync<TensorException>(async () =>
        {
            await foreach (bool inside in Outputs())
            {
                Assert.False(inside);
                Assert.True(Records);
            }
        });
        Assert.Contains("async iterator opens it anew behind each yield return", error.Message);
        Assert.True(Records);
        await foreach (bool inside in OpenedAnew())
        {
            Assert.False(inside);
            Assert.True(Records);
        }

        static async IAsyncEnumerable<bool> Outputs()
        {
            using var scope = new NoGrad();
            await Task.Yield();
            yield return Records;
        }

        static async IAsyncEnumerable<bool> OpenedAnew()
        {
            for (int i = 0; i < 3; i++)
            {
                bool records;
                using (new NoGrad())
                {
                    await Task.Yield();
                    records = Records;
                }

                yield return records;
            }
        }
    }

    [Fact]
    public void An_iterator_holds_its_scope_until_its_loop_ends()
    {
        foreach (bool inside in Outputs())
            Assert.False(inside);
        Assert.True(Records);
        foreach (bool inside in Outputs())
            break;
        Assert.True(Records);

        static IEnumerable<bool> Outputs()
        {
            using var scope = new NoGrad();
            yield return Records;
            yield return Records;
        }
    }

    [Fact]
    public async Task An_async_method_cannot_open_a_scope_for_its_caller()
    {
        NoGrad scope = await OpenAsync();
        Assert.True(Records);
        Assert.Throws<TensorException>(scope.Dispose);
        Assert.True(Records);

        static async Task<NoGrad> OpenAsync()
        {
            await Task.Yield();
            return new NoGrad();
        }
    }

    [Fact]
    public async Task Run_does_not_record_to_the_end_of_an_async_function()
    {
        Task<bool> whole = NoGrad.Run(async () =>
        {
            bool records = Records;
            await Task.Delay(10);
            return records | Records;
        });
        Assert.True(Records);
        Assert.False(await whole);
        Task<bool> other = Generic(async () =>
        {
            await Task.Delay(10);
            return Records;
        });
        Assert.True(Records);
        Assert.False(await other);
        Task failing = NoGrad.Run(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("mine");
        });
        Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidOperationException>(() => failing)).Message);
        Assert.Throws<InvalidOperationException>(() => NoGrad.Run<int>(() => throw new InvalidOperationException()));
        Assert.True(Records);

        static T Generic<T>(Func<T> function) => NoGrad.Run(function);
    }

    [Fact]
    public void Run_refuses_what_goes_on_unseen()
    {
        var error = Assert.Throws<TensorException>(() => NoGrad.Run(() => new ValueTask<int>(3)));
        Assert.Equal("no_grad: what the function gives goes on unseen after Run is done. It gives ValueTask; expected a value or a "
            + "Task. Use AsTask(), or open the scope inside the function with using (new NoGrad()).", error.Message);
        Assert.Throws<TensorException>(() => NoGrad.Run<IAsyncEnumerable<int>>(() => null!));
        Assert.True(Records);
    }

    [Fact]
    public async Task Many_flows_with_scopes_of_their_own_do_not_disturb_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(seed => Task.Run(() => Walk(new Random(seed), 0))));
        Assert.True(Records);

        static async Task Walk(Random random, int depth)
        {
            for (int i = 0; i < 3; i++)
            {
                Assert.Equal(depth == 0, Records);
                if (random.Next(2) == 0)
                    await Task.Yield();
                if (depth < 4 && random.Next(2) == 0)
                {
                    using var scope = new NoGrad();
                    await Walk(random, depth + 1);
                }

                Assert.Equal(depth == 0, Records);
            }
        }
    }

    [Fact]
    public void The_librarys_own_scopes_nest_with_those_of_the_user()
    {
        using (new Unrecorded())
        {
            using (new NoGrad())
                Assert.False(Records);
            Assert.False(Records);
        }

        using (new NoGrad())
        {
            using (new Unrecorded())
                Assert.False(Records);
            Assert.False(Records);
        }

        Assert.True(Records);
    }

    [Fact]
    public async Task Detect_anomaly_holds_for_a_flow_of_control_as_well()
    {
        Tensor x = Tensor.From([-1f]).WithGrad();
        using (new DetectAnomaly())
        {
            await Task.Delay(5);
            Assert.Throws<TensorException>(() => x.Log());
            await Task.Run(() => Assert.Throws<TensorException>(() => x.Log()));
            Parallel.For(0, 50, _ => Assert.Throws<TensorException>(() => x.Log()));
        }

        x.Log();
        await Task.Run(() => x.Log(), TestContext.Current.CancellationToken);
        OnAThread(() => x.Log());
        DetectAnomaly first = new(), second = new();
        first.Dispose();
        Assert.Throws<TensorException>(() => x.Log());
        second.Dispose();
        x.Log();
        DetectAnomaly opened = await Open();
        x.Log();
        Assert.StartsWith("detect_anomaly: the scope is closed where it never held.", Assert.Throws<TensorException>(opened.Dispose).Message);
        opened.Dispose();

        static async Task<DetectAnomaly> Open()
        {
            await Task.Yield();
            return new DetectAnomaly();
        }
    }

    [Fact]
    public void A_function_of_ones_own_may_use_threads_forward_and_backward()
    {
        Tensor x = Tensor.From([2f]).WithGrad();
        new Watched().Apply(x).Backward();
        Assert.Equal([4f], x.Grad!.ToArray<float>());
        Assert.True(Records);
    }

    private static void OnAThread(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private sealed class Watched : Function
    {
        private Tensor _x = null!;

        protected override Tensor Forward(Tensor[] inputs)
        {
            Parallel.For(0, 20, _ => Assert.False(Records));
            return (_x = inputs[0]) * _x;
        }

        protected override Tensor?[] Backward(Tensor dy)
        {
            Parallel.For(0, 20, _ => Assert.False(Records));
            return [dy * 2 * _x];
        }
    }
}
