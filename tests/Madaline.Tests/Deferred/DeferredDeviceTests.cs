using System.Runtime.CompilerServices;
using Madaline.Tests.Reference;

namespace Madaline.Tests.Deferred;

/// <summary>The device that waits: order, liveness, values by copy, faults, and what it says of waits.</summary>
public sealed class DeferredDeviceTests
{
    private readonly DeferredDevice _device = new();

    [Fact]
    public void Nothing_runs_until_the_host_reads()
    {
        Tensor y = On([1f, 2f]).Exp().Sum();
        Assert.Empty(_device.Waits);
        Assert.Equal(["upload", "exp", "sum"], _device.Pending);
        Assert.Equal(Math.E + (Math.E * Math.E), y.Item<double>(), 1e-5);
        Assert.Single(_device.Waits);
        Assert.Empty(_device.Pending);
    }

    [Fact]
    public void A_queued_operation_keeps_its_operands_although_they_went_back()
    {
        Tensor x = On([1f, 2f, 3f]), y = x * 2;
        x.Dispose();
        Tensor other = Tensor.Full([3], 50, device: _device);
        Assert.Equal([2f, 4f, 6f], y.ToArray<float>());
        Assert.Equal([50f, 50f, 50f], other.ToArray<float>());
        Assert.Equal("copy", Assert.Throws<TensorException>(() => _device.Copy(x, y)).Op);
    }

    [Fact]
    public void Changes_in_place_come_in_their_order()
    {
        Tensor x = On([1f, 2f]), before = x + 1;
        x.MulInPlace(10);
        Tensor after = x + 1;
        x.CopyFrom(On([7f, 8f]));
        Assert.Equal([2f, 3f], before.ToArray<float>());
        Assert.Equal([11f, 21f], after.ToArray<float>());
        Assert.Equal([7f, 8f], x.ToArray<float>());
    }

    [Fact]
    public void An_upload_takes_the_numbers_of_the_moment()
    {
        float[] numbers = [1, 2];
        Tensor x = Tensor.Wrap(numbers).To(_device);
        numbers[0] = 100;
        Assert.Equal([1f, 2f], x.ToArray<float>());
    }

    [Fact]
    public void Memory_that_moved_to_another_tensor_is_the_old_one_for_operations_queued_before()
    {
        Tensor x = On([1f, 2f]), y = x * 3;
        x.ReplaceStorage(On([10f, 20f]));
        Assert.Equal([3f, 6f], y.ToArray<float>());
        Assert.Equal([10f, 20f], x.ToArray<float>());
    }

    [Fact]
    public void What_the_device_finds_wrong_is_raised_at_the_next_wait_and_only_there()
    {
        Tensor x = On([1f, 2f]), y = Tensor.Zeros([1], device: _device), z = x * 2;
        _device.IndexSelect(x, 0, Tensor.From([5L]).To(_device), y);
        Tensor after = x * 3;
        Assert.Equal("index_select", Assert.Throws<TensorException>(z.ToArray<float>).Op);
        Assert.Equal([3f, 6f], after.ToArray<float>());
        Assert.Equal([2f, 4f], z.ToArray<float>());
    }

    [Fact]
    public void The_host_reaches_memory_by_copies_alone()
    {
        Assert.Throws<TensorException>(() => On([1f]).AsSpan<float>());
        Assert.Empty(_device.Waits);
    }

    [Fact]
    public void Each_read_is_a_wait_that_names_what_read_and_who_asked()
    {
        Tensor x = On([1f, 0f, 3f]);
        Action[] reads =
        [
            () => x.Sum().Item<double>(), () => x.ToArray<float>(), () => x.ToString(), () => x.To(Device.Cpu),
            () => _device.NonZero(x.Greater(0)),
        ];
        for (int i = 0; i < reads.Length; i++)
        {
            Asks(reads[i]);
            Wait wait = _device.Waits[i];
            Assert.NotEmpty(wait.Operation);
            Assert.StartsWith($"{nameof(DeferredDeviceTests)}.", wait.Caller, StringComparison.Ordinal);
        }

        Assert.Equal(reads.Length, _device.Waits.Count);
        Assert.EndsWith(" (3 operations pending)", _device.Waits[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernels_may_be_the_references()
    {
        var device = new DeferredDevice(ReferenceDevice.Instance);
        Tensor x = Tensor.From([1f, 2f, 3f, 4f], [2, 2]).To(device).WithGrad();
        x.MatMul(x).Softmax(1).Square().Sum().Backward();
        Tensor same = x.Detach().To(Device.Cpu).WithGrad();
        same.MatMul(same).Softmax(1).Square().Sum().Backward();
        float[] expected = same.Grad!.ToArray<float>(), actual = x.Grad!.ToArray<float>();
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5f);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Asks(Action read) => read();

    private Tensor On(float[] numbers) => Tensor.From(numbers).To(_device);
}
