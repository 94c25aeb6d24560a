using Madaline.Tests.Reference;

namespace Madaline.Tests.Devices;

/// <summary>Devices by name: what a package registers is found, and what is missing is explained.</summary>
public sealed class DeviceNameTests
{
    [Fact]
    public void A_registered_kind_is_asked_for_its_devices_by_their_whole_name()
    {
        string asked = "";
        Device.Register("test-kind", name =>
        {
            asked = name;
            return ReferenceDevice.Instance;
        });
        Assert.Same(ReferenceDevice.Instance, Device.Parse("Test-Kind:3"));
        Assert.Equal("Test-Kind:3", asked);
        Assert.True(Device.IsAvailable("test-kind", out string reason));
        Assert.Empty(reason);
        Assert.Contains("test-kind", Assert.Throws<InvalidOperationException>(
            () => Device.Register("test-kind", _ => Device.Cpu)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cuda:1", "an NVIDIA GPU")]
    [InlineData("mps", "Apple silicon")]
    [InlineData("opencl", "an OpenCL driver")]
    [InlineData("tpu", "known names are cpu, cuda, mps, opencl")]
    public void A_device_that_is_not_here_says_what_is_missing(string name, string reason)
    {
        var error = Assert.Throws<DeviceNotAvailableException>(() => Device.Parse(name));
        Assert.Equal(name, error.Device);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.False(Device.IsAvailable(name, out string same));
        Assert.Equal(error.Reason, same);
    }

    [Fact]
    public void The_processor_is_one_object() => Assert.Same(Device.Cpu, Device.Parse("CPU"));
}
