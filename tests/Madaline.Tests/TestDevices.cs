using Madaline.Tests.Deferred;
using Madaline.Tests.Reference;

namespace Madaline.Tests;

/// <summary>The devices that theories run on, by name.</summary>
internal static class TestDevices
{
    public static TheoryData<string> Names => ["cpu", "reference", "deferred"];

    /// <summary>The device; a new one each time where it counts something.</summary>
    public static Device Named(string name) => name switch
    {
        "cpu" => Device.Cpu,
        "reference" => ReferenceDevice.Instance,
        "deferred" => new DeferredDevice(),
        _ => throw new ArgumentException($"There is no device {name}.", nameof(name)),
    };
}
