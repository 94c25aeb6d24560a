namespace Madaline.Tests.Devices;

/// <summary>Several threads compute at the same time, on tensors of their own and on shared ones.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class ConcurrencyTests
{
    [Fact]
    public void Threads_with_tensors_of_their_own_get_the_right_results()
    {
        (float[] Output, float[] Gradient)[] alone = [.. Enumerable.Range(0, 4).Select(Train)];
        Parallel.For(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            var (output, gradient) = Train(i % 4);
            Assert.Equal(alone[i % 4].Output, output);
            Assert.Equal(alone[i % 4].Gradient, gradient);
        });
    }

    [Fact]
    public void A_tensor_shared_by_threads_keeps_its_memory()
    {
        Tensor weight = Tensor.Randn([300, 300], rng: new Rng(1)), x = Tensor.Randn([40, 300], rng: new Rng(2));
        float[] expected = x.Linear(weight).Relu().ToArray<float>();
        int handles = weight.Storage.Handles;
        Parallel.For(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            using Tensor view = weight.T;
            using Tensor again = view.T;
            Assert.Equal(expected, x.Linear(again).Relu().ToArray<float>());
        });
        Assert.Equal(handles, weight.Storage.Handles);
        Assert.Equal(expected, x.Linear(weight).Relu().ToArray<float>());
    }

    [Fact]
    public async Task Temporaries_survive_collections_in_the_middle_of_a_kernel()
    {
        Tensor x = Tensor.Randn([256, 256], rng: new Rng(3));
        float[] expected = ((x * 2).MatMul(x + 1) - x.Exp()).ToArray<float>();
        using var stop = new CancellationTokenSource();
        Task collector = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                _ = Tensor.Zeros([256, 256]);
            }
        });
        for (int i = 0; i < 150; i++)
            Assert.Equal(expected, ((x * 2).MatMul(x + 1) - x.Exp()).ToArray<float>());
        stop.Cancel();
        await collector;
    }

    [Fact]
    public void A_graph_made_on_one_thread_runs_backward_on_another()
    {
        for (int i = 0; i < 20; i++)
        {
            Tensor x = Tensor.Ones([4]).WithGrad(), shared = x * 2;
            Tensor loss = (shared * shared).Sum() + shared.Sum();
            loss.Backward(retainGraph: true);
            var other = new Thread(() => loss.Backward(retainGraph: true));
            other.Start();
            other.Join();
            Assert.Equal([20f, 20, 20, 20], x.Grad!.ToArray<float>());
        }
    }

    private static (float[] Output, float[] Gradient) Train(int seed)
    {
        var rng = new Rng((ulong)seed);
        Tensor x = Tensor.Randn([64, 200], rng: rng), w = Tensor.Randn([150, 200], rng: rng).WithGrad();
        Tensor y = x.Linear(w).Gelu();
        y.Square().Mean().Backward();
        return (y.ToArray<float>(), w.Grad!.ToArray<float>());
    }
}
