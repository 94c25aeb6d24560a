using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Tests.Devices;

[Collection(ThreadsCollection.Name)]
public sealed class BufferPoolTests
{
    private const int Elements = 1 << 20;

    [Fact]
    public void Disposing_gives_the_buffer_back_at_once()
    {
        long before = MemoryUse.SettledLentBytes();
        Tensor x = Tensor.Zeros([Elements]);
        Assert.InRange(BufferPool.LentBytes - before, 4L * Elements, 5L * Elements);
        x.Dispose();
        Assert.Equal(before, BufferPool.LentBytes);
    }

    [Fact]
    public void Giving_back_twice_counts_once()
    {
        long before = MemoryUse.SettledLentBytes();
        Tensor x = Tensor.Zeros([Elements]);
        x.Dispose();
        x.Dispose();
        x.Release();
        Assert.Equal(before, BufferPool.LentBytes);
        Tensor a = Tensor.Ones([Elements]), b = Tensor.Zeros([Elements]);
        Assert.Equal(Elements, a.Sum().Item<float>());
        Assert.Equal(0, b.Sum().Item<float>());
        a.Dispose();
        b.Dispose();
    }

    [Fact]
    public void A_view_keeps_the_buffer()
    {
        long before = MemoryUse.SettledLentBytes();
        Tensor x = Tensor.Ones([4, Elements / 4]), view = x[1..3];
        x.Dispose();
        Assert.True(BufferPool.LentBytes > before);
        Assert.Equal(Elements / 2, view.Sum().Item<float>());
        view.Dispose();
        Assert.Equal(before, BufferPool.LentBytes);
    }

    [Fact]
    public void The_next_borrower_gets_the_same_buffer()
    {
        // Nothing that other tests dropped may come home in between.
        MemoryUse.SettledLentBytes();
        Tensor x = Tensor.Zeros([Elements]);
        ref byte first = ref CpuDevice.Start(x);
        x.Dispose();
        Tensor y = Tensor.Zeros([Elements]);
        Assert.True(Unsafe.AreSame(ref first, ref CpuDevice.Start(y)));
        y.Dispose();
    }

    [Fact]
    public void The_garbage_collector_brings_dropped_buffers_home()
    {
        Collect();
        long before = MemoryUse.SettledLentBytes();
        Drop(8);
        Assert.True(BufferPool.LentBytes >= before + (8L * 4 * Elements));
        Collect();
        Assert.Equal(before, BufferPool.LentBytes);
    }

    [Fact]
    public void Dropping_much_without_collecting_stays_bounded()
    {
        Collect();
        long before = MemoryUse.SettledLentBytes(), peak = 0;
        for (int i = 0; i < 500; i++)
        {
            Drop(1);
            peak = Math.Max(peak, BufferPool.LentBytes - before);
        }

        Assert.True(peak <= 200L << 20, $"lent memory rose to {peak >> 20} MiB");
        Collect();
    }

    [Fact]
    public void A_span_keeps_its_numbers_when_its_tensor_is_gone()
    {
        ReadOnlySpan<float> span = Span();
        Collect();
        for (int i = 0; i < 8; i++)
            _ = Tensor.Zeros([Elements]);
        foreach (float value in span)
            Assert.Equal(3, value);
    }

    [Fact]
    public void Buffers_lie_on_cache_lines()
    {
        foreach (int n in (int[])[1024, 1500, 5000, 70_001])
        {
            using Tensor x = Tensor.Zeros([n]);
            unsafe
            {
                fixed (byte* p = &CpuDevice.Start(x))
                    Assert.Equal(0, (nint)p & 63);
            }
        }
    }

    [Fact]
    public void A_disposed_tensor_explains_itself()
    {
        Tensor x = Tensor.Zeros([3, 2]);
        x.Dispose();
        var error = Assert.Throws<TensorException>(() => x.Exp());
        Assert.Equal("exp: the tensor was disposed. Its shape was [3, 2]. Use tensors before Dispose, or do not dispose them: nothing needs it.", error.Message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(int count)
    {
        for (int i = 0; i < count; i++)
            _ = Tensor.Zeros([Elements]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadOnlySpan<float> Span() => Tensor.Full([Elements], 3).AsSpan<float>();

    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
