using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Tests.Autograd;

/// <summary>What backward needs no more goes back at once.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class MemoryTests
{
    private const int Elements = 1 << 20;

    [Fact]
    public void Gradients_on_the_way_go_back_when_backward_is_done()
    {
        Tensor x = Tensor.Ones([Elements]).WithGrad(), u = x.Exp(), v = u.Tanh(), w = v.Sigmoid(), y = w.Sum();
        long before = MemoryUse.SettledLentBytes();
        y.Backward();
        Assert.InRange(BufferPool.LentBytes - before, 4L * Elements, 5L * Elements);
        x.ZeroGrad();
        Assert.Equal(before, BufferPool.LentBytes);
        GC.KeepAlive((u, v, w));
    }

    [Fact]
    public void Outputs_that_only_the_tape_refers_to_go_back_with_their_node()
    {
        Tensor x = Tensor.Ones([Elements]).WithGrad();
        long before = MemoryUse.SettledLentBytes();
        Tensor u = x.Exp(), v = u.Tanh(), y = v.Sum();
        (u.GradFn!.TransientOutput, v.GradFn!.TransientOutput) = (u, v);
        Assert.InRange(BufferPool.LentBytes - before, 8L * Elements, 10L * Elements);
        y.Backward();
        x.ZeroGrad();
        Assert.Equal(before, BufferPool.LentBytes);
        Assert.True(u.Storage.IsReleased && v.Storage.IsReleased);
    }

    [Fact]
    public void A_retained_graph_keeps_what_it_saved()
    {
        Tensor x = Tensor.Ones([Elements]).WithGrad(), u = x.Exp(), y = u.Sum();
        u.GradFn!.TransientOutput = u;
        y.Backward(retainGraph: true);
        Assert.False(u.Storage.IsReleased);
        y.Backward();
        Assert.True(u.Storage.IsReleased);
        Assert.Equal(2 * MathF.E, x.Grad!.ToArray<float>()[7], 1e-5);
    }

    [Fact]
    public void Many_steps_without_using_stay_within_a_bound()
    {
        Tensor w = Tensor.Randn([400, 400], rng: new Rng(1)).WithGrad(), x = Tensor.Randn([200, 400], rng: new Rng(2));
        long before = MemoryUse.SettledLentBytes(), peak = 0;
        for (int step = 0; step < 300; step++)
        {
            w.ZeroGrad();
            x.Linear(w).Relu().Square().Mean().Backward();
            peak = Math.Max(peak, BufferPool.LentBytes - before);
        }

        Assert.True(peak <= 200L << 20, $"lent memory rose to {peak >> 20} MiB");
    }
}
