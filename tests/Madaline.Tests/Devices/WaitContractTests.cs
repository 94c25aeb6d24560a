using Madaline.Devices;
using Madaline.Tests.Deferred;

namespace Madaline.Tests.Devices;

/// <summary>What a device promises of waiting, numbers read later and errors, on every device of the tests.</summary>
public sealed class WaitContractTests
{
    [Theory]
    [MemberData(nameof(TestDevices.Names), MemberType = typeof(TestDevices))]
    public void Numbers_asked_for_are_those_of_the_moment(string name)
    {
        Device device = TestDevices.Named(name);
        Tensor x = Tensor.From([1f, 2f]).To(device), whole = Tensor.From([7L]).To(device);
        Readback before = device.ReadLater(x), integer = device.ReadLater(whole);
        x.MulInPlace(10);
        whole.AddInPlace(1);
        Readback after = device.ReadLater(x);
        device.Synchronize();
        Assert.True(before.IsReady && integer.IsReady && after.IsReady);
        Assert.Equal([1f, 2f], before.Get<float>());
        Assert.Equal([7L], integer.Get<long>());
        Assert.Equal([10f, 20f], after.Get<float>());
    }

    [Fact]
    public void Asking_for_numbers_that_are_not_there_waits_once_for_all()
    {
        var device = new DeferredDevice();
        Tensor x = Tensor.From([1f, 2f]).To(device);
        Readback first = device.ReadLater(x), second = device.ReadLater(x + 1);
        x.Dispose();
        Assert.False(first.IsReady);
        Assert.Empty(device.Waits);
        Assert.Equal([1f, 2f], first.Get<float>());
        Assert.Equal([2f, 3f], second.Get<float>());
        Assert.Single(device.Waits);
    }

    [Fact]
    public void Numbers_are_given_in_their_own_type() =>
        Assert.Throws<InvalidOperationException>(() => { Device.Cpu.ReadLater(Tensor.From([1f])).Get<double>(); });

    [Theory]
    [MemberData(nameof(TestDevices.Names), MemberType = typeof(TestDevices))]
    public void An_element_outside_its_range_is_told_by_place_and_value(string name)
    {
        string Told(Tensor x, Range range)
        {
            Device device = TestDevices.Named(name);
            return Assert.Throws<TensorException>(() =>
            {
                device.Require(range, x.To(device));
                device.Synchronize();
            }).Message;
        }

        var upToThree = new Range(0, 3);
        Assert.Equal("test: place 2 is 4", Told(Tensor.From([0L, 3, 4, -1]), upToThree));
        Assert.Equal("test: place 1 is -1", Told(Tensor.From([-100L, -1, 9]), upToThree with { Exempt = -100 }));
        Assert.Equal("test: place 0 is 3.5", Told(Tensor.From([3.5, 0]), upToThree));
        Assert.Equal("test: place 1 is NaN", Told(Tensor.From([3f, float.NaN]), upToThree));
        Assert.Equal("test: place 0 is 9007199254740993", Told(Tensor.From([(1L << 53) + 1]), upToThree));
    }

    [Theory]
    [MemberData(nameof(TestDevices.Names), MemberType = typeof(TestDevices))]
    public void Elements_inside_their_range_pass(string name)
    {
        Device device = TestDevices.Named(name);
        device.Require(new Range(-2, 3) { Exempt = 50 }, Tensor.From([-2L, 3, 50]).To(device));
        device.Require(new Range(0, 1), Tensor.From([0f, 1f, 0.5f]).To(device));
        device.Require(new Range(0, -1), Tensor.Zeros([0], DType.Int64).To(device));
        device.Synchronize();
    }

    [Fact]
    public void A_fault_is_raised_at_the_next_wait_once_and_what_came_after_has_run()
    {
        var device = new DeferredDevice();
        Tensor x = Tensor.From([1L, 9L]).To(device);
        device.Require(new Range(0, 3), x);
        device.Require(new Range(0, 2), x);
        Readback after = device.ReadLater(x + 1);
        Assert.Equal("test: place 1 is 9", Assert.Throws<TensorException>(device.Synchronize).Message);
        Assert.Equal([2L, 10L], after.Get<long>());
        device.Synchronize();
    }

    private readonly record struct Range(double Min, double Max) : IRangeRule
    {
        public string Op => "test";

        public long? Exempt { get; init; }

        public TensorException Broken(int place, Scalar value) => new(Op, $"place {place} is {value}");
    }
}
